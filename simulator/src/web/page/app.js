import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { Panel } from './panel/panel.js';
import { AddPerson } from './shell/addPerson.js';
import { Phone } from './shell/phone.js';
import { Toolbar } from './shell/toolbar.js';
import { useChanges, useRemembered } from './state/hooks.js';
import { world } from './state/phones.js';

/** Phones that stand side by side at most. */
const mostPhones = 6;

/** The phones side by side, and the control panel beside them. */
export function App() {
	useChanges(world);
	const [shown, setShown] = useRemembered('phones', /** @type {string[] | null} */ (null));
	const [theme, setTheme] = useRemembered('theme', 'auto');
	const [hasPanel, setPanel] = useRemembered('panel', matchMedia('(min-width: 761px)').matches);
	const [isAdding, setAdding] = useState(false);

	// The first time the page opens, everybody who is there has a phone on it, up to two.
	const addresses = shown ?? world.people.slice(0, 2).map(({ address }) => address);
	const wanted = addresses.join(' ');
	useEffect(() => world.show(addresses), [wanted]);
	useEffect(() => {
		document.documentElement.dataset.theme = theme;
	}, [theme]);

	/** @param {string} address */
	const toggle = (address) => {
		if (addresses.includes(address)) setShown(addresses.filter((one) => one !== address));
		else setShown([...addresses, address].slice(-mostPhones));
	};
	return html`<div class=${`app ${hasPanel ? 'has-panel' : ''}`}>
		<${Toolbar} shown=${addresses} onToggle=${toggle} onAdd=${() => setAdding(true)} theme=${theme} onTheme=${setTheme} hasPanel=${hasPanel} onPanel=${setPanel} />
		<main class="stage" aria-label="Phones">
			${addresses.map((address) => {
				const state = world.phones.get(address);
				return state && html`<${Phone} key=${address} state=${state} />`;
			})}
			${addresses.length === 0 && html`<p class="stage-empty">Choose a person above to see their phone.</p>`}
		</main>
		${hasPanel && html`<aside class="panel" aria-label="Control panel"><${Panel} /></aside>`}
		${isAdding && html`<${AddPerson} onClose=${() => setAdding(false)} onAdded=${(/** @type {string} */ address) => setShown([...addresses.filter((one) => one !== address), address].slice(-mostPhones))} />`}
	</div>`;
}
