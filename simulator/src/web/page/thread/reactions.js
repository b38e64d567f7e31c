import { html } from 'htm/preact';

/** @typedef {import('../types.js').Message['reactions'][number]} Reaction */

/**
 * Tapbacks that stand on a bubble.
 * @param {{ reactions: readonly Reaction[] }} props
 */
export function Reactions({ reactions }) {
	if (reactions.length === 0) return null;
	const words = reactions.map(({ name, emoji }) => `${name} ${emoji}`).join(', ');
	const shown = [...new Map(reactions.map((reaction) => [reaction.emoji, reaction])).values()].slice(-3);
	const isOwn = reactions.some((reaction) => reaction.isOwn);
	return html`<span class="reactions" role="img" aria-label=${`Tapbacks: ${words}`} title=${words} data-own=${isOwn}>
		${shown.map(({ emoji, kind }) => html`<span class="reaction" key=${emoji} data-kind=${kind}>${emoji}</span>`)}
		${reactions.length > shown.length && html`<span class="reaction reaction-count">${reactions.length}</span>`}
	</span>`;
}

/**
 * Stickers that people have put on a bubble.
 * @param {{ stickers: import('../types.js').Message['stickers'] }} props
 */
export function Stickers({ stickers }) {
	return stickers.map(({ id, url, name, placement }) => {
		const { x, y, scale = 1, rotation = 0 } = placement;
		const style = {
			left: `${clamp(x) * 100}%`,
			top: `${clamp(y) * 100}%`,
			transform: `translate(-50%, -50%) rotate(${rotation}deg) scale(${Math.min(4, Math.max(0.2, scale))})`,
		};
		return html`<img class="placed-sticker" key=${id} src=${url} alt=${`Sticker ${name}`} style=${style} draggable=${false} />`;
	});
}

/** @param {number} place */
function clamp(place) {
	return Math.min(1, Math.max(0, place));
}
