import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { focusView, Outcome, useAction } from './action.js';

/** Whom the project may write to. @param {{ state: any }} props */
export function People({ state }) {
	const action = useAction();
	const isShared = state.plan === 'shared';
	/** @param {string} audience */
	const choose = (audience) => void action.run('audience', { audience });
	return html`
		${
			isShared
				? html`<fieldset class="p-card">
						<legend class="hidden">Whom the line may write to</legend>
						<header class="p-head"><h3 aria-hidden="true">The line may write to</h3></header>
						<div class="p-choice">
							<label><input type="radio" name="p-audience" checked=${state.audience === 'everybody'} onChange=${() => choose('everybody')} /><span>everyone</span></label>
							<label><input type="radio" name="p-audience" checked=${state.audience === 'users'} onChange=${() => choose('users')} /><span>people on the list</span></label>
						</div>
						<p class="p-note">On the real shared plan, the line can write only to people on the list who have opted in, by writing once or by accepting an invitation.</p>
						<${Outcome} of=${action} />
					</fieldset>`
				: html`<p class="p-note is-block">A dedicated line can write to everyone. The list matters on the shared plan only.</p>`
		}
		<${List} people=${state.people} count=${state.peopleCount} />
		<${Register} />
	`;
}

/** @param {{ people: any[], count: number }} props */
function List({ people, count }) {
	const action = useAction();
	/** @param {string} id */
	const remove = async (id) => {
		if ((await action.run('people/remove', { id })) !== undefined) focusView();
	};
	if (people.length === 0) return html`<p class="p-empty">Nobody is registered.</p>`;
	return html`<div class="p-card is-list">
		<ul class="p-list" aria-label="Registered people">
			${people.map(
				({ id, name, phoneNumber, isOptedIn }) => html`<li key=${id}>
					<div class="p-who"><b>${name ?? phoneNumber}</b>${name !== undefined && html`<span>${phoneNumber}</span>`}</div>
					${
						isOptedIn
							? html`<span class="p-badge is-good">opted in</span>`
							: html`<button type="button" class="p-button is-small" aria-label=${`Opt in ${name ?? phoneNumber}`} onClick=${() => void action.run('people/opt-in', { id })}>Opt in</button>`
					}
					<button type="button" class="p-button is-small is-quiet" aria-label=${`Remove ${name ?? phoneNumber}`} onClick=${() => void remove(id)}>Remove</button>
				</li>`,
			)}
		</ul>
		${count > people.length && html`<p class="p-empty">and ${count - people.length} more</p>`}
		<${Outcome} of=${action} />
	</div>`;
}

function Register() {
	const action = useAction();
	const [phone, setPhone] = useState('');
	const [name, setName] = useState('');
	const [optedIn, setOptedIn] = useState(true);
	/** @param {Event} event */
	const add = async (event) => {
		event.preventDefault();
		if ((await action.run('people', { phone, name, optedIn })) === undefined) return;
		setPhone('');
		setName('');
	};
	return html`<form class="p-card" aria-label="Register a person" onSubmit=${(/** @type {Event} */ event) => void add(event)}>
		<header class="p-head"><h3>Register a person</h3></header>
		<div class="p-row is-fields">
			<label class="p-field"><span>Number</span><input type="tel" required maxlength="40" placeholder="+15551230001" value=${phone} onInput=${(/** @type {any} */ event) => setPhone(event.target.value)} /></label>
			<label class="p-field"><span>First name</span><input maxlength="40" placeholder="optional" value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
		</div>
		<div class="p-foot">
			<label class="p-check"><input type="checkbox" checked=${optedIn} onChange=${(/** @type {any} */ event) => setOptedIn(event.target.checked)} /> has opted in</label>
			<button type="submit" class="p-button is-main" disabled=${action.isBusy}>Register</button>
		</div>
		<${Outcome} of=${action} />
	</form>`;
}
