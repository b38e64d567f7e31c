import { html } from 'htm/preact';
import { post } from '../connection.js';
import { Avatar } from '../ui/avatar.js';
import { Sheet } from '../ui/sheet.js';

/** @type {{ name: 'imessage' | 'receipts' | 'focus', title: string, words: string }[]} */
const switches = [
	{ name: 'imessage', title: 'iMessage', words: 'When off, lines cannot reach this phone by iMessage, and it sends SMS.' },
	{ name: 'receipts', title: 'Send Read Receipts', words: 'Lines can see when their messages are read.' },
	{ name: 'focus', title: 'Focus', words: 'Messages arrive without an alert until the line notifies anyway.' },
];

/** @param {{ state: import('../state/phones.js').PhoneState, onClose: () => void, onProblem: (words: string) => void }} props */
export function Settings({ state, onClose, onProblem }) {
	const { settings, address } = state;
	/** @param {string} name @param {boolean} isOn */
	const change = (name, isOn) => post('/phone/settings', { phone: address, [name]: isOn }).catch((error) => onProblem(error.message));
	const done = html`<button type="button" class="text-button strong" onClick=${onClose}>Done</button>`;
	return html`<${Sheet} title="Settings" onClose=${onClose} action=${done}>
		<div class="profile"><${Avatar} name=${settings.name} size=${84} /><h3>${settings.name}</h3><p>${address}</p></div>
		<div class="form"><fieldset>
			${switches.map(
				({ name, title, words }) => html`<label class="choice" key=${name}>
					<span>${title}<small>${words}</small></span>
					<input type="checkbox" role="switch" class="switch" checked=${settings[name]} onChange=${(/** @type {any} */ event) => change(name, event.target.checked)} />
				</label>`,
			)}
		</fieldset></div>
	</${Sheet}>`;
}
