import { useRef } from 'preact/hooks';

/** How long a finger rests until it is a long press, in milliseconds. */
const restFor = 420;

/**
 * Handlers for a long press, which a right click and the menu key stand for as well.
 * @param {(element: HTMLElement) => void} onLong
 */
export function useLongPress(onLong) {
	const press = useRef({ timer: /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined), x: 0, y: 0, wasLong: false }).current;
	const stop = () => clearTimeout(press.timer);
	return {
		onPointerDown: (/** @type {PointerEvent} */ event) => {
			press.wasLong = false;
			if (event.button !== 0) return;
			press.x = event.clientX;
			press.y = event.clientY;
			const element = /** @type {HTMLElement} */ (event.currentTarget);
			stop();
			press.timer = setTimeout(() => {
				press.wasLong = true;
				onLong(element);
			}, restFor);
		},
		onPointerMove: (/** @type {PointerEvent} */ event) => {
			if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > 8) stop();
		},
		onPointerUp: stop,
		onPointerLeave: stop,
		onPointerCancel: stop,
		onContextMenu: (/** @type {MouseEvent} */ event) => {
			event.preventDefault();
			stop();
			// A long press of a finger ends in a context menu of the browser too.
			if (!press.wasLong) onLong(/** @type {HTMLElement} */ (event.currentTarget));
		},
		onClickCapture: (/** @type {MouseEvent} */ event) => {
			// The click that ends a long press opens nothing else.
			if (!press.wasLong) return;
			press.wasLong = false;
			event.preventDefault();
			event.stopPropagation();
		},
	};
}

/**
 * Arrow keys move within a list of buttons.
 * @param {KeyboardEvent} event
 * @param {string} [selector]
 */
export function moveFocus(event, selector = 'button') {
	const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
	const step = /** @type {Record<string, number>} */ (steps)[event.key];
	if (step === undefined && event.key !== 'Home' && event.key !== 'End') return;
	const all = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll(selector)]);
	const from = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
	const to = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : (from + step + all.length) % all.length;
	event.preventDefault();
	all[to]?.focus();
}
