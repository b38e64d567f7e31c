import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Avatar } from '../ui/avatar.js';
import { Icon } from '../ui/icons.js';
import { sizeOf } from '../ui/time.js';
import { Voice } from './voice.js';

/** @typedef {import('../types.js').File} File */

/** A file as a bubble shows it. @param {{ file: File, isVoiceNote: boolean, onView?: () => void, onContact?: (file: File) => void }} props */
export function FileBubble({ file, isVoiceNote, onView, onContact }) {
	const [isBroken, setBroken] = useState(false);
	if (file.url === undefined) return html`<${Saved} file=${file} note="Not here yet" />`;
	if (file.kind === 'image' && file.filmUrl !== undefined && !isBroken)
		return html`<${LivePhoto} file=${file} onView=${onView} onBroken=${() => setBroken(true)} />`;
	if (file.kind === 'image' && !isBroken) return html`<${Picture} file=${file} onView=${onView} onBroken=${() => setBroken(true)} />`;
	if (file.kind === 'video' && !isBroken) {
		return html`<video class="media" src=${file.url} controls preload="metadata" playsinline aria-label=${`Video ${file.name}`} onError=${() => setBroken(true)}></video>`;
	}
	if (file.kind === 'audio') return html`<${Voice} file=${file} isVoiceNote=${isVoiceNote} />`;
	if (file.kind === 'contact' && file.contact !== undefined) {
		const { name, organization } = file.contact;
		return html`<button type="button" class="contact-bubble" onClick=${() => onContact?.(file)} aria-label=${`Contact ${name}`}>
			<${Avatar} name=${name} size=${40} /><span><strong>${name}</strong>${organization && html`<small>${organization}</small>`}</span><${Icon} name="forward" size=${14} weight=${2.4} />
		</button>`;
	}
	return html`<${Saved} file=${file} />`;
}

/** @param {{ file: File, onView?: () => void, onBroken: () => void }} props */
function Picture({ file, onView, onBroken }) {
	return html`<button type="button" class="media-button" onClick=${onView} aria-label=${`Photo ${file.name}`}>
		<img class="media" src=${file.url} alt="" draggable=${false} onError=${onBroken} />
	</button>`;
}

/** A picture that moves while the pointer rests on it or the focus is there. @param {{ file: File, onView?: () => void, onBroken: () => void }} props */
function LivePhoto({ file, onView, onBroken }) {
	const [isPlaying, setPlaying] = useState(false);
	return html`<button type="button" class="media-button" aria-label=${`Live Photo ${file.name}`} onClick=${onView}
		onPointerEnter=${() => setPlaying(true)} onPointerLeave=${() => setPlaying(false)} onFocus=${() => setPlaying(true)} onBlur=${() => setPlaying(false)}>
		<img class="media" src=${file.url} alt="" draggable=${false} onError=${onBroken} />
		${isPlaying && html`<video class="live-film" src=${file.filmUrl} autoplay muted playsinline loop></video>`}
		<span class="live-badge"><${Icon} name="live" size=${13} /> LIVE</span>
	</button>`;
}

/** A file that is saved, never opened here. @param {{ file: File, note?: string }} props */
function Saved({ file, note }) {
	const kind = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1] ?? 'file';
	const content = html`<span class="file-icon" aria-hidden="true">${kind.toUpperCase()}</span>
		<span class="file-words"><strong>${file.name}</strong><small>${note ?? sizeOf(file.size)}</small></span>
		${note === undefined && html`<${Icon} name="download" size=${18} />`}`;
	if (file.url === undefined) return html`<span class="file-bubble">${content}</span>`;
	return html`<a class="file-bubble" href=${`${file.url}?save`} download=${file.name} aria-label=${`Save ${file.name}, ${sizeOf(file.size)}`}>${content}</a>`;
}

/** Several pictures of one message, stacked as Messages stacks them. @param {{ files: File[], onView: (index: number) => void }} props */
export function Album({ files, onView }) {
	const shown = files.slice(0, 4);
	return html`<div class=${`album album-${shown.length}`} role="group" aria-label=${`${files.length} photos`}>
		${shown.map(
			(
				file,
				index,
			) => html`<button type="button" key=${file.id} class="album-cell" onClick=${() => onView(index)} aria-label=${`Photo ${index + 1} of ${files.length}: ${file.name}`}>
				${file.kind === 'video' ? html`<video src=${file.url} muted preload="metadata"></video>` : html`<img src=${file.url} alt="" draggable=${false} />`}
				${index === 3 && files.length > 4 && html`<span class="album-more">+${files.length - 4}</span>`}
			</button>`,
		)}
	</div>`;
}
