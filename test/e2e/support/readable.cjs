// These functions run in the browser: a test hands them over as they are, so they use nothing from outside themselves.

/** Controls without a name that a screen reader could say, as HTML. */
function nameless(root) {
	const labelOf = (control) => {
		const ids = control.getAttribute('aria-labelledby')?.split(' ') ?? [];
		const labels = 'labels' in control ? [...(control.labels ?? [])] : [];
		const named = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
		const own = control.matches('button, summary') ? (control.textContent ?? '') : '';
		return [control.getAttribute('aria-label') ?? '', named, ...labels.map(({ textContent }) => textContent ?? ''), own].join('').trim();
	};
	const controls = [...root.querySelectorAll('button, input, select, textarea, summary, [role=meter], [role=progressbar]')];
	return controls.filter((control) => labelOf(control) === '').map((control) => control.outerHTML);
}

/** The text that stands out least from what is behind it: 4.5 is what the guidelines for the web ask of small text. */
function leastContrast(root) {
	const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	canvas.canvas.width = 1;
	canvas.canvas.height = 1;
	/** Paints colours over one another, from the page's ground up, as the browser does. */
	const paint = (layers) => {
		canvas.clearRect(0, 0, 1, 1);
		for (const layer of layers) {
			canvas.fillStyle = layer;
			canvas.fillRect(0, 0, 1, 1);
		}
		return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
	};
	const luminance = (colour) => {
		const [red = 0, green = 0, blue = 0] = colour.map((value) => {
			const part = value / 255;
			return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	let least = { ratio: Number.POSITIVE_INFINITY, text: '' };
	const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		const text = node.textContent?.trim() ?? '';
		const element = node.parentElement;
		// What is switched off may be pale, and what is hidden has no colour.
		if (text === '' || element.closest(':disabled, .hidden, option') !== null || element.getClientRects().length === 0) continue;
		const grounds = [];
		for (let behind = element; behind !== null; behind = behind.parentElement) {
			grounds.unshift(getComputedStyle(behind).backgroundColor);
		}
		const ground = luminance(paint(grounds));
		const ink = luminance(paint([...grounds, getComputedStyle(element).color]));
		const ratio = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
		if (ratio < least.ratio) least = { ratio, text };
	}
	return least;
}

module.exports = { nameless, leastContrast };
