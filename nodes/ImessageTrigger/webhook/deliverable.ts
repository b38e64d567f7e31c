import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { EventName } from '../../shared/spectrum/model/event/eventNames';
import { logOnlyEvents } from '../eventOptions';

/** Refuses chosen events that Spectrum does not deliver by webhook: the workflow would wait for them forever. */
export function checkDeliverable(events: ReadonlySet<EventName>): void {
	const names = logOnlyEvents.filter(({ value }) => events.has(value)).map(({ name }) => name);
	if (names.length === 0) return;
	throw new SpectrumError({
		kind: 'invalid',
		message: `The field "Events" contains events that Spectrum does not deliver by webhook: ${names.join(', ')}`,
		advice: `Choose "Stream" in "Receive By", or remove ${names.length === 1 ? 'it' : 'them'} from "Events".`,
	});
}
