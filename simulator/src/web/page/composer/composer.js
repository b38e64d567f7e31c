import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icons.js';
import { useLongPress } from '../ui/press.js';
import { summaryOf } from '../thread/words.js';
import { Editor, insertMention, mentionAt, readEditor } from './editor.js';
import { EffectPicker } from './effectPicker.js';
import { uploadAll } from './files.js';
import { FormatBar } from './formatBar.js';
import { PendingFiles } from './pendingFiles.js';
import { Apps } from './apps.js';

/** A person who types nothing more for so long has stopped, in milliseconds. */
const typingEndsAfter = 5000;

/**
 * What a person writes with.
 * @param {{
 *   service: string, members: readonly { address: string, name: string, isOwn: boolean }[], lineName: string,
 *   reply?: { message: import('../types.js').Message, part: number }, onNoReply: () => void,
 *   editing?: { message: import('../types.js').Message, part: number }, onEdit: (text: string) => void, onNoEdit: () => void,
 *   onSend: (body: object) => Promise<boolean>, onPoll: (body: object) => Promise<boolean>, onTyping: (isTyping: boolean) => void, onProblem: (words: string) => void,
 * }} props
 */
export function Composer({ service, members, lineName, reply, onNoReply, editing, onEdit, onNoEdit, onSend, onPoll, onTyping, onProblem }) {
	const editor = useRef(/** @type {HTMLElement | null} */ (null));
	const [isEmpty, setEmpty] = useState(true);
	const [hasSelection, setSelection] = useState(false);
	const [files, setFiles] = useState(/** @type {File[]} */ ([]));
	const [over, setOver] = useState(/** @type {'apps' | 'effects' | undefined} */ (undefined));
	const [isBusy, setBusy] = useState(false);
	const [named, setNamed] = useState(/** @type {string | undefined} */ (undefined));
	const [subject, setSubject] = useState('');
	const typing = useTyping(onTyping);
	const isMessage = service === 'iMessage';
	const canSend = !isBusy && (!isEmpty || files.length > 0);

	/** @param {string} [effect] */
	const submit = async (effect) => {
		const field = editor.current;
		if (field === null || !canSend) return;
		const { text, formatting, mentions } = trimmed(readEditor(field));
		if (editing !== undefined) {
			onEdit(text);
			return;
		}
		setBusy(true);
		typing.end();
		try {
			const ids = await uploadAll(files);
			const sent = await onSend({
				text,
				formatting: isMessage ? formatting : [],
				mentions,
				files: ids,
				effect,
				subject: subject || undefined,
			});
			if (!sent) return;
			field.replaceChildren();
			field.dataset.empty = 'true';
			setEmpty(true);
			setFiles([]);
			setSubject('');
			setNamed(undefined);
		} catch (error) {
			onProblem(/** @type {Error} */ (error).message);
		} finally {
			setBusy(false);
			setOver(undefined);
			field.focus();
		}
	};
	const press = useLongPress(() => isMessage && editing === undefined && setOver('effects'));
	/** @param {boolean} empty */
	const changed = (empty) => {
		setEmpty(empty);
		if (editor.current === null) return;
		editor.current.dataset.empty = String((editor.current.textContent ?? '') === '');
		if (editing === undefined) typing.stroke(empty);
		setNamed(mentionAt(editor.current)?.typed);
	};
	const people =
		named === undefined ? [] : members.filter(({ name, isOwn }) => !isOwn && name.toLowerCase().startsWith(named.toLowerCase()));
	const placeholder = isMessage ? 'iMessage' : 'Text Message • SMS';
	return html`<div class="composer" data-service=${service}>
		${hasSelection && isMessage && html`<${FormatBar} editor=${editor} />`}
		${
			people.length > 0 &&
			html`<div class="mention-bar" role="group" aria-label="People to mention">${people.map(
				(person) =>
					html`<button type="button" key=${person.address} onPointerDown=${(/** @type {Event} */ event) => event.preventDefault()} onClick=${() => {
						if (editor.current !== null) insertMention(editor.current, person);
						setNamed(undefined);
					}}>${person.name}</button>`,
			)}</div>`
		}
		${reply !== undefined && html`<${Banner} title=${`Replying to ${reply.message.isOwn ? 'yourself' : reply.message.name}`} words=${summaryOf(reply.message)} onClose=${onNoReply} />`}
		${editing !== undefined && html`<${Banner} title="Editing" words=${summaryOf(editing.message)} onClose=${onNoEdit} />`}
		<div class="composer-row">
			${
				editing === undefined &&
				html`<button type="button" class="plus" aria-label="Photos, stickers, polls and more" aria-haspopup="menu" aria-expanded=${over === 'apps'} onClick=${() => setOver('apps')}><${Icon} name="plus" size=${20} weight=${2.2} /></button>`
			}
			<div class="capsule">
				${files.length > 0 && html`<${PendingFiles} files=${files} onRemove=${(/** @type {number} */ index) => setFiles(files.filter((_, place) => place !== index))} />`}
				<div class="capsule-row">
					<${Editor} label=${editing === undefined ? `Message to ${lineName}` : 'Edit the message'} placeholder=${placeholder} editor=${editor} initial=${editing && textOf(editing)}
						onChange=${changed} onSubmit=${() => void submit()} onSelect=${setSelection} onFiles=${(/** @type {File[]} */ added) => setFiles([...files, ...added])} />
					${
						canSend || isBusy
							? html`<button type="button" class="send" disabled=${!canSend} aria-label=${editing === undefined ? 'Send' : 'Save the edit'} title=${isMessage ? 'Send. Hold for effects' : 'Send'} onClick=${() => void submit()} ...${press}><${Icon} name=${editing === undefined ? 'send' : 'check'} size=${18} weight=${2.8} /></button>`
							: null
					}
				</div>
			</div>
			${canSend && isMessage && editing === undefined && html`<button type="button" class="effects-button" aria-label="Send with an effect" title="Send with an effect" onClick=${() => setOver('effects')}><${Icon} name="sparkle" size=${20} /></button>`}
		</div>
	</div>
	${
		over === 'effects' &&
		html`<${EffectPicker} text=${editor.current?.textContent ?? ''} subject=${subject} onSubject=${setSubject} onClose=${() => setOver(undefined)} onSend=${(/** @type {string} */ effect) => void submit(effect)} />`
	}
	${over === 'apps' && html`<${Apps} service=${service} onClose=${() => setOver(undefined)} onFiles=${(/** @type {File[]} */ added) => setFiles([...files, ...added])} onSend=${onSend} onPoll=${onPoll} onProblem=${onProblem} />`}
	`;
}

/** @param {{ title: string, words: string, onClose: () => void }} props */
function Banner({ title, words, onClose }) {
	return html`<div class="composer-banner"><span><b>${title}</b><span>${words}</span></span><button type="button" aria-label=${`Cancel ${title.toLowerCase()}`} onClick=${onClose}><${Icon} name="close" size=${16} weight=${2.4} /></button></div>`;
}

/** The text of the bubble that is edited. @param {{ message: import('../types.js').Message, part: number }} editing */
function textOf({ message, part }) {
	return message.bubbles.find(({ index }) => index === part)?.text ?? '';
}

/** Without empty lines around it; the ranges move along. @param {ReturnType<typeof readEditor>} read */
function trimmed({ text, formatting, mentions }) {
	const start = text.length - text.trimStart().length;
	const end = text.trimEnd().length;
	/** @template {{ start: number, length: number }} Range @param {Range[]} ranges */
	const cut = (ranges) =>
		ranges.flatMap((range) => {
			const from = Math.max(range.start, start);
			const to = Math.min(range.start + range.length, end);
			return to > from ? [{ ...range, start: from - start, length: to - from }] : [];
		});
	return { text: text.slice(start, Math.max(start, end)), formatting: cut(formatting), mentions: cut(mentions) };
}

/** Tells when typing begins and ends. @param {(isTyping: boolean) => void} onTyping */
function useTyping(onTyping) {
	const state = useRef({ isTyping: false, timer: /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined) }).current;
	const end = () => {
		clearTimeout(state.timer);
		if (!state.isTyping) return;
		state.isTyping = false;
		onTyping(false);
	};
	useEffect(() => () => clearTimeout(state.timer), []);
	return {
		end,
		/** @param {boolean} isEmpty */
		stroke(isEmpty) {
			clearTimeout(state.timer);
			if (isEmpty) {
				end();
				return;
			}
			if (!state.isTyping) onTyping(true);
			state.isTyping = true;
			state.timer = setTimeout(end, typingEndsAfter);
		},
	};
}
