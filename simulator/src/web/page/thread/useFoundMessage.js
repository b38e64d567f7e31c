import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Brings the message that a search has found into the middle, however far back it is, and puts the focus on it. Once: then
 * the person scrolls.
 * @param {{
 *   box: { current: HTMLElement | null }, id?: string, thread: import('../state/phones.js').Thread, onOlder: () => void, onShown: () => void,
 * }} options
 */
export function useFoundMessage({ box, id, thread, onOlder, onShown }) {
	const isDone = useRef(id === undefined);
	// What is loaded shows a moment before the loading is over, and until then no older part can be asked for.
	const isStill = thread.isLoaded && thread.loading === undefined;
	useLayoutEffect(() => {
		const scroller = box.current;
		if (isDone.current || id === undefined || scroller === null || !isStill) return;
		const message = scroller.querySelector(`[data-message="${CSS.escape(id)}"]`);
		if (message === null) {
			if (!thread.isAll) onOlder();
			return;
		}
		isDone.current = true;
		const bubble = /** @type {HTMLElement} */ (message.querySelector('.bubble') ?? message);
		const [shown, frame] = [bubble.getBoundingClientRect(), scroller.getBoundingClientRect()];
		scroller.scrollTop += shown.top + shown.height / 2 - frame.top - frame.height / 2;
		onShown();
		bubble.focus({ preventScroll: true });
		if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
		bubble.animate([{ scale: '1' }, { scale: '1.08' }, { scale: '1' }], { duration: 500, easing: 'ease-in-out' });
	}, [thread.items.length, isStill]);
}
