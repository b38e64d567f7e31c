import { html } from 'htm/preact';

/** @typedef {{ type: string, start: number, length: number, effectName?: string }} Format */
/** @typedef {{ address: string, start: number, length: number }} Mention */

/** More letters than these do not move one by one. */
const mostLetters = 200;
const address = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?')\]]/giu;

/**
 * A text with its formatting. Everything in it is text: nothing of it is ever read as HTML.
 * @param {{ text: string, formatting?: readonly Format[], mentions?: readonly Mention[] }} props
 */
export function RichText({ text, formatting = [], mentions = [] }) {
	return html`<span class="rich">${runsOf(text, formatting, mentions).map((run, index) => html`<${Run} key=${index} ...${run} />`)}</span>`;
}

/** @param {{ text: string, types: readonly string[], effect?: string, isMention: boolean, link?: string }} props */
function Run({ text, types, effect, isMention, link }) {
	const style = [...types.map((type) => `f-${type}`), isMention ? 'f-mention' : ''].filter(Boolean).join(' ');
	const content = effect === undefined ? text : html`<${Moving} text=${text} effect=${effect} />`;
	if (link !== undefined) return html`<a class=${style} href=${link} target="_blank" rel="noopener noreferrer">${content}</a>`;
	return style === '' ? html`<span>${content}</span>` : html`<span class=${style}>${content}</span>`;
}

/** Letters that move; a screen reader gets the text in one piece. @param {{ text: string, effect: string }} props */
function Moving({ text, effect }) {
	const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
	if (letters.length > mostLetters || !/^[a-z]+$/.test(effect)) return html`<span title=${effect}>${text}</span>`;
	return html`<span class=${`fx fx-${effect}`} data-effect=${effect} title=${`Text effect: ${effect}`}>
		<span class="hidden">${text}</span>
		<span aria-hidden="true">${letters.map((letter, index) => html`<span class="fx-letter" key=${index} style=${{ '--i': String(index) }}>${letter === ' ' ? '\u00a0' : letter}</span>`)}</span>
	</span>`;
}

/** Cuts a text where anything about it changes. @param {string} text @param {readonly Format[]} formatting @param {readonly Mention[]} mentions */
export function runsOf(text, formatting, mentions) {
	const links = [...text.matchAll(address)].map((match) => ({ start: match.index, end: match.index + match[0].length, url: match[0] }));
	const ranges = [...formatting, ...mentions].map(({ start, length }) => ({ start, end: start + length }));
	const cuts = new Set([0, text.length]);
	for (const { start, end } of [...ranges, ...links]) {
		for (const cut of [start, end]) if (cut > 0 && cut < text.length) cuts.add(cut);
	}
	const sorted = [...cuts].sort((one, other) => one - other);
	return sorted.slice(0, -1).map((from, index) => {
		const to = sorted[index + 1];
		const covers = (/** @type {{ start: number, length: number }} */ range) => range.start <= from && to <= range.start + range.length;
		const formats = formatting.filter(covers);
		return {
			text: text.slice(from, to),
			types: [
				...new Set(formats.filter(({ type }) => ['bold', 'italic', 'underline', 'strikethrough'].includes(type)).map(({ type }) => type)),
			],
			effect: formats.find(({ type }) => type === 'effect')?.effectName,
			isMention: mentions.some(covers),
			link: links.find(({ start, end }) => start <= from && to <= end)?.url,
		};
	});
}
