import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Icon } from '../ui/icons.js';
import { Sheet } from '../ui/sheet.js';

const mostOptions = 12;

/** @param {{ onClose: () => void, onSend: (body: { title: string, options: string[] }) => void }} props */
export function PollForm({ onClose, onSend }) {
	const [title, setTitle] = useState('');
	const [options, setOptions] = useState(['', '']);
	const given = options.map((option) => option.trim()).filter((option) => option !== '');
	const send = (/** @type {Event} */ event) => {
		event.preventDefault();
		if (given.length >= 2) onSend({ title: title.trim(), options: given });
	};
	/** @param {number} index @param {string} text */
	const change = (index, text) => setOptions(options.map((option, place) => (place === index ? text : option)));
	const action = html`<button type="submit" form="poll-form" class="text-button strong" disabled=${given.length < 2}>Send</button>`;
	return html`<${Sheet} title="New Poll" onClose=${onClose} action=${action}>
		<form id="poll-form" class="form" onSubmit=${send}>
			<fieldset><label class="field">Question <input data-first maxlength="300" value=${title} onInput=${(/** @type {any} */ event) => setTitle(event.target.value)} /></label></fieldset>
			<fieldset><legend>Choices</legend>
				${options.map((option, index) => html`<label class="field" key=${index}>Choice ${index + 1} <input maxlength="200" value=${option} onInput=${(/** @type {any} */ event) => change(index, event.target.value)} /></label>`)}
				${options.length < mostOptions && html`<button type="button" class="choice choice-action" onClick=${() => setOptions([...options, ''])}><${Icon} name="plus" size=${20} /><span>Add Choice</span></button>`}
			</fieldset>
		</form>
	</${Sheet}>`;
}

const contactFields = [
	{ name: 'name', title: 'Name', most: 100, type: 'text' },
	{ name: 'organization', title: 'Company', most: 100, type: 'text' },
	{ name: 'phone', title: 'Phone', most: 60, type: 'tel' },
	{ name: 'email', title: 'Email', most: 254, type: 'email' },
];

/** @param {{ onClose: () => void, onSend: (contact: Record<string, string>) => void }} props */
export function ContactForm({ onClose, onSend }) {
	const send = (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
		onSend(Object.fromEntries([...form].map(([name, value]) => [name, String(value).trim()])));
	};
	const action = html`<button type="submit" form="contact-form" class="text-button strong">Send</button>`;
	return html`<${Sheet} title="Contact Card" onClose=${onClose} action=${action}>
		<form id="contact-form" class="form" onSubmit=${send}><fieldset>
			${contactFields.map(({ name, title, most, type }) => html`<label class="field" key=${name}>${title} <input name=${name} type=${type} maxlength=${most} required=${name === 'name'} data-first=${name === 'name' || undefined} autocomplete="off" /></label>`)}
		</fieldset></form>
	</${Sheet}>`;
}
