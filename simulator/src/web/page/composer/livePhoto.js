import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Sheet } from '../ui/sheet.js';
import { uploadAll } from './files.js';
import { Thumb } from './photos.js';
import { sampleFilm, sampleNames, samplePicture } from './samples.js';

/**
 * A picture and its short film.
 * @param {{ onClose: () => void, onSend: (body: object) => void, onProblem: (words: string) => void }} props
 */
export function LivePhotoForm({ onClose, onSend, onProblem }) {
	const [picture, setPicture] = useState(/** @type {File | undefined} */ (undefined));
	const [film, setFilm] = useState(/** @type {File | undefined} */ (undefined));
	const [isBusy, setBusy] = useState(false);
	/** @param {Blob} image @param {Blob} moving */
	const send = async (image, moving) => {
		setBusy(true);
		try {
			const [file, second] = await uploadAll([image, moving]);
			onSend({ files: [file], film: second });
		} catch (error) {
			onProblem(/** @type {Error} */ (error).message);
			setBusy(false);
		}
	};
	/** @param {string} name */
	const sample = async (name) => {
		setBusy(true);
		await send(await samplePicture(name), await sampleFilm(name));
	};
	const action = html`<button type="button" class="text-button strong" disabled=${isBusy || !picture || !film} onClick=${() => picture && film && void send(picture, film)}>Send</button>`;
	return html`<${Sheet} title="Live Photo" onClose=${onClose} action=${action}>
		<div class="photo-grid" aria-busy=${isBusy}>
			${sampleNames.slice(0, 3).map((name) => html`<button type="button" key=${name} disabled=${isBusy} aria-label=${`Live Photo ${name}`} onClick=${() => void sample(name)}><${Thumb} name=${name} /></button>`)}
		</div>
		<div class="form"><fieldset><legend>Or from this computer</legend>
			<label class="field">Picture <input type="file" accept="image/jpeg,image/png,image/heic" onChange=${(/** @type {any} */ event) => setPicture(event.target.files[0])} /></label>
			<label class="field">Video <input type="file" accept="video/quicktime,video/mp4" onChange=${(/** @type {any} */ event) => setFilm(event.target.files[0])} /></label>
		</fieldset></div>
	</${Sheet}>`;
}
