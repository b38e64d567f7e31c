import { html } from 'htm/preact';
import { AppCard, LinkCard, LocationCard } from './cards.js';
import { FileBubble } from './files.js';
import { Poll } from './poll.js';
import { RichText } from './richText.js';

const onlyEmoji =
	/^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}])*|\p{Regional_Indicator}{2}|\s){1,}$/u;

/** One to three emoji stand large and without a bubble. @param {string} text */
export function isJumbo(text) {
	return text.length <= 40 && onlyEmoji.test(text) && [...new Intl.Segmenter().segment(text.trim())].length <= 3;
}

/**
 * What a bubble is made of: `plain` ones have a ground of their own.
 * @param {import('../types.js').Message} message @param {import('../types.js').Bubble} bubble
 */
export function kindOf(message, bubble) {
	if (message.poll !== undefined) return 'poll';
	if (message.card !== undefined || bubble.link !== undefined) return 'card';
	if (bubble.file !== undefined) return bubble.file.kind === 'image' || bubble.file.kind === 'video' ? 'media' : bubble.file.kind;
	if (message.embeddedUrl !== undefined) return 'media';
	if (message.asksLocation !== undefined) return 'file';
	return bubble.text !== undefined && isJumbo(bubble.text) && bubble.formatting?.length === 0 ? 'jumbo' : 'text';
}

/**
 * The inside of a bubble.
 * @param {{ message: import('../types.js').Message, bubble: import('../types.js').Bubble, actions: import('./message.js').Actions, canAct: boolean }} props
 */
export function BubbleContent({ message, bubble, actions, canAct }) {
	const { poll, card, embeddedUrl, isVoiceNote, subject, asksLocation } = message;
	if (poll !== undefined) {
		return html`<${Poll} poll=${poll} canVote=${canAct} onVote=${(/** @type {string} */ option, /** @type {boolean} */ isSet) => actions.vote(message, option, isSet)} onAdd=${(/** @type {string} */ text) => actions.addOption(message, text)} />`;
	}
	if (card !== undefined) return html`<${AppCard} card=${card} />`;
	if (embeddedUrl !== undefined && bubble.text === undefined)
		return html`<img class="media" src=${embeddedUrl} alt="Digital Touch message" />`;
	if (bubble.file !== undefined) {
		return html`<${FileBubble} file=${bubble.file} isVoiceNote=${isVoiceNote} onView=${() => actions.view(message, bubble.index)} onContact=${actions.showContact} />`;
	}
	if (bubble.link !== undefined) return html`<${LinkCard} link=${bubble.link} />`;
	if (asksLocation !== undefined)
		return html`<${LocationCard} asked=${asksLocation} onAnswer=${canAct && asksLocation.isOwn ? actions.details : undefined} />`;
	if (bubble.text === undefined) return html`<em class="unknown">Unsupported message</em>`;
	return html`${bubble.index === 0 && subject && html`<strong class="subject">${subject}</strong>`}<${RichText} text=${bubble.text} formatting=${bubble.formatting} mentions=${bubble.mentions} />`;
}
