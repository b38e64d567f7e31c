import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { effectNames, summaryOf } from '../thread/words.js';
import { scenes } from './scenes.js';

/** How long a person who wants no motion sees the name alone, in milliseconds. */
const nameLasts = 2000;

/**
 * A screen effect over the conversation, with its name.
 * @param {{ message: import('../types.js').Message, onEnd: () => void }} props
 */
export function ScreenEffect({ message, onEnd }) {
	const ref = useRef(/** @type {HTMLCanvasElement | null} */ (null));
	const effect = message.effect ?? '';
	const name = effectNames[effect] ?? effect;
	useEffect(() => {
		const canvas = ref.current;
		const make = scenes[effect];
		const pen = canvas?.getContext('2d');
		if (!canvas || !pen || make === undefined || matchMedia('(prefers-reduced-motion: reduce)').matches) {
			const timer = setTimeout(onEnd, nameLasts);
			return () => clearTimeout(timer);
		}
		const scale = Math.min(2, devicePixelRatio);
		const { width, height } = canvas.getBoundingClientRect();
		canvas.width = width * scale;
		canvas.height = height * scale;
		pen.scale(scale, scale);
		const scene = make({ width, height, bubble: bubbleOf(canvas, message.id), text: summaryOf(message) });
		const began = performance.now();
		let frame = 0;
		let last = began;
		const step = (/** @type {number} */ now) => {
			// The first frame may be stamped before the effect was asked for.
			const passed = Math.max(0, now - began) / 1000;
			if (passed >= scene.seconds) {
				onEnd();
				return;
			}
			pen.clearRect(0, 0, width, height);
			scene.draw(pen, passed, Math.min(0.05, (now - last) / 1000));
			last = now;
			frame = requestAnimationFrame(step);
		};
		frame = requestAnimationFrame(step);
		return () => cancelAnimationFrame(frame);
	}, []);
	return html`<div class="screen-effect" data-effect=${effect}><canvas ref=${ref} aria-hidden="true"></canvas><p role="status">${name}</p></div>`;
}

/** Where the message's bubble is on the canvas. @param {HTMLCanvasElement} canvas @param {string} id */
function bubbleOf(canvas, id) {
	const box = canvas.getBoundingClientRect();
	const bubble = [...(canvas.closest('.conversation')?.querySelectorAll('[data-message]') ?? [])]
		.find((element) => /** @type {HTMLElement} */ (element).dataset.message === id)
		?.querySelector('.bubble');
	const found = bubble?.getBoundingClientRect();
	if (found === undefined) return { x: box.width / 2, y: box.height * 0.7, width: 160, height: 40 };
	return {
		x: found.left - box.left + found.width / 2,
		y: found.top - box.top + found.height / 2,
		width: found.width,
		height: found.height,
	};
}
