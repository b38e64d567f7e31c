import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icons.js';
import { Sheet } from '../ui/sheet.js';
import { draw, sampleNames, samplePicture } from './samples.js';

/** The photo library: drawn pictures, and those of this computer. @param {{ onClose: () => void, onChosen: (files: File[]) => void }} props */
export function Photos({ onClose, onChosen }) {
	const [chosen, setChosen] = useState(/** @type {string[]} */ ([]));
	const add = async () => onChosen(await Promise.all(chosen.map(samplePicture)));
	const action = html`<button type="button" class="text-button strong" disabled=${chosen.length === 0} onClick=${() => void add()}>Add${chosen.length > 0 ? ` ${chosen.length}` : ''}</button>`;
	return html`<${Sheet} title="Photos" onClose=${onClose} action=${action}>
		<div class="photo-grid">
			<label class="photo-own"><${Icon} name="photo" size=${26} /><span>From this computer</span>
				<input type="file" accept="image/*,video/*" multiple onChange=${(/** @type {any} */ event) => onChosen([...event.target.files])} /></label>
			${sampleNames.map(
				(
					name,
				) => html`<button type="button" key=${name} aria-pressed=${chosen.includes(name)} aria-label=${name} onClick=${() => setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])}>
					<${Thumb} name=${name} />${chosen.includes(name) && html`<span class="photo-mark" aria-hidden="true">${chosen.indexOf(name) + 1}</span>`}
				</button>`,
			)}
		</div>
	</${Sheet}>`;
}

/** A drawn picture, small. @param {{ name: string }} props */
export function Thumb({ name }) {
	const ref = useRef(/** @type {HTMLCanvasElement | null} */ (null));
	useEffect(() => {
		if (ref.current !== null) draw(name, ref.current);
	}, [name]);
	return html`<canvas width="240" height="240" ref=${ref} aria-hidden="true"></canvas>`;
}
