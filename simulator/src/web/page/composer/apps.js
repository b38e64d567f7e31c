import { html } from 'htm/preact';
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icons.js';
import { moveFocus } from '../ui/press.js';
import { useDialog } from '../ui/sheet.js';
import { uploadAll } from './files.js';
import { ContactForm, PollForm } from './forms.js';
import { LivePhotoForm } from './livePhoto.js';
import { Photos } from './photos.js';
import { Recorder } from './recorder.js';
import { StickerDrawer } from './stickers.js';

const apps = [
	{ name: 'Photos', icon: 'photo', tint: '#ff9f0a', sms: true },
	{ name: 'Stickers', icon: 'sticker', tint: '#bf5af2', sms: true },
	{ name: 'Audio', icon: 'mic', tint: '#ff453a', sms: true },
	{ name: 'Polls', icon: 'poll', tint: '#0a84ff', sms: false },
	{ name: 'Live Photo', icon: 'live', tint: '#32ade6', sms: true },
	{ name: 'Contact', icon: 'contact', tint: '#8e8e93', sms: true },
	{ name: 'Files', icon: 'file', tint: '#30b0c7', sms: true },
];

/**
 * The menu behind the plus, and what it opens.
 * @param {{
 *   service: string, onClose: () => void, onFiles: (files: File[]) => void, onSend: (body: object) => Promise<boolean>,
 *   onPoll: (body: object) => Promise<boolean>, onProblem: (words: string) => void,
 * }} props
 */
export function Apps({ service, onClose, onFiles, onSend, onPoll, onProblem }) {
	const [app, setApp] = useState(/** @type {string | undefined} */ (undefined));
	const input = useRef(/** @type {HTMLInputElement | null} */ (null));
	/** @param {File[]} files */
	const take = (files) => {
		onFiles(files);
		onClose();
	};
	/** @param {object} body @param {(body: object) => Promise<boolean>} [how] */
	const send = async (body, how = onSend) => {
		if (await how(body)) onClose();
	};
	switch (app) {
		case 'Photos':
			return html`<${Photos} onClose=${onClose} onChosen=${take} />`;
		case 'Stickers':
			return html`<${StickerDrawer} title="Stickers" onClose=${onClose} onProblem=${onProblem} onChosen=${(/** @type {string} */ file) => send({ files: [file] })} />`;
		case 'Audio':
			return html`<${Recorder} onClose=${onClose} onProblem=${onProblem} onRecorded=${async (/** @type {File} */ file, /** @type {number} */ duration) => send({ files: await uploadAll([file]), voice: { duration } })} />`;
		case 'Polls':
			return html`<${PollForm} onClose=${onClose} onSend=${(/** @type {object} */ body) => send(body, onPoll)} />`;
		case 'Contact':
			return html`<${ContactForm} onClose=${onClose} onSend=${(/** @type {object} */ contact) => send({ contact })} />`;
		case 'Live Photo':
			return html`<${LivePhotoForm} onClose=${onClose} onProblem=${onProblem} onSend=${send} />`;
		default:
			return html`<${List} service=${service} onClose=${onClose} onOpen=${(/** @type {string} */ name) => (name === 'Files' ? input.current?.click() : setApp(name))}>
				<input class="hidden" type="file" multiple tabindex="-1" aria-label="Files to send" ref=${input} onChange=${(/** @type {any} */ event) => take([...event.target.files])} />
			</${List}>`;
	}
}

/** @param {{ service: string, onClose: () => void, onOpen: (name: string) => void, children?: any }} props */
function List({ service, onClose, onOpen, children }) {
	const { ref, onKeyDown } = useDialog(onClose);
	const shown = apps.filter(({ sms }) => sms || service === 'iMessage');
	return html`<div class="apps-backdrop" onClick=${(/** @type {MouseEvent} */ event) => event.target === event.currentTarget && onClose()}>
		<div class="apps" role="dialog" aria-modal="true" aria-label="Add to the message" ref=${ref} tabindex="-1" onKeyDown=${onKeyDown}>
			<div role="menu" aria-label="Add to the message" onKeyDown=${moveFocus}>
				${shown.map(({ name, icon, tint }) => html`<button type="button" role="menuitem" key=${name} onClick=${() => onOpen(name)}><span class="app-icon" style=${{ '--tint': tint }}><${Icon} name=${icon} size=${20} /></span>${name}</button>`)}
			</div>
			${children}
		</div>
	</div>`;
}
