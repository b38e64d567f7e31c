import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { emoji } from './emoji.js';
import { moveFocus } from './press.js';

/** @param {{ onPick: (sign: string) => void }} props */
export function EmojiPicker({ onPick }) {
	const [search, setSearch] = useState('');
	const wanted = search.trim().toLowerCase();
	const found = emoji.filter(({ sign, words }) => words.includes(wanted) || sign === wanted);
	return html`<div class="emoji-picker">
		<input type="search" placeholder="Search emoji" aria-label="Search emoji" value=${search} ref=${(/** @type {HTMLElement | null} */ input) => input !== null && document.activeElement !== input && search === '' && input.focus()}
			onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} />
		<div class="emoji-grid" role="group" aria-label="Emoji" onKeyDown=${moveFocus}>
			${found.map(({ sign, words }) => html`<button type="button" key=${sign} aria-label=${words} title=${words} onClick=${() => onPick(sign)}>${sign}</button>`)}
			${found.length === 0 && html`<p>No emoji found</p>`}
		</div>
	</div>`;
}
