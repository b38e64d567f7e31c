import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../connection.js';
import { Avatar } from '../ui/avatar.js';
import { Icon } from '../ui/icons.js';
import { Sheet } from '../ui/sheet.js';
import { world } from '../state/phones.js';

/**
 * Chooses who gets a new message: a line, and in a group other people too.
 * @param {{
 *   state: import('../state/phones.js').PhoneState, onClose: () => void, onOpen: (draft: import('../types.js').Draft) => void,
 *   onProblem: (words: string) => void,
 * }} props
 */
export function NewMessage({ state, onClose, onOpen, onProblem }) {
	const [lines, setLines] = useState(/** @type {{ id: string, name: string }[]} */ ([]));
	const [line, setLine] = useState('');
	const [members, setMembers] = useState(/** @type {string[]} */ ([]));
	const [name, setName] = useState('');
	useEffect(() => {
		get('/phone/lines').then(
			(all) => {
				setLines(all);
				setLine(all[0]?.id ?? '');
			},
			(error) => onProblem(error.message),
		);
	}, []);
	const others = world.people.filter(({ address }) => address !== state.address);
	const start = (/** @type {Event} */ event) => {
		event.preventDefault();
		const chosen = lines.find(({ id }) => id === line);
		if (chosen === undefined) return;
		const direct = members.length === 0;
		onOpen({
			line,
			lineName: chosen.name,
			spaceId: direct ? `any;-;${state.address}` : undefined,
			members: direct ? undefined : members,
			name: direct ? undefined : name.trim(),
		});
		onClose();
	};
	/** @param {string} address */
	const toggle = (address) => setMembers(members.includes(address) ? members.filter((one) => one !== address) : [...members, address]);
	const action = html`<button type="submit" form="new-message" class="text-button strong" disabled=${line === ''}>Start</button>`;
	return html`<${Sheet} title="New Message" onClose=${onClose} action=${action}>
		<form id="new-message" class="form" onSubmit=${start}>
			<fieldset><legend>Line</legend>
				${lines.map(
					(one, index) => html`<label class="choice" key=${one.id}>
						<${Avatar} name=${one.name} size=${34} isLine /><span>${one.name}</span>
						<input type="radio" name="line" checked=${one.id === line} data-first=${index === 0 || undefined} onChange=${() => setLine(one.id)} />
					</label>`,
				)}
			</fieldset>
			<fieldset><legend>Other people, for a group</legend>
				${others.map(
					(person) => html`<label class="choice" key=${person.address}>
						<${Avatar} name=${person.name} size=${34} /><span>${person.name}<small>${person.address}</small></span>
						<input type="checkbox" checked=${members.includes(person.address)} onChange=${() => toggle(person.address)} />
					</label>`,
				)}
				${others.length === 0 && html`<p class="hint"><${Icon} name="people" size=${18} /> Add a person above the phones first.</p>`}
			</fieldset>
			${members.length > 0 && html`<label class="field">Group name <input maxlength="100" value=${name} placeholder="Optional" onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>`}
		</form>
	</${Sheet}>`;
}
