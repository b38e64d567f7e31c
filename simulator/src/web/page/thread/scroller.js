import { html } from 'htm/preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Timeline, Typing } from './timeline.js';
import { useFoundMessage } from './useFoundMessage.js';

/** So near the end, what comes scrolls into view. In pixels. */
const nearEnd = 120;

/**
 * The part that scrolls. Arrow keys go from bubble to bubble.
 * @param {{
 *   items: import('../types.js').Item[], found?: string, thread: import('../state/phones.js').Thread, space?: import('../types.js').Space, name: string, playing?: string,
 *   canAct: boolean, actions: import('./message.js').Actions, service: string, typing: string[], onOlder: () => void,
 * }} props
 */
export function Scroller({ items, found, thread, space, name, playing, canAct, actions, service, typing, onOlder }) {
	const ref = useRef(/** @type {HTMLDivElement | null} */ (null));
	const list = useRef(/** @type {HTMLOListElement | null} */ (null));
	const isAtEnd = useRef(true);
	const lastTop = useRef(0);
	const before = useRef({ height: 0, first: '' });

	useEffect(() => {
		const observer = new ResizeObserver(() => {
			const box = ref.current;
			if (box !== null && isAtEnd.current) box.scrollTop = box.scrollHeight;
		});
		for (const element of [ref.current, list.current]) if (element !== null) observer.observe(element);
		return () => observer.disconnect();
	}, []);
	const last = items[items.length - 1];
	useLayoutEffect(() => {
		const box = ref.current;
		if (box === null) return;
		const first = items[0]?.id ?? '';
		if (isAtEnd.current || (last?.kind === 'message' && last.isOwn && before.current.first === first)) box.scrollTop = box.scrollHeight;
		// What is put before the first item must not move what the person reads.
		else if (first !== before.current.first) box.scrollTop += box.scrollHeight - before.current.height;
		before.current = { height: box.scrollHeight, first };
	}, [items.length, items[0]?.id, last?.id, typing.length]);
	useFoundMessage({ box: ref, id: found, thread, onOlder, onShown: () => (isAtEnd.current = false) });

	const onScroll = () => {
		const box = ref.current;
		if (box === null) return;
		// A picture that has just loaded makes a distance too, but only a person scrolls up.
		if (box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd) isAtEnd.current = true;
		else if (box.scrollTop < lastTop.current) isAtEnd.current = false;
		lastTop.current = box.scrollTop;
		if (box.scrollTop < nearEnd && thread.isLoaded && !thread.isAll && thread.loading === undefined) onOlder();
	};
	const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
		const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
		const target = /** @type {HTMLElement} */ (event.target);
		if (step === 0 || /^(INPUT|AUDIO|VIDEO)$/.test(target.tagName)) return;
		const bubbles = /** @type {HTMLElement[]} */ ([...(ref.current?.querySelectorAll('.bubble') ?? [])]);
		const at = bubbles.findIndex((bubble) => bubble.contains(target));
		const next = at < 0 ? bubbles.length - 1 : Math.min(bubbles.length - 1, Math.max(0, at + step));
		event.preventDefault();
		bubbles[next]?.focus();
	};
	return html`<div class="scroller" ref=${ref} onScroll=${onScroll} onKeyDown=${onKeyDown} tabindex="0" role="group" aria-label=${`Messages with ${name}. Arrow keys go from message to message, Enter opens tapbacks and more`}>
		<ol class="timeline" ref=${list}>
			<${Timeline} items=${items} space=${space} playing=${playing} canAct=${canAct} actions=${actions} service=${service} />
		</ol>
		<${Typing} names=${typing} />
	</div>`;
}
