import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Icon } from '../ui/icons.js';

/**
 * A poll to vote in, with what stands now.
 * @param {{ poll: NonNullable<import('../types.js').Message['poll']>, canVote: boolean, onVote: (option: string, isSet: boolean) => void, onAdd: (text: string) => void }} props
 */
export function Poll({ poll, canVote, onVote, onAdd }) {
	const [isAdding, setAdding] = useState(false);
	const total = poll.options.reduce((sum, { voters }) => sum + voters.length, 0);
	const add = (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const form = /** @type {HTMLFormElement} */ (event.currentTarget);
		const text = String(new FormData(form).get('text')).trim();
		if (text !== '') onAdd(text);
		setAdding(false);
	};
	return html`<div class="poll" role="group" aria-label=${`Poll: ${poll.title}`}>
		<p class="poll-title"><${Icon} name="poll" size=${18} weight=${2.4} />${poll.title === '' ? 'Poll' : poll.title}</p>
		${poll.options.map(({ id, text, voters }) => {
			const isOwn = voters.some((voter) => voter.isOwn);
			const share = total === 0 ? 0 : voters.length / total;
			const names = voters.map((voter) => (voter.isOwn ? 'you' : voter.name)).join(', ');
			return html`<button type="button" key=${id} class="poll-option" aria-pressed=${isOwn} disabled=${!canVote} title=${names}
				aria-label=${`${text}, ${voters.length} ${voters.length === 1 ? 'vote' : 'votes'}${names === '' ? '' : `: ${names}`}`} onClick=${() => onVote(id, !isOwn)}>
				<span class="poll-mark" aria-hidden="true">${isOwn && html`<${Icon} name="check" size=${13} weight=${3.2} />`}</span>
				<span class="poll-words"><span><span>${text}</span><b>${voters.length || ''}</b></span><i style=${{ '--share': String(share) }}></i></span>
			</button>`;
		})}
		${
			canVote &&
			(isAdding
				? html`<form class="poll-add" onSubmit=${add}><input name="text" maxlength="200" aria-label="Another choice" autofocus /><button type="submit" class="text-button strong">Add</button></form>`
				: html`<button type="button" class="poll-more" onClick=${() => setAdding(true)}>Add Choice</button>`)
		}
		<p class="poll-total">${total} ${total === 1 ? 'vote' : 'votes'}</p>
	</div>`;
}
