import { html } from 'htm/preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { EmojiPicker } from '../ui/emojiPicker.js';
import { Icon } from '../ui/icons.js';
import { moveFocus } from '../ui/press.js';
import { useDialog } from '../ui/sheet.js';
import { world } from '../state/phones.js';
import { BubbleContent, kindOf } from './bubble.js';
import { tapbacks } from './words.js';

/** Nothing of the lifted bubble acts. @type {any} */
const noActions = new Proxy({}, { get: () => () => undefined });

/**
 * Tapbacks, and what else can be done with a message.
 * @param {{
 *   message: import('../types.js').Message, part: number, canAct: boolean, onClose: () => void,
 *   rect: { left: number, top: number, width: number, height: number, screenWidth: number, screenHeight: number },
 *   onReact: (reaction: string, isSet: boolean) => void, onReply: () => void, onEdit: () => void, onUnsend: () => void, onSticker: () => void,
 * }} props
 */
export function Menu({ message, part, rect, canAct, onClose, onReact, onReply, onEdit, onUnsend, onSticker }) {
	const { ref, onKeyDown } = useDialog(onClose);
	const [isPicking, setPicking] = useState(false);
	const [top, setTop] = useState(/** @type {number | undefined} */ (undefined));
	const column = useRef(/** @type {HTMLDivElement | null} */ (null));
	const { isOwn } = message;
	const bubble = message.bubbles.find(({ index }) => index === part) ?? message.bubbles[0];
	useLayoutEffect(() => {
		const box = column.current;
		if (box === null) return;
		const lifted = /** @type {HTMLElement | null} */ (box.querySelector('.menu-bubble'));
		const wanted = rect.top - (lifted?.offsetTop ?? 0);
		setTop(Math.max(48, Math.min(wanted, rect.screenHeight - box.offsetHeight - 28)));
	}, [isPicking]);
	const own = new Set(
		message.reactions
			.filter((reaction) => reaction.isOwn && (reaction.part ?? 0) === (message.bubbles.length > 1 ? part : 0))
			.map(({ kind, emoji }) => (kind === 'emoji' ? emoji : kind)),
	);
	/** @param {string} reaction */
	const react = (reaction) => {
		onReact(reaction, !own.has(reaction));
		onClose();
	};
	/** @param {() => void} act */
	const then = (act) => () => {
		onClose();
		act();
	};
	const text = bubble?.text;
	const items = [
		canAct && { name: 'Reply', icon: 'reply', act: onReply },
		canAct && { name: 'Add Sticker', icon: 'sticker', act: onSticker, keeps: true },
		text !== undefined && { name: 'Copy', icon: 'copy', act: () => void navigator.clipboard?.writeText(text) },
		canAct && text !== undefined && (message.editableUntil ?? 0) >= world.now && { name: 'Edit', icon: 'edit', act: onEdit },
		canAct && (message.unsendableUntil ?? 0) >= world.now && { name: 'Undo Send', icon: 'undo', act: onUnsend, isSerious: true },
	].filter((item) => item !== false);
	const side = isOwn ? { right: `${Math.max(10, rect.screenWidth - rect.left - rect.width)}px` } : { left: `${Math.max(10, rect.left)}px` };
	return html`<div class="menu-backdrop" onClick=${(/** @type {MouseEvent} */ event) => event.target === event.currentTarget && onClose()}>
		<div class="menu" role="dialog" aria-modal="true" aria-label="Tapbacks and actions" ref=${ref} tabindex="-1" onKeyDown=${onKeyDown} data-own=${isOwn} data-service=${message.service}>
			<div class="menu-column" ref=${column} style=${{ ...side, top: top === undefined ? `${rect.top}px` : `${top}px`, opacity: top === undefined ? '0' : '1' }}>
				${
					canAct &&
					(isPicking
						? html`<${EmojiPicker} onPick=${react} />`
						: html`<div class="tapback-bar" role="toolbar" aria-label="Tapbacks" onKeyDown=${moveFocus}>
						${tapbacks.map(({ kind, emoji, name }) => html`<button type="button" key=${kind} data-kind=${kind} data-first=${kind === 'love' || undefined} aria-pressed=${own.has(kind)} aria-label=${name} title=${name} onClick=${() => react(kind)}>${emoji}</button>`)}
						<button type="button" class="tapback-more" aria-label="Other emoji" title="Other emoji" onClick=${() => setPicking(true)}><${Icon} name="smile" size=${23} /></button>
					</div>`)
				}
				<div class="menu-bubble message" data-own=${isOwn} data-service=${message.service} inert style=${{ width: `${rect.width}px` }}>
					<div class=${`bubble bubble-${bubble === undefined ? 'text' : kindOf(message, bubble)}`}>${bubble && html`<${BubbleContent} message=${message} bubble=${bubble} actions=${noActions} canAct=${false} />`}</div>
				</div>
				${
					!isPicking &&
					html`<div class="menu-items" role="menu" aria-label="Actions" onKeyDown=${moveFocus}>
					${items.map(({ name, icon, act, isSerious, keeps }) => html`<button type="button" key=${name} role="menuitem" data-serious=${isSerious ?? false} onClick=${keeps ? act : then(act)}><span>${name}</span><${Icon} name=${icon} size=${20} /></button>`)}
				</div>`
				}
			</div>
		</div>
	</div>`;
}
