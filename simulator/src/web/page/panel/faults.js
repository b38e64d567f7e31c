import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Outcome, useAction } from './action.js';
import { lineNameOf } from './format.js';
import { panelStore } from './store.js';

/** @type {Record<string, string>} */
const targetWords = { rpc: 'any call or stream', write: 'any write', read: 'any read' };

/** @param {string} target */
const wordsOf = (target) => targetWords[target] ?? target;

/** What a fault waits for. @param {{ target: string, line?: string, transport?: 'http' }} armed */
function waitsFor({ target, line, transport }) {
	// Streams of events have no route over HTTP.
	const call = transport !== 'http' ? wordsOf(target) : `${target === 'rpc' ? 'any call' : wordsOf(target)} over HTTP`;
	return line === undefined ? call : `${call} on ${line}`;
}

/** What goes wrong, by a click. @param {{ state: any }} props */
export function Faults({ state }) {
	const [line, setLine] = useState('');
	const lines = state.lines.map((/** @type {any} */ one) => one.line);
	// A line that is gone is chosen no more.
	const chosen = lines.includes(line) ? line : '';
	const choice =
		lines.length > 1 &&
		html`<label class="p-inline is-wide"><span aria-hidden="true">On</span><select aria-label="On which line" value=${chosen} onChange=${(/** @type {any} */ event) => setLine(event.target.value)}>
			<option value="">every line</option>
			${lines.map((/** @type {string} */ one) => html`<option key=${one} value=${one}>${one}</option>`)}
		</select></label>`;
	return html`
		${choice}
		<${NextCall} line=${chosen} />
		<${Armed} armed=${state.armed} />
		<${Connections} line=${chosen} lines=${state.lines} />
	`;
}

/** @param {{ line: string }} props */
function NextCall({ line }) {
	const action = useAction();
	const [target, setTarget] = useState('write');
	const [code, setCode] = useState('burstRateExceeded');
	const [status, setStatus] = useState(502);
	const [isDone, setDone] = useState(false);
	const { methods, codes, proxyAnswers } = panelStore.choices;
	/** @param {string} kind @param {object} [more] */
	const arm = (kind, more) => void action.run('faults', { kind, target, line, ...more });
	return html`<section class="p-card" aria-labelledby="p-next-title">
		<header class="p-head"><h3 id="p-next-title">The next call</h3></header>
		<label class="p-field"><span>Which call</span><select value=${target} onChange=${(/** @type {any} */ event) => setTarget(event.target.value)}>
			${['write', 'read', 'rpc'].map((name) => html`<option key=${name} value=${name}>${wordsOf(name)}</option>`)}
			<optgroup label="One method">${methods.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</optgroup>
		</select></label>
		<div class="p-row">
			<button type="button" class="p-button" onClick=${() => arm('refuseToken')}>Refuse the token</button>
			<button type="button" class="p-button" onClick=${() => arm('loseAnswer')}>Lose the answer</button>
		</div>
		<div class="p-row is-fields">
			<label class="p-field"><span>Error code</span><select value=${code} onChange=${(/** @type {any} */ event) => setCode(event.target.value)}>
				${codes.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
			</select></label>
			<button type="button" class="p-button" onClick=${() => arm('error', { code })}>Answer with it</button>
		</div>
		<div class="p-row is-fields">
			<label class="p-field"><span>A proxy’s answer</span><select value=${status} onChange=${(/** @type {any} */ event) => setStatus(Number(event.target.value))}>
				${proxyAnswers.map((answer) => html`<option key=${answer.status} value=${answer.status}>${answer.name}</option>`)}
			</select></label>
			<button type="button" class="p-button" onClick=${() => arm('proxyAnswer', { status, isDone })}>Answer as a proxy</button>
		</div>
		<label class="p-check"><input type="checkbox" checked=${isDone} onChange=${(/** @type {any} */ event) => setDone(event.target.checked)} /> and carry out the call anyway</label>
		<p class="p-note">An answer from something in between, for the next call over HTTP.</p>
		<${Outcome} of=${action} />
	</section>`;
}

/** @param {{ armed: { id: string, what: string, target: string, line?: string, transport?: 'http' }[] }} props */
function Armed({ armed }) {
	const action = useAction();
	if (armed.length === 0) return html`<p class="p-empty">No faults are waiting.</p>`;
	return html`<div class="p-card is-list">
		<ul class="p-list" aria-label="Waiting faults">
			${armed.map(
				({ id, what, ...waiting }) => html`<li key=${id}>
					<div class="p-who"><b>${what}</b><span>waits for ${waitsFor(waiting)}</span></div>
					<button type="button" class="p-button is-small is-quiet" aria-label=${`Remove: ${what}`} onClick=${() => void action.run('faults/remove', { id })}>Remove</button>
				</li>`,
			)}
		</ul>
		<${Outcome} of=${action} />
	</div>`;
}

/** @param {{ line: string, lines: any[] }} props */
function Connections({ line, lines }) {
	const action = useAction();
	const [seconds, setSeconds] = useState('5');
	const down = lines.filter(({ downSeconds }) => downSeconds !== undefined);
	const named = line === '' ? {} : { line };
	return html`<section class="p-card" aria-labelledby="p-connections-title">
		<header class="p-head"><h3 id="p-connections-title">Connections</h3></header>
		<div class="p-row">
			<button type="button" class="p-button" onClick=${() => void action.run('streams/cut', named)}>Cut the streams</button>
		</div>
		<div class="p-row is-fields">
			<label class="p-field is-narrow"><span>Seconds down</span><input type="number" min="0" max="600" step="1" inputmode="numeric" value=${seconds} onInput=${(/** @type {any} */ event) => setSeconds(event.target.value)} /></label>
			<button type="button" class="p-button is-danger" onClick=${() => void action.run('restart', { ...named, seconds: Number(seconds) })}>Kill and restart</button>
		</div>
		${down.map(
			(one) => html`<div class="p-row" key=${one.line}>
				<span class="p-badge is-bad">${lineNameOf(one.line)} is down for ${one.downSeconds} s</span>
				<button type="button" class="p-button is-small" aria-label=${`Start ${lineNameOf(one.line)} now`} onClick=${() => void action.run('restart/now', { line: one.line })}>Start now</button>
			</div>`,
		)}
		<${Outcome} of=${action} />
	</section>`;
}
