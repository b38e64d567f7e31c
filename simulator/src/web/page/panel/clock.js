import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { Outcome, useAction } from './action.js';
import { dayOf, durationOf, timeOf } from './format.js';
import { panelStore } from './store.js';

/**
 * The simulator's time, and what a person may do with it.
 * @param {{ clock: { isMovable: boolean, isPaused: boolean, aheadSeconds: number } }} props
 */
export function ClockBar({ clock }) {
	const action = useAction();
	const [, redraw] = useState(0);
	useEffect(() => {
		const timer = setInterval(() => redraw((count) => count + 1), 1000);
		return () => clearInterval(timer);
	}, []);
	/** @param {string} move */
	const move = (move) => void action.run('clock', { move });
	const { now } = panelStore;
	return html`<section class="p-clock" aria-label="Clock">
		<div class="p-time">
			<b>${timeOf(now)}</b><time datetime=${new Date(now).toISOString()}>${dayOf(now)}</time>${badgeOf(clock)}
		</div>
		${
			clock.isMovable
				? html`<div class="p-row">
						<button type="button" class="p-button" aria-pressed=${clock.isPaused} onClick=${() => move(clock.isPaused ? 'resume' : 'pause')}>
							${clock.isPaused ? 'Resume' : 'Pause'}
						</button>
						<button type="button" class="p-button" onClick=${() => move('hour')}>+1 hour</button>
						<button type="button" class="p-button" title="To 9 o’clock tomorrow morning" onClick=${() => move('tomorrow')}>Tomorrow</button>
					</div>`
				: html`<p class="p-note">The simulator was started with its own clock, which cannot be moved here.</p>`
		}
		<${Outcome} of=${action} />
	</section>`;
}

/** @param {{ isPaused: boolean, aheadSeconds: number }} clock */
function badgeOf({ isPaused, aheadSeconds }) {
	if (isPaused) return html`<span class="p-badge is-warm">paused</span>`;
	if (Math.abs(aheadSeconds) < 2) return html`<span class="p-badge">real time</span>`;
	return html`<span class="p-badge is-warm">${durationOf(Math.abs(aheadSeconds))} ${aheadSeconds > 0 ? 'ahead' : 'behind'}</span>`;
}
