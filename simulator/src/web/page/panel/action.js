import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../connection.js';

/**
 * Something that a control does. What came of it shows beside the control: see `Outcome`.
 * `run` answers with what the simulator says, or undefined when it refuses.
 * @returns {{ isBusy: boolean, message?: string, error?: string, run: (path: string, body?: unknown) => Promise<any>, clear: () => void }}
 */
export function useAction() {
	const [state, setState] = useState(/** @type {{ isBusy: boolean, message?: string, error?: string }} */ ({ isBusy: false }));
	return {
		...state,
		clear: () => setState({ isBusy: false }),
		run: async (path, body = {}) => {
			setState({ isBusy: true });
			try {
				const said = await post(`/panel/${path}`, body);
				setState({ isBusy: false, message: said.message });
				return said;
			} catch (error) {
				setState({ isBusy: false, error: /** @type {Error} */ (error).message });
				return undefined;
			}
		},
	};
}

/** The control that had the focus has gone with its row: the keyboard goes on in the same tab. */
export function focusView() {
	document.getElementById('p-view')?.focus({ preventScroll: true });
}

/**
 * What came of an action, said aloud by screen readers.
 * @param {{ of: { message?: string, error?: string } }} props
 */
export function Outcome({ of }) {
	const ref = useRef(/** @type {HTMLElement | null} */ (null));
	// It may come below what the panel shows of itself.
	useEffect(() => {
		if (of.error !== undefined || (of.message ?? '') !== '') ref.current?.scrollIntoView({ block: 'nearest' });
	}, [of.error, of.message]);
	return html`<div class="p-outcome" role="status" ref=${ref}>
		${of.error !== undefined && html`<p class="is-bad"><span class="p-mark" aria-hidden="true">!</span><span>${of.error}</span></p>`}
		${of.message !== undefined && of.message !== '' && html`<p class="is-good">${of.message}</p>`}
	</div>`;
}
