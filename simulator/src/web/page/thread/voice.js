import { html } from 'htm/preact';
import { useRef, useState } from 'preact/hooks';
import { Pause, Play } from '../ui/icons.js';
import { durationOf } from '../ui/time.js';

const bars = 30;

/** The wave of a sound: made from its id, because a browser cannot read every format of Apple's. @param {string} id */
function waveOf(id) {
	let seed = 7;
	for (const sign of id) seed = (seed * 33 + (sign.codePointAt(0) ?? 0)) >>> 0;
	return Array.from({ length: bars }, (_, index) => {
		seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
		const swell = 0.45 + 0.55 * Math.abs(Math.sin((index / bars) * Math.PI * 2.3 + (seed % 7)));
		return Math.max(0.14, swell * (0.35 + ((seed >>> 8) % 100) / 154));
	});
}

/** A sound with its wave. @param {{ file: import('../types.js').File, isVoiceNote: boolean }} props */
export function Voice({ file, isVoiceNote }) {
	const sound = useRef(/** @type {HTMLAudioElement | null} */ (null));
	const [isPlaying, setPlaying] = useState(false);
	const [done, setDone] = useState(0);
	const [length, setLength] = useState(file.duration ?? Number.NaN);
	const [isBroken, setBroken] = useState(false);
	const toggle = () => {
		const audio = sound.current;
		if (audio === null) return;
		if (isPlaying) audio.pause();
		else audio.play().catch(() => setBroken(true));
	};
	const what = isVoiceNote ? 'audio message' : file.name;
	return html`<div class="voice" role="group" aria-label=${isVoiceNote ? 'Audio message' : `Audio ${file.name}`}>
		<button type="button" class="voice-button" onClick=${toggle} aria-label=${`${isPlaying ? 'Pause' : 'Play'} ${what}`}>${isPlaying ? html`<${Pause} />` : html`<${Play} />`}</button>
		<span class="wave" aria-hidden="true">${waveOf(file.id).map((height, index) => html`<i key=${index} data-done=${index / bars < done} style=${{ height: `${Math.round(height * 100)}%` }}></i>`)}</span>
		<span class="voice-time">${isBroken ? 'Cannot play' : Number.isFinite(length) ? durationOf(isPlaying ? length * (1 - done) : length) : ''}</span>
		<audio src=${file.url} preload="metadata" ref=${sound}
			onPlay=${() => setPlaying(true)} onPause=${() => setPlaying(false)}
			onEnded=${() => setDone(0)}
			onError=${() => setBroken(true)}
			onLoadedMetadata=${(/** @type {any} */ event) => Number.isFinite(event.target.duration) && setLength(event.target.duration)}
			onTimeUpdate=${(/** @type {any} */ event) => setDone(event.target.duration > 0 ? event.target.currentTime / event.target.duration : 0)}></audio>
	</div>`;
}
