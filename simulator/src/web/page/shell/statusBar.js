import { html } from 'htm/preact';
import { useClock } from '../state/hooks.js';
import { Icon } from '../ui/icons.js';
import { timeOf } from '../ui/time.js';

/** The simulator's time, and what the phone is switched to. @param {{ settings: import('../types.js').PhoneSettings }} props */
export function StatusBar({ settings }) {
	const now = useClock();
	return html`<div class="status-bar">
		<span class="status-time">${timeOf(now).replace(/\s?[AP]M/i, '')}${settings.focus && html`<span class="status-focus" role="img" aria-label="Focus is on"><${Icon} name="moon" size=${14} /></span>`}</span>
		<span class="island" aria-hidden="true"></span>
		<span class="status-signs" aria-hidden="true">
			<svg width="18" height="12" viewBox="0 0 18 12"><g fill="currentColor"><rect x="0" y="8" width="3" height="4" rx="1" /><rect x="5" y="5.5" width="3" height="6.5" rx="1" /><rect x="10" y="3" width="3" height="9" rx="1" /><rect x="15" y="0" width="3" height="12" rx="1" /></g></svg>
			<svg width="26" height="12" viewBox="0 0 26 12"><rect x=".5" y=".5" width="22" height="11" rx="3.5" fill="none" stroke="currentColor" opacity=".4" /><rect x="2" y="2" width="19" height="8" rx="2.2" fill="currentColor" /><path d="M24 4v4c.9-.3 1.5-1.1 1.5-2S24.9 4.3 24 4z" fill="currentColor" opacity=".5" /></svg>
		</span>
	</div>`;
}
