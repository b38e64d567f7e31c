import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { EventName } from '../../shared/spectrum/model/event/eventNames';
import { streamOnlyEvents } from '../eventOptions';

/** Refuses chosen events that no log has: a poll reads the log, and would never find them. */
export function checkInLog(events: ReadonlySet<EventName>): void {
	const names = streamOnlyEvents.filter(({ value }) => events.has(value)).map(({ name }) => name);
	if (names.length === 0) return;
	throw new SpectrumError({
		kind: 'invalid',
		message: `The field "Events" contains events that are not in the log, so polling cannot find them: ${names.join(', ')}`,
		advice: `Choose "Stream" in "Receive By", or remove ${names.length === 1 ? 'it' : 'them'} from "Events".`,
	});
}
