import { html } from 'htm/preact';
import { Icon } from './icons.js';

const colours = ['#ff8a5b', '#f2637e', '#a974ff', '#5b8def', '#27b4c4', '#46b86b', '#d99a2b', '#8b8fa3'];

/** The same person has the same colour everywhere. @param {string} name */
function colourOf(name) {
	let sum = 0;
	for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) >>> 0;
	return colours[sum % colours.length];
}

/** Up to two letters; none for a number. @param {string} name */
function initialsOf(name) {
	const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
	return words.length === 0 ? '' : [words[0], words.length > 1 ? words[words.length - 1] : ''].map((word) => [...word][0] ?? '').join('');
}

/**
 * The round picture of a person, a line or a group. Its name is said beside it.
 * @param {{ name: string, size: number, url?: string, isLine?: boolean, others?: string[] }} props
 */
export function Avatar({ name, size, url, isLine = false, others }) {
	const style = { width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.42}px`, '--tint': isLine ? '#3478f6' : colourOf(name) };
	if (url !== undefined) return html`<img class="avatar" src=${url} alt="" style=${style} />`;
	if (others !== undefined && others.length > 0) {
		return html`<span class="avatar avatar-group" style=${{ width: style.width, height: style.height }} aria-hidden="true">
			<${Avatar} name=${others[0]} size=${size * 0.64} /><${Avatar} name=${others[1] ?? ''} size=${size * 0.5} isLine=${others[1] === undefined} />
		</span>`;
	}
	const initials = initialsOf(name);
	return html`<span class="avatar" style=${style} aria-hidden="true">
		${isLine ? html`<${Icon} name="sparkle" size=${size * 0.62} />` : initials === '' ? html`<${Icon} name="person" size=${size * 0.72} />` : initials}
	</span>`;
}

/**
 * The picture of a conversation.
 * @param {{ space: { name: string, isGroup: boolean, iconUrl?: string, members: readonly { name: string, isOwn: boolean }[] }, size: number }} props
 */
export function SpaceAvatar({ space, size }) {
	if (!space.isGroup) return html`<${Avatar} name=${space.name} size=${size} isLine />`;
	const others = space.members.filter(({ isOwn }) => !isOwn).map(({ name }) => name);
	return html`<${Avatar} name=${space.name} size=${size} url=${space.iconUrl} others=${others} />`;
}
