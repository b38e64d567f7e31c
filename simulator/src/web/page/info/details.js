import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { post, upload } from '../connection.js';
import { uploadPath } from '../composer/files.js';
import { world } from '../state/phones.js';
import { Avatar, SpaceAvatar } from '../ui/avatar.js';
import { Location } from './location.js';
import { Icon } from '../ui/icons.js';
import { Sheet } from '../ui/sheet.js';
import { samplePicture, sampleNames } from '../composer/samples.js';

/**
 * Who is in a conversation, its name, its pictures, and the way out.
 * @param {{
 *   state: import('../state/phones.js').PhoneState, draft: import('../types.js').Draft, space?: import('../types.js').Space,
 *   onClose: () => void, onLeft: () => void, onProblem: (words: string) => void,
 * }} props
 */
export function Details({ state, draft, space, onClose, onLeft, onProblem }) {
	const done = html`<button type="button" class="text-button strong" data-first onClick=${onClose}>Done</button>`;
	if (space === undefined) {
		return html`<${Sheet} title="Details" onClose=${onClose} action=${done}><div class="profile"><${Avatar} name=${draft.lineName} size=${84} isLine /><h3>${draft.lineName}</h3><p>Nothing has been said yet.</p></div></${Sheet}>`;
	}
	const base = { phone: state.address, line: space.line, space: space.spaceId };
	/** @param {string} path @param {object} body */
	const act = async (path, body) => {
		try {
			await post(path, { ...base, ...body });
			return true;
		} catch (error) {
			onProblem(/** @type {Error} */ (error).message);
			return false;
		}
	};
	/** @param {'icon' | 'background'} which @param {Blob | undefined} file */
	const setPicture = async (which, file) => {
		try {
			const id = file && (await upload(uploadPath(file, 'picture.jpg'), file)).id;
			await act('/phone/picture', { which, file: id });
		} catch (error) {
			onProblem(/** @type {Error} */ (error).message);
		}
	};
	const leave = async () => {
		if (!(await act('/phone/leave', {}))) return;
		onClose();
		onLeft();
	};
	const canChange = !space.hasLeft && space.service === 'iMessage';
	return html`<${Sheet} title="Details" onClose=${onClose} action=${done}>
		<div class="profile"><${SpaceAvatar} space=${space} size=${84} /><h3>${space.name}</h3><p>${space.isGroup ? `${space.members.length + 1} people` : space.service}</p></div>
		<div class="form">
			${space.isGroup && canChange && html`<${GroupName} space=${space} onSave=${(/** @type {string} */ name) => act('/phone/rename', { name })} />`}
			${space.isGroup && html`<${Members} space=${space} canChange=${canChange} onChange=${(/** @type {string} */ member, /** @type {boolean} */ isMember) => act('/phone/member', { member, isMember })} />`}
			${space.isGroup && canChange && html`<${Pictures} title="Group photo" isSet=${space.iconUrl !== undefined} onSet=${(/** @type {Blob | undefined} */ file) => setPicture('icon', file)} />`}
			${canChange && html`<${Location} location=${space.location} onChange=${(/** @type {object} */ change) => act('/phone/location', change)} />`}
			${canChange && html`<${Pictures} title="Background" isSet=${space.backgroundUrl !== undefined} onSet=${(/** @type {Blob | undefined} */ file) => setPicture('background', file)} />`}
			${space.isGroup && !space.hasLeft && html`<fieldset><button type="button" class="choice choice-serious" onClick=${leave}><${Icon} name="leave" size=${20} /><span>Leave this Conversation</span></button></fieldset>`}
		</div>
	</${Sheet}>`;
}

/** @param {{ space: import('../types.js').Space, onSave: (name: string) => Promise<boolean> }} props */
function GroupName({ space, onSave }) {
	const save = (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		void onSave(String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('name')));
	};
	return html`<form class="field-row" onSubmit=${save}><label class="field">Group name <input name="name" maxlength="100" defaultValue=${space.givenName ?? ''} /></label><button type="submit" class="text-button strong">Save</button></form>`;
}

/** @param {{ space: import('../types.js').Space, canChange: boolean, onChange: (member: string, isMember: boolean) => Promise<boolean> }} props */
function Members({ space, canChange, onChange }) {
	const [isAdding, setAdding] = useState(false);
	const others = world.people.filter(({ address }) => !space.members.some((member) => member.address === address));
	return html`<fieldset><legend>Members</legend>
		<div class="choice"><${Avatar} name=${space.lineName} size=${34} isLine /><span>${space.lineName}<small>Line</small></span></div>
		${space.members.map(
			({
				address,
				name,
				isOwn,
			}) => html`<div class="choice" key=${address}><${Avatar} name=${name} size=${34} /><span>${name}${isOwn ? ' (you)' : ''}<small>${address}</small></span>
				${canChange && !isOwn && html`<button type="button" class="text-button serious" aria-label=${`Remove ${name}`} onClick=${() => onChange(address, false)}>Remove</button>`}</div>`,
		)}
		${canChange && others.length > 0 && html`<button type="button" class="choice choice-action" aria-expanded=${isAdding} onClick=${() => setAdding(!isAdding)}><${Icon} name="plus" size=${20} /><span>Add Contact</span></button>`}
		${
			isAdding &&
			others.map(
				({ address, name }) =>
					html`<button type="button" class="choice choice-indent" key=${address} onClick=${() => onChange(address, true).then(() => setAdding(false))}><${Avatar} name=${name} size=${28} /><span>${name}</span></button>`,
			)
		}
	</fieldset>`;
}

/** @param {{ title: string, isSet: boolean, onSet: (file: Blob | undefined) => void }} props */
function Pictures({ title, isSet, onSet }) {
	return html`<fieldset><legend>${title}</legend>
		<div class="swatches">
			${sampleNames.map((name) => html`<button type="button" key=${name} class="swatch" data-sample=${name} aria-label=${`${title}: ${name}`} title=${name} onClick=${async () => onSet(await samplePicture(name))}></button>`)}
			<label class="swatch swatch-file"><span class="hidden">${title}: choose a picture</span><${Icon} name="photo" size=${20} /><input type="file" accept="image/*" onChange=${(/** @type {any} */ event) => event.target.files[0] && onSet(event.target.files[0])} /></label>
		</div>
		${isSet && html`<button type="button" class="choice choice-serious" onClick=${() => onSet(undefined)}><${Icon} name="trash" size=${20} /><span>Remove ${title}</span></button>`}
	</fieldset>`;
}
