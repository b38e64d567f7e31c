import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { focusView, Outcome, useAction } from './action.js';

/** @type {Record<string, string>} */
const reasons = {
	manual: 'disabled by hand',
	receiver_gone: 'disabled: the receiver is gone',
	delivery_failures: 'disabled after failures',
};

/** Registered webhooks, one more, and the last delivery once more. @param {{ state: any }} props */
export function Webhooks({ state }) {
	const action = useAction();
	/** @param {string} id */
	const remove = async (id) => {
		if ((await action.run('webhooks/remove', { id })) !== undefined) focusView();
	};
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
									<button type="button" class="p-button is-small is-quiet" aria-label=${`Remove ${url}`} onClick=${() => void remove(id)}>Remove</button>
								</li>`,
							)}
						</ul>
						${state.webhookCount > state.webhooks.length && html`<p class="p-empty">and ${state.webhookCount - state.webhooks.length} more</p>`}
					</div>`
		}
		<${Outcome} of=${action} />
		<${Register} />
		<${LastDelivery} last=${state.lastDelivery} />
	`;
}

/** What is said once of a webhook that was registered. @typedef {{ signingSecret: string, standardSigningSecret?: string }} Secrets */

function Register() {
	const action = useAction();
	const [url, setUrl] = useState('');
	const [secrets, setSecrets] = useState(/** @type {Secrets | undefined} */ (undefined));
	/** @param {Event} event */
	const add = async (event) => {
		event.preventDefault();
		setSecrets(undefined);
		const said = await action.run('webhooks', { url });
		if (said === undefined) return;
		setUrl('');
		setSecrets(said);
	};
	return html`<form class="p-card" aria-label="Register a webhook" onSubmit=${(/** @type {Event} */ event) => void add(event)}>
		<header class="p-head"><h3>Register a webhook</h3></header>
		<div class="p-row is-fields">
			<label class="p-field"><span>URL</span><input type="text" inputmode="url" required maxlength="2000" placeholder="https://n8n.example.com/webhook/…" value=${url} onInput=${(/** @type {any} */ event) => setUrl(event.target.value)} /></label>
			<button type="submit" class="p-button is-main" disabled=${action.isBusy}>Register</button>
		</div>
		<p class="p-note">As on Spectrum’s dashboard. A trigger in webhook mode registers its URL by itself.</p>
		<${Outcome} of=${action} />
		${
			secrets !== undefined &&
			html`<div class="p-row is-fields">
					<${Secret} title="Signing secret" value=${secrets.signingSecret} />
					${secrets.standardSigningSecret !== undefined && html`<${Secret} title="Standard Webhooks secret" value=${secrets.standardSigningSecret} />`}
				</div>
				<p class="p-note">Copy the secret now: it is shown only once.</p>`
		}
	</form>`;
}

/** @param {{ title: string, value: string }} props */
function Secret({ title, value }) {
	return html`<label class="p-field"><span>${title}</span><input readonly value=${value} onFocus=${(/** @type {any} */ event) => event.target.select()} /></label>`;
}

/** @param {{ last?: { to: string, content: string } }} props */
function LastDelivery({ last }) {
	const action = useAction();
	/** @param {string} how */
	const deliver = (how) => void action.run('redeliver', { how });
	const isOff = last === undefined || action.isBusy;
	return html`<section class="p-card" aria-labelledby="p-last-title">
		<header class="p-head"><h3 id="p-last-title">The last delivery</h3></header>
		<p class="p-text">${last === undefined ? 'Nothing has been delivered yet.' : html`${last.content} <span class="p-quiet">to ${last.to}</span>`}</p>
		<div class="p-row">
			<button type="button" class="p-button" disabled=${isOff} onClick=${() => deliver('again')}>Deliver again</button>
			<button type="button" class="p-button" disabled=${isOff} onClick=${() => deliver('tampered')}>Tampered</button>
			<button type="button" class="p-button" disabled=${isOff} onClick=${() => deliver('stale')}>Stale</button>
		</div>
		<p class="p-note">Again: a receiver accepts it only once. Tampered: the body is not what was signed. Stale: signed ten minutes ago.</p>
		<${Outcome} of=${action} />
	</section>`;
}
