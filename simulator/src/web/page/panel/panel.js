import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { useChanges, useRemembered } from '../state/hooks.js';
import { moveFocus } from '../ui/press.js';
import { ClockBar } from './clock.js';
import { Faults } from './faults.js';
import { Journal } from './journal.js';
import { Lines } from './lines.js';
import { People } from './people.js';
import { PlayBox } from './play.js';
import { loadChoices, panelStore } from './store.js';
import { Webhooks } from './webhooks.js';

const tabs = [
	{ name: 'lines', title: 'Lines', view: Lines },
	{ name: 'people', title: 'People', view: People },
	{ name: 'webhooks', title: 'Webhooks', view: Webhooks },
	{ name: 'faults', title: 'Faults', view: Faults },
	{ name: 'play', title: 'Play', view: PlayBox },
];

/** The control panel: the world besides the phones, and a journal of what its clients did. */
export function Panel() {
	useChanges(panelStore);
	const [chosen, choose] = useRemembered('panel.tab', 'lines');
	useEffect(() => void loadChoices().catch(() => undefined), []);
	const { state } = panelStore;
	if (state === undefined) return html`<p class="p-empty" role="status">Waiting for the simulator…</p>`;
	const current = tabs.find(({ name }) => name === chosen) ?? tabs[0];
	const waiting = state.armed.length + state.lines.filter((/** @type {any} */ line) => line.downSeconds !== undefined).length;
	/** @type {Record<string, number>} */
	const counts = { people: state.peopleCount, webhooks: state.webhookCount, faults: waiting };
	return html`<div class="p">
		<h2 class="hidden">Control panel</h2>
		<${ClockBar} clock=${state.clock} />
		<div class="p-tabs" role="tablist" aria-label="Control panel" onKeyDown=${moveFocus}>
			${tabs.map(
				({
					name,
					title,
				}) => html`<button type="button" role="tab" key=${name} id=${`p-tab-${name}`} aria-controls="p-view" aria-selected=${name === current.name}
					tabindex=${name === current.name ? 0 : -1} onClick=${() => choose(name)} onFocus=${() => name !== current.name && choose(name)}>
					${title}${counts[name] > 0 && html` <span class=${`p-count ${name === 'faults' ? 'is-warm' : ''}`}>${counts[name]}</span>`}
				</button>`,
			)}
		</div>
		<div class="p-view" id="p-view" role="tabpanel" tabindex="0" aria-labelledby=${`p-tab-${current.name}`}><${current.view} state=${state} /></div>
		<${Journal} entries=${panelStore.journal} />
	</div>`;
}
