import { html } from 'htm/preact';
import { emoji, stickerSigns } from '../ui/emoji.js';
import { Icon } from '../ui/icons.js';
import { Sheet } from '../ui/sheet.js';
import { uploadAll } from './files.js';
import { stickerOf } from './samples.js';

/**
 * Chooses a sticker; it is uploaded at once.
 * @param {{ title: string, onClose: () => void, onChosen: (file: string) => void, onProblem: (words: string) => void }} props
 */
export function StickerDrawer({ title, onClose, onChosen, onProblem }) {
	/** @param {File} file */
	const choose = async (file) => {
		try {
			const [id] = await uploadAll([file]);
			onChosen(id);
			onClose();
		} catch (error) {
			onProblem(/** @type {Error} */ (error).message);
		}
	};
	return html`<${Sheet} title=${title} onClose=${onClose} size="half">
		<div class="sticker-grid" role="group" aria-label="Stickers">
			${stickerSigns.map((sign) => {
				const words = emoji.find((one) => one.sign === sign)?.words ?? sign;
				return html`<button type="button" key=${sign} aria-label=${`Sticker ${words}`} title=${words} onClick=${async () => choose(await stickerOf(sign))}>${sign}</button>`;
			})}
			<label class="sticker-own"><span class="hidden">A picture from this computer</span><${Icon} name="photo" size=${24} /><input type="file" accept="image/png,image/jpeg,image/gif,image/webp" onChange=${(/** @type {any} */ event) => event.target.files[0] && choose(event.target.files[0])} /></label>
		</div>
	</${Sheet}>`;
}
