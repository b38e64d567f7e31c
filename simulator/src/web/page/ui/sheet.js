import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';

const focusable =
	'button:not(:disabled), [href], input:not([type=hidden]):not(:disabled), textarea, select, [tabindex="0"], [contenteditable=true]';

/**
 * Keeps the focus inside while it is there, and gives it back afterwards. Escape closes.
 * @param {() => void} onClose
 */
export function useDialog(onClose) {
	const ref = useRef(/** @type {HTMLElement | null} */ (null));
	useEffect(() => {
		const before = /** @type {HTMLElement | null} */ (document.activeElement);
		const first = /** @type {HTMLElement | null | undefined} */ (
			ref.current?.querySelector('[data-first]') ?? ref.current?.querySelector(focusable)
		);
		(first ?? ref.current)?.focus({ preventScroll: true });
		return () => before?.isConnected && before.focus({ preventScroll: true });
	}, []);
	/** @param {KeyboardEvent} event */
	const onKeyDown = (event) => {
		if (event.key === 'Escape') {
			event.stopPropagation();
			onClose();
		}
		if (event.key !== 'Tab' || ref.current === null) return;
		const all = /** @type {HTMLElement[]} */ ([...ref.current.querySelectorAll(focusable)]).filter((one) => one.offsetParent !== null);
		const edge = event.shiftKey ? all[0] : all[all.length - 1];
		if (document.activeElement !== edge && all.length > 0) return;
		event.preventDefault();
		(event.shiftKey ? all[all.length - 1] : all[0])?.focus();
	};
	return { ref, onKeyDown };
}

/**
 * A card that comes up from the bottom of a phone.
 * @param {{ title: string, onClose: () => void, children?: any, action?: any, size?: 'full' | 'half' }} props
 */
export function Sheet({ title, onClose, children, action, size = 'full' }) {
	const { ref, onKeyDown } = useDialog(onClose);
	return html`<div class="sheet-backdrop" onClick=${(/** @type {MouseEvent} */ event) => event.target === event.currentTarget && onClose()}>
		<div class=${`sheet sheet-${size}`} role="dialog" aria-modal="true" aria-label=${title} ref=${ref} tabindex="-1" onKeyDown=${onKeyDown}>
			<header class="sheet-bar">
				<button type="button" class="text-button" onClick=${onClose}>Cancel</button>
				<h2>${title}</h2>
				<span class="sheet-action">${action}</span>
			</header>
			<div class="sheet-body">${children}</div>
		</div>
	</div>`;
}
