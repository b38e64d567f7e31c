import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Avatar } from '../ui/avatar.js';
import { Icon } from '../ui/icons.js';
import { useLongPress } from '../ui/press.js';
import { timeOf } from '../ui/time.js';
import { BubbleContent, kindOf } from './bubble.js';
import { Album } from './files.js';
import { Reactions, Stickers } from './reactions.js';
import { bubbleEffects, bubbleWords, effectNames, summaryOf } from './words.js';

/**
 * What a person can do with a message.
 * @typedef {{
 *   menu: (message: import('../types.js').Message, part: number, element: HTMLElement) => void,
 *   vote: (message: import('../types.js').Message, option: string, isSet: boolean) => void,
 *   addOption: (message: import('../types.js').Message, text: string) => void,
 *   view: (message: import('../types.js').Message, part: number) => void,
 *   showContact: (file: import('../types.js').File) => void,
 *   thread: (id: string) => void,
 *   details: () => void,
 *   replay: (message: import('../types.js').Message) => void,
 * }} Actions
 *
 * How a message stands among its neighbours.
 * @typedef {{ isFirst: boolean, isLast: boolean, showsName: boolean, showsAvatar: boolean, isGroup: boolean, replies: number, status?: string, playing?: boolean, canAct: boolean }} Pose
 */

/** A message with everything that belongs to it. @param {{ message: import('../types.js').Message, pose: Pose, actions: Actions }} props */
export function Message({ message, pose, actions }) {
	const { isOwn, name, bubbles, replyTo, effect, editedAt, unsentAt, isSilenced } = message;
	const [showsEarlier, showEarlier] = useState(false);
	if (unsentAt !== undefined) {
		return html`<li class="notice" data-message=${message.id}>${isOwn ? 'You' : name} unsent a message</li>`;
	}
	const shown = bubbles.filter(({ isGone }) => !isGone);
	const isAlbum = shown.filter(({ file }) => file?.kind === 'image' || file?.kind === 'video').length > 1;
	const media = isAlbum ? shown.filter(({ file }) => file?.kind === 'image' || file?.kind === 'video') : [];
	const others = isAlbum ? shown.filter((bubble) => !media.includes(bubble)) : shown;
	const gone = bubbles.length - shown.length;
	const hasEarlier = shown.some(({ earlier = [] }) => earlier.length > 0);

	return html`<li class="message" data-own=${isOwn} data-service=${message.service} data-first=${pose.isFirst} data-last=${pose.isLast} data-message=${message.id}>
		${pose.showsName && html`<span class="sender">${name}</span>`}
		${replyTo !== undefined && html`<${Quote} message=${message} actions=${actions} />`}
		<div class="message-row">
			${pose.isGroup && !isOwn && html`<span class="message-avatar">${pose.showsAvatar && html`<${Avatar} name=${name} size=${28} isLine=${message.from === undefined} />`}</span>`}
			<div class="bubbles">
				${isAlbum && html`<${Album} files=${media.map(({ file }) => file)} onView=${(/** @type {number} */ index) => actions.view(message, media[index].index)} />`}
				${others.map(
					(bubble, index) =>
						html`${showsEarlier && html`<${Earlier} key=${`earlier-${bubble.index}`} texts=${bubble.earlier ?? []} />`}<${Bubble} key=${bubble.index} message=${message} bubble=${bubble} actions=${actions} pose=${pose} hasTail=${pose.isLast && index === others.length - 1} />`,
				)}
			</div>
		</div>
		${gone > 0 && html`<span class="under">A part of this message was unsent</span>`}
		${
			effect !== undefined &&
			html`<span class="under effect-name">Sent with ${effectNames[effect] ?? effect}
			<button type="button" class="replay" onClick=${() => actions.replay(message)} aria-label=${`Replay ${effectNames[effect] ?? effect}`}><${Icon} name="replay" size=${13} weight=${2.4} />Replay</button></span>`
		}
		${pose.replies > 0 && html`<button type="button" class="under replies" onClick=${() => actions.thread(message.id)}>${pose.replies} ${pose.replies === 1 ? 'Reply' : 'Replies'}</button>`}
		${
			editedAt !== undefined &&
			(hasEarlier
				? html`<button type="button" class="under edits" aria-expanded=${showsEarlier} onClick=${() => showEarlier(!showsEarlier)}>${showsEarlier ? 'Hide Edits' : 'Edited'}</button>`
				: html`<span class="under">Edited</span>`)
		}
		${isSilenced && html`<span class="under"><${Icon} name="moon" size=${12} /> Delivered Quietly</span>`}
		${pose.status !== undefined && html`<span class="under status">${pose.status}</span>`}
	</li>`;
}

/** What a bubble said before its edits. @param {{ texts: readonly string[] }} props */
function Earlier({ texts }) {
	if (texts.length === 0) return null;
	return html`<ol class="earlier" aria-label="Earlier versions">${texts.map((text, index) => html`<li key=${index}>${text}</li>`)}</ol>`;
}

/** @param {{ message: import('../types.js').Message, bubble: import('../types.js').Bubble, actions: Actions, pose: Pose, hasTail: boolean }} props */
function Bubble({ message, bubble, actions, pose, hasTail }) {
	const { index } = bubble;
	const { effect, isOwn, name, at } = message;
	const press = useLongPress((element) => actions.menu(message, index, element));
	const kind = kindOf(message, bubble);
	const isOnly = message.bubbles.length === 1;
	const isHere = (/** @type {{ part?: number }} */ { part }) => part === index || (part === undefined && index === 0);
	const reactions = message.reactions.filter(isHere);
	const words = isOnly ? summaryOf(message) : bubbleWords(bubble);
	const effectClass = effect !== undefined && bubbleEffects.includes(effect) ? `be-${effect} ${pose.playing ? 'be-play' : ''}` : '';
	const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
		if (event.target !== event.currentTarget || !['Enter', ' ', 'ContextMenu'].includes(event.key)) return;
		event.preventDefault();
		actions.menu(message, index, /** @type {HTMLElement} */ (event.currentTarget));
	};
	return html`<div class="bubble-place" data-reacted=${reactions.length > 0}>
		<div class=${`bubble bubble-${kind} ${effectClass}`} data-tail=${hasTail && (kind === 'text' || kind === 'audio' || kind === 'contact' || kind === 'file')} tabindex="-1" role="group"
			aria-roledescription="message" aria-label=${`${isOwn ? 'You' : name}, ${timeOf(at)}: ${words}`} aria-haspopup="menu" data-bubble=${index} ...${press} onKeyDown=${onKeyDown}>
			<${BubbleContent} message=${message} bubble=${bubble} actions=${actions} canAct=${pose.canAct} />
			<${Stickers} stickers=${message.stickers.filter(isHere)} />
			<${Reactions} reactions=${reactions} />
		</div>
		${
			pose.canAct &&
			html`<button type="button" class="more" tabindex="-1" aria-label="Tapback and more" title="Tapback and more" onClick=${(/** @type {any} */ event) => actions.menu(message, index, event.currentTarget.previousElementSibling)}>
			<${Icon} name="smile" size=${17} /></button>`
		}
	</div>`;
}

/** The message that this one answers. @param {{ message: import('../types.js').Message, actions: Actions }} props */
function Quote({ message, actions }) {
	const { replyTo, thread } = message;
	if (replyTo === undefined) return null;
	const who = replyTo.isOwn ? 'you' : replyTo.name;
	return html`<button type="button" class="quote" data-own=${replyTo.isOwn} onClick=${() => actions.thread(thread ?? replyTo.id)} aria-label=${`Reply to ${who}: ${replyTo.preview}. Show the thread`}>
		<span class="quote-bubble"><span>${replyTo.preview}</span></span>
	</button>`;
}
