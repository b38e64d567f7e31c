import { html } from 'htm/preact';

/** Outlines on a grid of 24, in the colour of the text. */
const paths = {
	back: 'M15 4.5 7.5 12l7.5 7.5',
	forward: 'm9.5 5 6.5 7-6.5 7',
	compose:
		'M12.5 4.5H6.7A2.2 2.2 0 0 0 4.5 6.7v10.6a2.2 2.2 0 0 0 2.2 2.2h10.6a2.2 2.2 0 0 0 2.2-2.2v-5.8M19.8 4.2a1.7 1.7 0 0 0-2.4 0l-7.4 7.4-.9 3.3 3.3-.9 7.4-7.4a1.7 1.7 0 0 0 0-2.4z',
	plus: 'M12 5v14M5 12h14',
	close: 'm6.5 6.5 11 11m0-11-11 11',
	search: 'M10.8 17.1a6.3 6.3 0 1 0 0-12.6 6.3 6.3 0 0 0 0 12.6zM15.5 15.5l4.5 4.5',
	send: 'M12 18.5v-13M6.5 11 12 5.5l5.5 5.5',
	mic: 'M12 15a3 3 0 0 0 3-3V6.5a3 3 0 0 0-6 0V12a3 3 0 0 0 3 3zm6-3.5a6 6 0 0 1-12 0M12 17.5V21',
	photo:
		'M5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5v-11A1.5 1.5 0 0 1 5.5 5zM4 16l4.5-4.5 4 4 2.5-2.5 5 4.5M15.5 9.2h.01',
	file: 'M7 3.5h7l4.5 4.5v11a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 0 0 1 7 3.5zM14 3.5V8h4.5',
	poll: 'M5 8h9M5 12h14M5 16h6',
	contact: 'M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
	sticker: 'M19.5 12.5A7.5 7.5 0 1 0 12 20l7.5-7.5zM12 20c0-4.5 3-7.5 7.5-7.5M9 10h.01M14 10h.01M9 13.5c.8.9 1.6 1.3 2.6 1.3',
	place: 'M12 21c4.5-4.8 6.8-8.3 6.8-11.2a6.8 6.8 0 1 0-13.6 0C5.2 12.7 7.5 16.2 12 21zM12 12.3a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z',
	live: 'M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14z',
	reply: 'M9.5 6 4.5 11l5 5M5 11h8.5a5.5 5.5 0 0 1 5.5 5.5V18',
	edit: 'M16.5 5.3 5.8 16l-1 4 4-1L19.5 8.3a2.1 2.1 0 0 0-3-3z',
	undo: 'M8 5 4.5 8.5 8 12M5 8.5h8.5a5.5 5.5 0 0 1 0 11H9',
	copy: 'M9 8.5h9.5V20H9zM15 8.5V4.5H5.5V16H9',
	smile: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9 10h.01M15 10h.01M8.5 13.8c1.8 2.6 5.2 2.6 7 0',
	person: 'M15.5 7.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5',
	people:
		'M9 11.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM2.8 19c.5-3.3 3-5 6.2-5s5.7 1.7 6.2 5M16 5.2a3 3 0 0 1 0 5.9M17.5 14.3c2.2.6 3.5 2.3 3.8 4.7',
	sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4',
	moon: 'M19.5 14.3A8 8 0 0 1 9.7 4.5a8 8 0 1 0 9.8 9.8z',
	auto: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 4v16',
	panel: 'M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5zM14.5 5v14',
	download: 'M12 4.5V15m-4.5-4.5L12 15l4.5-4.5M5 19h14',
	replay: 'M5 12a7 7 0 1 0 2.2-5.1M5 4.5v3.7h3.7',
	leave: 'M10 4.5H6A1.5 1.5 0 0 0 4.5 6v12A1.5 1.5 0 0 0 6 19.5h4M15 8l4 4-4 4m4-4H9.5',
	check: 'm5.5 12.5 4.5 4.5 8.5-9.5',
	link: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM4.5 12h15M12 4c2.2 2.3 3.3 5 3.3 8s-1.1 5.7-3.3 8c-2.2-2.3-3.3-5-3.3-8S9.8 6.3 12 4z',
	more: 'M6 12h.01M12 12h.01M18 12h.01',
	sparkle: 'M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8z',
	stop: 'M7.5 7.5h9v9h-9z',
	trash: 'M5.5 7h13M10 7V4.5h4V7m-7 0 .8 12.5h8.4L17 7',
	bell: 'M6.5 16.5v-5a5.5 5.5 0 0 1 11 0v5l1.5 1.5H5zM10.5 20.5h3',
};

/**
 * A drawing without a meaning of its own: what it stands for is said beside it.
 * @param {{ name: keyof typeof paths, size?: number, weight?: number }} props
 */
export function Icon({ name, size = 24, weight = 1.8 }) {
	return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true" fill="none"
		stroke="currentColor" stroke-width=${weight} stroke-linecap="round" stroke-linejoin="round"><path d=${paths[name]} /></svg>`;
}

/** @param {{ size?: number }} props */
export function Play({ size = 20 }) {
	return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M7 4.8v14.4c0 .8.9 1.3 1.6.8l11-7.2a1 1 0 0 0 0-1.6l-11-7.2c-.7-.5-1.6 0-1.6.8z" /></svg>`;
}

/** @param {{ size?: number }} props */
export function Pause({ size = 20 }) {
	return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M7 5h3.5v14H7zm6.5 0H17v14h-3.5z" /></svg>`;
}
