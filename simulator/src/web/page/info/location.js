import { html } from 'htm/preact';
import { Icon } from '../ui/icons.js';

/** Where a person may be. */
const places = [
	{ name: 'Berlin', latitude: 52.52, longitude: 13.405 },
	{ name: 'New York', latitude: 40.7128, longitude: -74.006 },
	{ name: 'Tokyo', latitude: 35.6762, longitude: 139.6503 },
];

/**
 * What the line sees of the person in Find My. Choosing another place is moving there.
 * @param {{ location?: import('../types.js').Space['location'], onChange: (change: object) => void }} props
 */
export function Location({ location, onChange }) {
	return html`<fieldset><legend>Location</legend>
		<p class="note" role="status">${location === undefined ? 'Not shared with this line.' : `Shared with this line: ${location.name ?? `${location.latitude}, ${location.longitude}`}`}</p>
		${places.map((place) => {
			const isHere = location?.latitude === place.latitude && location.longitude === place.longitude;
			return html`<button type="button" class="choice choice-action" key=${place.name} aria-pressed=${isHere} onClick=${() => onChange(place)}>
				<${Icon} name="place" size=${20} /><span>${location === undefined ? `Share ${place.name}` : isHere ? `In ${place.name}` : `Move to ${place.name}`}</span>
			</button>`;
		})}
		${location !== undefined && html`<button type="button" class="choice choice-serious" onClick=${() => onChange({ isShared: false })}><${Icon} name="close" size=${20} /><span>Stop Sharing</span></button>`}
	</fieldset>`;
}
