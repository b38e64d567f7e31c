import { html } from 'htm/preact';

/** The control panel. */
export function Panel() {
	return html`<div class="panel-empty"></div>`;
}
