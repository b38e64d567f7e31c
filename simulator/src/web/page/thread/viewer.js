import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Icon } from '../ui/icons.js';
import { useDialog } from '../ui/sheet.js';

/** The pictures and films of a message, one at a time. @param {{ message: import('../types.js').Message, part: number, onClose: () => void }} props */
export function Viewer({ message, part, onClose }) {
	const { ref, onKeyDown } = useDialog(onClose);
	const files = message.bubbles.flatMap(({ index, file }) => (file?.kind === 'image' || file?.kind === 'video' ? [{ index, file }] : []));
	const [at, setAt] = useState(
		Math.max(
			0,
			files.findIndex(({ index }) => index === part),
		),
	);
	const file = files[at]?.file;
	const step = (/** @type {number} */ by) => setAt(Math.min(files.length - 1, Math.max(0, at + by)));
	const keys = (/** @type {KeyboardEvent} */ event) => {
		if (event.key === 'ArrowLeft') step(-1);
		else if (event.key === 'ArrowRight') step(1);
		else onKeyDown(event);
	};
	return html`<div class="viewer" role="dialog" aria-modal="true" aria-label=${`${file?.name ?? 'Picture'}, ${at + 1} of ${files.length}`} ref=${ref} tabindex="-1" onKeyDown=${keys}>
		<header><button type="button" class="text-button strong" onClick=${onClose}>Done</button>
			<span>${files.length > 1 ? `${at + 1} of ${files.length}` : (file?.name ?? '')}</span>
			${file && html`<a class="round-button" href=${`${file.url}?save`} download=${file.name} aria-label=${`Save ${file.name}`}><${Icon} name="download" size=${20} /></a>`}
		</header>
		<div class="viewer-stage">
			${file?.kind === 'video' && html`<video src=${file.url} controls autoplay></video>`}
			${file?.kind === 'image' && (file.filmUrl === undefined ? html`<img src=${file.url} alt=${file.name} />` : html`<${Live} key=${file.id} file=${file} />`)}
		</div>
		${
			files.length > 1 &&
			html`<footer><button type="button" class="round-button" disabled=${at === 0} onClick=${() => step(-1)} aria-label="Previous"><${Icon} name="back" size=${20} /></button>
			<button type="button" class="round-button" disabled=${at === files.length - 1} onClick=${() => step(1)} aria-label="Next"><${Icon} name="forward" size=${20} /></button></footer>`
		}
	</div>`;
}

/** @param {{ file: import('../types.js').File }} props */
function Live({ file }) {
	const [isPlaying, setPlaying] = useState(true);
	return html`<button type="button" class="viewer-live" onClick=${() => setPlaying(true)} aria-label="Play the Live Photo">
		<img src=${file.url} alt=${file.name} />
		${isPlaying && html`<video src=${file.filmUrl} autoplay muted playsinline onEnded=${() => setPlaying(false)}></video>`}
		<span class="live-badge"><${Icon} name="live" size=${13} /> LIVE</span>
	</button>`;
}
