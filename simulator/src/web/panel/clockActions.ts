import type { Clock } from '../../clock';
import { MovableClock, tomorrowAt } from '../../movableClock';
import type { Simulator } from '../../Simulator';
import { WebError } from '../route';

export const clockMoves = ['pause', 'resume', 'hour', 'tomorrow'] as const;

const hour = 60 * 60_000;

/** What a person does with the time: windows, tokens and quotas follow. */
export function moveClock({ clock }: Simulator, move: (typeof clockMoves)[number]): void {
	if (!(clock instanceof MovableClock)) throw new WebError(422, 'The simulator was started with a clock that cannot be moved');
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

/** Changes when pages must be told the time: they let it run by themselves, so when it was moved, and every second while it stands. */
export function clockKey(clock: Clock): string {
	if (!(clock instanceof MovableClock)) return 'runs';
	const { isPaused, ahead } = clock.state;
	return isPaused ? `stands ${Math.floor(clock.outside() / 1000)}` : `runs ${Math.round(ahead / 1000)}`;
}
