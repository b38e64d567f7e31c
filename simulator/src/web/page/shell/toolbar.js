import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Avatar } from '../ui/avatar.js';
import { Icon } from '../ui/icons.js';
import { world } from '../state/phones.js';

/** @type {Record<string, { next: string, words: string, icon: string }>} */
const themes = {
	auto: { next: 'light', words: 'Theme: same as the system', icon: 'auto' },
	light: { next: 'dark', words: 'Theme: light', icon: 'sun' },
	dark: { next: 'auto', words: 'Theme: dark', icon: 'moon' },
};

/** More people than these are found by typing. */
const mostChips = 6;

/**
 * @param {{
 *   shown: string[], onToggle: (address: string) => void, onAdd: () => void, theme: string, onTheme: (theme: string) => void,
 *   hasPanel: boolean, onPanel: (isShown: boolean) => void,
 * }} props
 */
export function Toolbar({ shown, onToggle, onAdd, theme, onTheme, hasPanel, onPanel }) {
	const [all, setAll] = useState(false);
	const { next, words, icon } = themes[theme] ?? themes.auto;
	const people = all ? world.people : world.people.filter(({ address }, index) => index < mostChips || shown.includes(address));
	return html`<header class="toolbar">
		<h1><img src="/page/icon.svg" alt="" width="26" height="26" /><span>Spectrum simulator</span></h1>
		<div class="people" role="group" aria-label="Phones to show">
			${people.map(
				({
					address,
					name,
				}) => html`<button type="button" key=${address} class="chip" aria-pressed=${shown.includes(address)} title=${address} onClick=${() => onToggle(address)}>
					<${Avatar} name=${name} size=${22} /><span>${name}</span>
				</button>`,
			)}
			${!all && people.length < world.people.length && html`<button type="button" class="chip" onClick=${() => setAll(true)}>${world.people.length - people.length} more</button>`}
			<button type="button" class="chip chip-icon" aria-label="Add a person" title="Add a person" onClick=${onAdd}><${Icon} name="plus" size=${18} /></button>
		</div>
		<span class="connection" role="status">${world.isConnected ? '' : 'Connecting…'}</span>
		<button type="button" class="tool" aria-label=${words} title=${words} onClick=${() => onTheme(next)}><${Icon} name=${icon} size=${20} /></button>
		<button type="button" class="tool" aria-label="Control panel" title="Control panel" aria-pressed=${hasPanel} onClick=${() => onPanel(!hasPanel)}>
			<${Icon} name="panel" size=${20} />
		</button>
	</header>`;
}
