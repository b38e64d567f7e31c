import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Outcome, useAction } from './action.js';
import { durationOf, lineNameOf, numberOf } from './format.js';
import { panelStore } from './store.js';

/** The lines, and what their day has left. @param {{ state: any }} props */
export function Lines({ state }) {
	return html`
		${state.lines.map((/** @type {any} */ line) => html`<${Line} key=${line.line} line=${line} isShared=${state.plan === 'shared'} />`)}
		${state.plan === 'dedicated' && html`<${AddLine} />`}
		<${Limits} limits=${state.limits} />
	`;
}

function AddLine() {
	const action = useAction();
	const [phone, setPhone] = useState('');
	/** @param {Event} event */
	const add = async (event) => {
		event.preventDefault();
		if ((await action.run('lines', { phone })) !== undefined) setPhone('');
	};
	return html`<form class="p-card" aria-label="Add a line" onSubmit=${(/** @type {Event} */ event) => void add(event)}>
		<header class="p-head"><h3>Add a line</h3></header>
		<div class="p-row is-fields">
			<label class="p-field"><span>Number</span><input type="tel" required maxlength="40" placeholder="+15550000002" value=${phone} onInput=${(/** @type {any} */ event) => setPhone(event.target.value)} /></label>
			<button type="submit" class="p-button is-main" disabled=${action.isBusy}>Add</button>
		</div>
		<${Outcome} of=${action} />
	</form>`;
}

/** @param {{ line: any, isShared: boolean }} props */
function Line({ line, isShared }) {
	const action = useAction();
	const isDown = line.downSeconds !== undefined;
	const isAvailable = line.status === 'available';
	const name = lineNameOf(line.line);
	return html`<section class="p-card" aria-label=${name}>
		<header class="p-head">
			<h3>${name}</h3>
			<span class=${`p-badge ${isDown ? 'is-bad' : isAvailable ? 'is-good' : 'is-warm'}`}>${isDown ? 'down' : isAvailable ? 'up' : 'no new people'}</span>
		</header>
		<${Quota} title="Messages today" quota=${line.messages} />
		<${Quota} title="New conversations today" quota=${line.conversations} />
		<div class="p-foot">
			<span>${line.spaces} ${line.spaces === 1 ? 'chat' : 'chats'} · ${line.openStreams} ${line.openStreams === 1 ? 'stream' : 'streams'}</span>
			${
				!isShared &&
				html`<label class="p-check"><input type="checkbox" role="switch" checked=${isAvailable} disabled=${action.isBusy}
					onChange=${() => void action.run('line', { line: line.line, status: isAvailable ? 'unavailable' : 'available' })} /> takes new people</label>`
			}
		</div>
		<${Outcome} of=${action} />
	</section>`;
}

/** @param {{ title: string, quota: { used: number, limit: number | null, left: number | null, until?: number } }} props */
function Quota({ title, quota: { used, limit, left, until } }) {
	// One message of thousands can be seen too.
	const share = limit === null || used === 0 ? (limit === 0 ? 1 : 0) : Math.max(0.01, Math.min(1, used / limit));
	const words = limit === null ? `${numberOf(used)} used, no limit` : `${numberOf(left ?? 0)} of ${numberOf(limit)} left`;
	const state = left === 0 ? 'is-bad' : share > 0.8 ? 'is-warm' : '';
	return html`<div class="p-quota">
		<div class="p-quota-words"><span>${title}</span><span class=${state}>${words}</span></div>
		<div class="p-bar" role="meter" aria-label=${title} aria-valuemin="0" aria-valuemax=${limit ?? used} aria-valuenow=${used} aria-valuetext=${words}>
			<i class=${state} style=${{ width: `${share * 100}%` }}></i>
		</div>
		${until !== undefined && html`<p class="p-note">The window ends in ${durationOf((until - panelStore.now) / 1000)}</p>`}
	</div>`;
}

/** @param {{ limits: { messagesPerDay: number | null, newConversationsPerDay: number | null } }} props */
function Limits({ limits }) {
	const action = useAction();
	const [draft, setDraft] = useState(/** @type {Record<string, string>} */ ({}));
	/** @param {'messagesPerDay' | 'newConversationsPerDay'} name */
	const valueOf = (name) => draft[name] ?? (limits[name] === null ? '' : String(limits[name]));
	/** @param {Event} event */
	const save = async (event) => {
		event.preventDefault();
		/** @param {string} text */
		const read = (text) => (text.trim() === '' ? null : Number(text));
		const body = { messagesPerDay: read(valueOf('messagesPerDay')), newConversationsPerDay: read(valueOf('newConversationsPerDay')) };
		if ((await action.run('limits', body)) !== undefined) setDraft({});
	};
	/** @param {'messagesPerDay' | 'newConversationsPerDay'} name @param {string} title */
	const field = (name, title) => html`<label class="p-field"><span>${title}</span>
		<input type="number" min="0" max="1000000" step="1" inputmode="numeric" placeholder="no limit" value=${valueOf(name)}
			onInput=${(/** @type {any} */ event) => setDraft({ ...draft, [name]: event.target.value })} /></label>`;
	return html`<form class="p-card" aria-label="Daily limits" onSubmit=${(/** @type {Event} */ event) => void save(event)}>
		<header class="p-head"><h3>Daily limits</h3></header>
		<div class="p-row is-fields">
			${field('messagesPerDay', 'Messages')}${field('newConversationsPerDay', 'New conversations')}
			<button type="submit" class="p-button" disabled=${action.isBusy || Object.keys(draft).length === 0}>Save</button>
		</div>
		<p class="p-note">For every line. An empty field is no limit.</p>
		<${Outcome} of=${action} />
	</form>`;
}
