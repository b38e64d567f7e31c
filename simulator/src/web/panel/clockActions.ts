import { MovableClock, tomorrowAt } from '../../movableClock';
import type { Simulator } from '../../Simulator';
import { WebError } from '../route';

export const clockMoves = ['pause', 'resume', 'hour', 'tomorrow'] as const;

const hour = 60 * 60_000;

/** What a person does with the time: windows, tokens and quotas follow. */
export function moveClock({ clock }: Simulator, move: (typeof clockMoves)[number]): void {
	if (!(clock instanceof MovableClock)) throw new WebError(422, 'The simulator was started with a clock that nobody can move');
	switch (move) {
		case 'pause':
			return clock.pause();
		case 'resume':
			return clock.resume();
		case 'hour':
			return clock.advance(hour);
		case 'tomorrow':
			return clock.advanceTo(tomorrowAt(clock.now()));
	}
}
