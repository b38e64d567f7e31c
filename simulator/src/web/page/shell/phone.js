import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Conversations } from '../list/conversations.js';
import { NewMessage } from '../list/newMessage.js';
import { Settings } from '../info/settings.js';
import { Conversation } from '../thread/conversation.js';
import { useChanges } from '../state/hooks.js';
import { keyOf } from '../state/phones.js';
import { summaryOf } from '../thread/words.js';
import { StatusBar } from './statusBar.js';

/** How long a refusal stays on the screen, in milliseconds. */
const noticeLasts = 5000;

/**
 * One phone: a list of conversations, and the one that is open.
 * @param {{ state: import('../state/phones.js').PhoneState }} props
 */
export function Phone({ state }) {
	useChanges(state);
	const { address, settings } = state;
	/** @type {[import('../types.js').Draft | undefined, (open: import('../types.js').Draft | undefined) => void]} */
	const [open, setOpen] = useState(/** @type {import('../types.js').Draft | undefined} */ (undefined));
	const [sheet, setSheet] = useState(/** @type {'new' | 'settings' | undefined} */ (undefined));
	const [problem, setProblem] = useState('');
	const [heard, setHeard] = useState('');
	const openKey = open?.spaceId === undefined ? undefined : keyOf(/** @type {{ line: string, spaceId: string }} */ (open));
	const current = useRef(openKey);
	current.current = openKey;

	useEffect(() => {
		/** @param {string} key @param {import('../types.js').Item} item */
		const tell = (key, item) => {
			if (item.kind === 'message' && !item.isOwn) setHeard(`${item.name}: ${summaryOf(item)}`);
		};
		state.arrivals.add(tell);
		return () => void state.arrivals.delete(tell);
	}, [state]);
	useEffect(() => {
		if (problem === '') return undefined;
		const timer = setTimeout(() => setProblem(''), noticeLasts);
		return () => clearTimeout(timer);
	}, [problem]);

	const space = openKey === undefined ? undefined : state.spaces.get(openKey);
	const isGone = openKey !== undefined && space === undefined && state.isLoaded;
	useEffect(() => {
		// The line has left the group, and nobody can write there any more.
		if (isGone && state.thread(openKey).isLoaded && state.thread(openKey).items.length > 0) setOpen(undefined);
	}, [isGone]);

	return html`<section class="phone" aria-label=${`Phone of ${settings.name}`} data-phone=${address}>
		<div class="screen">
			<${StatusBar} settings=${settings} />
			<div class="view" inert=${sheet !== undefined}>
				${
					open === undefined
						? html`<${Conversations} state=${state} onOpen=${setOpen} onNew=${() => setSheet('new')} onSettings=${() => setSheet('settings')} />`
						: html`<${Conversation} key=${openKey ?? `draft ${open.line} ${open.members}`} state=${state} draft=${open} space=${space} onOpen=${setOpen} onBack=${() => setOpen(undefined)} onProblem=${setProblem} />`
				}
			</div>
			${sheet === 'new' && html`<${NewMessage} state=${state} onClose=${() => setSheet(undefined)} onOpen=${setOpen} onProblem=${setProblem} />`}
			${sheet === 'settings' && html`<${Settings} state=${state} onClose=${() => setSheet(undefined)} onProblem=${setProblem} />`}
			${problem !== '' && html`<div class="problem" role="alert"><span>${problem}</span><button type="button" aria-label="Dismiss" onClick=${() => setProblem('')}>✕</button></div>`}
			<div class="home-bar" aria-hidden="true"></div>
		</div>
		<p class="hidden" aria-live="polite">${heard}</p>
	</section>`;
}
