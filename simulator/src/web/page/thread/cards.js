import { html } from 'htm/preact';
import { Icon } from '../ui/icons.js';

/** A website, without asking it for anything. @param {{ link: NonNullable<import('../types.js').Bubble['link']> }} props */
export function LinkCard({ link }) {
	const { url, host, path } = link;
	return html`<a class="link-card" href=${url} target="_blank" rel="noopener noreferrer" aria-label=${`Link to ${host}`}>
		<span class="link-picture" aria-hidden="true"><${Icon} name="link" size=${44} weight=${1.2} /></span>
		<span class="link-words"><strong>${host.replace(/^www\./, '')}</strong><small>${path === '' ? 'Website' : path}</small></span>
	</a>`;
}

/** Asks a person for their location. What they answer is in the details of the conversation. @param {{ asked: NonNullable<import('../types.js').Message['asksLocation']>, onAnswer?: () => void }} props */
export function LocationCard({ asked, onAnswer }) {
	return html`<span class="location-card"><${Icon} name="place" size=${26} /><span>Would like to see ${asked.isOwn ? 'your location' : `the location of ${asked.name}`}</span>
		${onAnswer !== undefined && html`<button type="button" class="text-button strong" onClick=${onAnswer}>Answer</button>`}</span>`;
}

/** The card of an app, as its latest update drew it. @param {{ card: NonNullable<import('../types.js').Message['card']> }} props */
export function AppCard({ card }) {
	const { layout, appName, url, imageUrl, live } = card;
	const { caption, subcaption, trailingCaption, trailingSubcaption, imageTitle, imageSubtitle } = layout;
	return html`<a class="app-card" href=${url} target="_blank" rel="noopener noreferrer" aria-label=${`${appName}: ${layout.summary ?? caption ?? ''}`}>
		${
			imageUrl !== undefined &&
			html`<span class="app-picture"><img src=${imageUrl} alt="" />
				<span class="app-titles"><strong>${imageTitle}</strong>${imageSubtitle && html`<small>${imageSubtitle}</small>`}</span>
			</span>`
		}
		<span class="app-captions">
			<span><strong>${caption}</strong><span>${subcaption}</span></span>
			<span class="app-trailing"><span>${trailingCaption}</span><span>${trailingSubcaption}</span></span>
		</span>
		<span class="app-name"><span class="app-glyph" aria-hidden="true">${[...appName][0]}</span>${appName}${live && html`<em>Live</em>`}</span>
	</a>`;
}
