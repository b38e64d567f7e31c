import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { connect } from './connection.js';
import { Panel } from './panel/panel.js';

/** The phones side by side, and the control panel beside them. */
export function App() {
	useEffect(() => connect(new URLSearchParams()), []);
	return html`
		<main class="stage" aria-label="Phones"></main>
		<aside class="panel" aria-label="Control panel"><${Panel} /></aside>
	`;
}
