import { html } from 'htm/preact';
import { useRemembered } from '../state/hooks.js';
import { timeOf } from './format.js';

/** @typedef {{ id: string, kind: string, at: number, title: string, about: string, line?: string, state: string, outcome: string }} Entry */

/** @type {{ name: string, title: string, fits: (entry: Entry) => boolean }[]} */
const filters = [
	{ name: 'all', title: 'Everything', fits: () => true },
	{ name: 'call', title: 'Calls', fits: ({ kind }) => kind === 'call' },
	{ name: 'delivery', title: 'Deliveries', fits: ({ kind }) => kind === 'delivery' },
	{ name: 'request', title: 'Control plane', fits: ({ kind }) => kind === 'request' },
	{ name: 'bad', title: 'What failed', fits: ({ state }) => state === 'bad' },
];

/** @type {Record<string, string>} */
const kinds = { call: 'Call', delivery: 'Webhook', request: 'Control plane' };
/** @type {Record<string, string>} */
const marks = { good: '✓', bad: '✕', neutral: '–', open: '…' };

/** What happened last between the simulator and its clients. @param {{ entries: Entry[] }} props */
export function Journal({ entries }) {
	const [chosen, choose] = useRemembered('panel.journal', 'all');
	const filter = filters.find(({ name }) => name === chosen) ?? filters[0];
	const shown = entries.filter(filter.fits);
	return html`<section class="p-journal" aria-labelledby="p-journal-title">
		<header class="p-head">
			<h3 id="p-journal-title">Journal</h3>
			<label class="p-inline"><span class="hidden">Show</span><select value=${filter.name} onChange=${(/** @type {any} */ event) => choose(event.target.value)}>
				${filters.map(({ name, title }) => html`<option key=${name} value=${name}>${title}</option>`)}
			</select></label>
		</header>
		${
			shown.length === 0
				? html`<p class="p-empty">${entries.length === 0 ? 'No calls or deliveries yet.' : 'Nothing of this kind yet.'}</p>`
				: html`<ol class="p-entries" tabindex="0" aria-label="Entries, newest first">${shown.map((entry) => html`<${Row} key=${entry.id} ...${entry} />`)}</ol>`
		}
	</section>`;
}

/** @param {Entry} entry */
function Row({ kind, at, title, about, line, state, outcome }) {
	return html`<li class=${`p-entry is-${state}`}>
		<b><span class="hidden">${kinds[kind]}: </span>${title}</b>
		<span class="p-end"><span aria-hidden="true">${marks[state]}</span> ${outcome}</span>
		<div class="p-what"><time datetime=${new Date(at).toISOString()}>${timeOf(at)}</time> ${about}${line !== undefined && line !== 'shared' && ` on ${line}`}</div>
	</li>`;
}
