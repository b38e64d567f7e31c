import { html } from 'htm/preact';
import { Avatar, SpaceAvatar } from '../ui/avatar.js';
import { Icon } from '../ui/icons.js';

/**
 * @param {{
 *   draft: import('../types.js').Draft, space?: import('../types.js').Space, unread: number, isThread: boolean, onBack: () => void, onDetails: () => void,
 * }} props
 */
export function Header({ draft, space, unread, isThread, onBack, onDetails }) {
	const name = space?.name ?? (draft.members === undefined ? draft.lineName : draft.name || 'New Group');
	return html`<header class="thread-bar">
		<button type="button" class="back" onClick=${onBack} aria-label=${isThread ? 'Back to the conversation' : `Back to the list${unread > 0 ? `, ${unread} unread` : ''}`}>
			<${Icon} name="back" size=${24} weight=${2.3} />${unread > 0 && !isThread && html`<span class="count">${unread}</span>`}
		</button>
		<button type="button" class="thread-who" onClick=${onDetails} aria-label=${`Details of ${name}`}>
			${space === undefined ? html`<${Avatar} name=${name} size=${46} isLine=${draft.members === undefined} />` : html`<${SpaceAvatar} space=${space} size=${46} />`}
			<span class="thread-name">${name}<${Icon} name="forward" size=${10} weight=${3} /></span>
		</button>
		<span class="thread-space"></span>
	</header>`;
}
