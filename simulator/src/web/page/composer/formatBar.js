import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { moveFocus } from '../ui/press.js';
import { clearEffects, wrapSelection } from './editor.js';

const styles = [
	{ command: 'bold', sign: 'B', name: 'Bold' },
	{ command: 'italic', sign: 'I', name: 'Italic' },
	{ command: 'underline', sign: 'U', name: 'Underline' },
	{ command: 'strikeThrough', sign: 'S', name: 'Strikethrough' },
];
const effects = ['big', 'small', 'shake', 'nod', 'explode', 'ripple', 'bloom', 'jitter'];

/** Formatting of what is selected in the field. @param {{ editor: { current: HTMLElement | null } }} props */
export function FormatBar({ editor }) {
	const [hasEffects, setEffects] = useState(false);
	/** The selection must outlive the click. @param {Event} event */
	const keep = (event) => event.preventDefault();
	/** @param {string} command */
	const style = (command) => {
		document.execCommand(command);
	};
	/** @param {string} effect */
	const animate = (effect) => {
		if (editor.current === null) return;
		wrapSelection(editor.current, { effect });
	};
	return html`<div class="format-bar" role="toolbar" aria-label="Text formatting" onPointerDown=${keep} onMouseDown=${keep} onKeyDown=${moveFocus}>
		${styles.map(({ command, sign, name }) => html`<button type="button" key=${command} class=${`format-${command}`} aria-label=${name} title=${name} onClick=${() => style(command)}>${sign}</button>`)}
		<button type="button" class="format-effects" aria-expanded=${hasEffects} onClick=${() => setEffects(!hasEffects)}>Text Effects</button>
		${
			hasEffects &&
			html`<div class="format-grid" role="group" aria-label="Text effects">
			${effects.map((effect) => html`<button type="button" key=${effect} onClick=${() => animate(effect)}><span class=${`fx fx-${effect}`} aria-hidden="true">${[...effect].map((letter, index) => html`<span class="fx-letter" key=${index} style=${{ '--i': String(index) }}>${letter}</span>`)}</span><span class="hidden">${effect}</span></button>`)}
			<button type="button" onClick=${() => editor.current && clearEffects(editor.current)}>None</button>
		</div>`
		}
	</div>`;
}
