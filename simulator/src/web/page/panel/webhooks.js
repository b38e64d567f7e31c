import { html } from 'htm/preact';
import { Outcome, useAction } from './action.js';

/** @type {Record<string, string>} */
const reasons = {
	manual: 'disabled by hand',
	receiver_gone: 'disabled: the receiver is gone',
	delivery_failures: 'disabled after failures',
};

/** Registered webhooks, and the last delivery once more. @param {{ state: any }} props */
export function Webhooks({ state }) {
	const action = useAction();
	return html`
		${
			state.webhooks.length === 0
				? html`<p class="p-empty">No webhook is registered. A published workflow with the trigger in webhook mode registers one.</p>`
				: html`<div class="p-card is-list">
						<ul class="p-list" aria-label="Webhooks">
							${state.webhooks.map(
								(/** @type {any} */ { id, url, isEnabled, disabledReason }) => html`<li key=${id}>
									<div class="p-who"><b class="p-url">${url}</b><span>${isEnabled ? 'enabled' : (reasons[disabledReason] ?? 'disabled')}</span></div>
									<label class="p-check"><input type="checkbox" role="switch" checked=${isEnabled} aria-label=${`Enabled: ${url}`}
										onChange=${() => void action.run('webhook', { id, isEnabled: !isEnabled })} /></label>
								</li>`,
							)}
						</ul>
						${state.webhookCount > state.webhooks.length && html`<p class="p-empty">and ${state.webhookCount - state.webhooks.length} more</p>`}
						<${Outcome} of=${action} />
					</div>`
		}
		<${LastDelivery} last=${state.lastDelivery} />
	`;
}

/** @param {{ last?: { to: string, content: string } }} props */
function LastDelivery({ last }) {
	const action = useAction();
	/** @param {string} how */
	const deliver = (how) => void action.run('redeliver', { how });
	const isOff = last === undefined || action.isBusy;
	return html`<section class="p-card" aria-labelledby="p-last-title">
		<header class="p-head"><h3 id="p-last-title">The last delivery</h3></header>
		<p class="p-text">${last === undefined ? 'Nothing was delivered yet.' : html`${last.content} <span class="p-quiet">to ${last.to}</span>`}</p>
		<div class="p-row">
			<button type="button" class="p-button" disabled=${isOff} onClick=${() => deliver('again')}>Deliver again</button>
			<button type="button" class="p-button" disabled=${isOff} onClick=${() => deliver('tampered')}>Tampered</button>
			<button type="button" class="p-button" disabled=${isOff} onClick=${() => deliver('stale')}>Stale</button>
		</div>
		<p class="p-note">Again: a receiver takes it once only. Tampered: the body is not what was signed. Stale: signed ten minutes ago.</p>
		<${Outcome} of=${action} />
	</section>`;
}
