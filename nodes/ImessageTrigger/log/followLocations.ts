import type { LiveLine } from '../../shared/spectrum/log/line/liveLine';
import { LocationWatch } from '../../shared/spectrum/log/line/locationWatch';
import type { LocationUpdate } from '../../shared/spectrum/model/location';
import type { LogTrigger } from './logTrigger';

/** Follows the locations of a line, if the workflow wants them. The answer stops it. */
export function followLocations(trigger: LogTrigger, live: LiveLine, onUpdate: (update: LocationUpdate) => void): () => void {
	const { settings, shared } = trigger;
	if (!settings.events.has('location.updated')) return () => {};
	const { clock, random } = shared;
	const watch = new LocationWatch({ line: live.line, clock, random, onUpdate, onWarning: (message) => trigger.warn(message) });
	const stopListening = live.listen(watch);
	return () => {
		stopListening();
		watch.close();
	};
}
