import { html } from 'htm/preact';
import { Avatar } from '../ui/avatar.js';
import { Sheet } from '../ui/sheet.js';

/** What a contact card says. @param {{ file: import('../types.js').File, onClose: () => void }} props */
export function ContactDetails({ file, onClose }) {
	const { name = '', organization, details = [] } = file.contact ?? {};
	const save = html`<a class="text-button strong" href=${`${file.url}?save`} download=${file.name}>Save</a>`;
	return html`<${Sheet} title="Contact" onClose=${onClose} action=${save}>
		<div class="profile"><${Avatar} name=${name} size=${84} /><h3>${name}</h3>${organization && html`<p>${organization}</p>`}</div>
		<dl class="details">${details.map(({ label, value }, index) => html`<div key=${index}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
	</${Sheet}>`;
}
