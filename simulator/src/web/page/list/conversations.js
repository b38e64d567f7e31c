import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Avatar, SpaceAvatar } from '../ui/avatar.js';
import { Icon } from '../ui/icons.js';
import { shortDate } from '../ui/time.js';
import { keyOf, world } from '../state/phones.js';
import { marked, useFound } from './search.js';

/**
 * The list of conversations, newest first.
 * @param {{
 *   state: import('../state/phones.js').PhoneState, onOpen: (draft: import('../types.js').Draft) => void, onNew: () => void, onSettings: () => void,
 * }} props
 */
export function Conversations({ state, onOpen, onNew, onSettings }) {
	const [search, setSearch] = useState('');
	const found = useFound(state.address, search);
	const spaces = state.sortedSpaces.filter((space) => found.has(keyOf(space)) || matches(space, search));
	return html`<div class="list">
		<header class="list-bar">
			<button type="button" class="owner" aria-label=${`Settings of ${state.settings.name}’s phone`} onClick=${onSettings}><${Avatar} name=${state.settings.name} size=${32} /></button>
			<span class="owner-name">${state.settings.name}</span>
			<button type="button" class="round-button" aria-label="New message" title="New message" onClick=${onNew}><${Icon} name="compose" size=${22} /></button>
		</header>
		<div class="list-scroll">
			<h2 class="large-title">Messages</h2>
			<label class="search"><${Icon} name="search" size=${17} /><span class="hidden">Search conversations</span>
				<input type="search" placeholder="Search" value=${search} onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} />
			</label>
			<ul class="spaces" aria-label="Conversations">
				${spaces.map((space) => html`<${Row} key=${keyOf(space)} space=${space} search=${search} found=${found.get(keyOf(space))} typing=${(state.typing.get(keyOf(space))?.size ?? 0) > 0} onOpen=${onOpen} />`)}
			</ul>
			${state.isLoaded && spaces.length === 0 && html`<${Empty} isSearch=${search !== ''} onNew=${onNew} />`}
		</div>
	</div>`;
}

/** @param {{ isSearch: boolean, onNew: () => void }} props */
function Empty({ isSearch, onNew }) {
	if (isSearch) return html`<p class="list-empty">No conversation matches.</p>`;
	return html`<div class="list-empty">
		<p>No messages yet. Write to a line, and your workflow answers here.</p>
		<button type="button" class="fill-button" onClick=${onNew}>New Message</button>
	</div>`;
}

/**
 * @param {{
 *   space: import('../types.js').Space, search: string, found?: import('../types.js').Found, typing: boolean,
 *   onOpen: (draft: import('../types.js').Draft) => void,
 * }} props
 */
function Row({ space, search, found, typing, onOpen }) {
	const { line, spaceId, lineName, name, preview, unread, at } = space;
	const words = found !== undefined ? found.excerpt : typing ? 'Typing…' : preview;
	return html`<li>
		<button type="button" class="space" onClick=${() => onOpen({ line, spaceId, lineName, found: found?.message })} aria-label=${`${name}. ${unread > 0 ? `${unread} unread. ` : ''}${words}. ${shortDate(at, world.now)}`}>
			<span class="space-dot" data-unread=${unread > 0}></span>
			<${SpaceAvatar} space=${space} size=${46} />
			<span class="space-text">
				<span class="space-top"><strong>${name}</strong><time>${shortDate(at, world.now)}</time><${Icon} name="forward" size=${13} weight=${2.4} /></span>
				<span class="space-preview">${found === undefined ? words : marked(words, search)}</span>
			</span>
		</button>
	</li>`;
}

/** @param {import('../types.js').Space} space @param {string} search */
function matches({ name, preview, members }, search) {
	const wanted = search.trim().toLowerCase();
	return (
		wanted === '' ||
		[name, preview, ...members.map((member) => `${member.name} ${member.address}`)].some((text) => text.toLowerCase().includes(wanted))
	);
}
