import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { post } from '../connection.js';
import { useDialog } from '../ui/sheet.js';

/** @param {{ onClose: () => void, onAdded: (address: string) => void }} props */
export function AddPerson({ onClose, onAdded }) {
	const { ref, onKeyDown } = useDialog(onClose);
	const [error, setError] = useState('');
	const add = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
		try {
			const { address } = await post('/phone/person', { name: form.get('name'), address: form.get('address') });
			onAdded(address);
			onClose();
		} catch (problem) {
			setError(/** @type {Error} */ (problem).message);
		}
	};
	return html`<div class="dialog-backdrop" onClick=${(/** @type {MouseEvent} */ event) => event.target === event.currentTarget && onClose()}>
		<form class="dialog" role="dialog" aria-modal="true" aria-label="Add a person" ref=${ref} onKeyDown=${onKeyDown} onSubmit=${add}>
			<h2>Add a person</h2>
			<label>Name <input name="name" maxlength="60" autocomplete="off" data-first placeholder="Cleo Martin" /></label>
			<label>Number or email address <input name="address" required maxlength="254" autocomplete="off" placeholder="+15550102030" /></label>
			${error !== '' && html`<p class="form-error" role="alert">${error}</p>`}
			<div class="dialog-buttons">
				<button type="button" class="text-button" onClick=${onClose}>Cancel</button>
				<button type="submit" class="fill-button">Add</button>
			</div>
		</form>
	</div>`;
}
