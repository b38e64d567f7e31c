import type { IDataObject } from 'n8n-workflow';
import { wantsLine } from '../../shared/spectrum/filter/eventFilter';
import type { Change } from '../../shared/spectrum/model/event/change';
import type { Line } from '../../shared/spectrum/model/line';
import type { SharedLocation } from '../../shared/spectrum/model/location';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { CatchUpPlace } from '../../shared/spectrum/log/line/catchUps';
import { timeOf } from '../../shared/spectrum/values/isoTime';
import { answerableSample, sample } from '../../shared/n8n/run/sample';
import type { TestEvent } from '../settings';
import type { FirstMatch } from './firstMatch';
import type { LogTrigger } from './logTrigger';

/** How many of the newest events of a line are searched for one that the workflow wants. */
const newestSearched = 500;

interface Found {
	readonly line: Line;
	readonly sequence: string;
	readonly change: Change;
}

/** The fields that mark the item as a sample, so that it is not taken for a new event. */
export function marksOf(testEvent: TestEvent): IDataObject {
	switch (testEvent) {
		case 'newest':
			return sample;
		case 'newestAnswerable':
			return answerableSample;
		case 'next':
			return {};
	}
}

/** Passes on the newest matching event of all lines. Rejects with `notFound` when there is none, because a sample never waits. */
export async function fetchSample(match: FirstMatch, trigger: LogTrigger): Promise<void> {
	const { lines } = await trigger.streams.inventory(false);
	trigger.checkLines(lines);
	const newest: Found[] = [];
	for (const line of lines.filter((each) => wantsLine(trigger.settings.filter, each)))
		newest.push(...(await newestOf(line, match, trigger)));
	for (const { line, sequence, change } of newest.reverse().sort(byTime)) {
		if (await match.consider(line, sequence, change)) return;
	}
	if (await fetchLocation(lines, match, trigger)) return;
	throw new SpectrumError({
		kind: 'notFound',
		message: `There is no test event yet: this Trigger starts on none of the newest ${newestSearched} events of a line`,
		advice:
			'Write to one of your lines and fetch again, or check "Events" and "Filters". To wait for the next message instead, choose "Next Message" in the option "Test Event".',
	});
}

/** Passes on the newest location that is shared now, if the workflow starts on locations. They are in no log. */
async function fetchLocation(lines: readonly Line[], match: FirstMatch, { settings, host }: LogTrigger): Promise<boolean> {
	if (!settings.events.has('location.updated')) return false;
	const found: Array<{ readonly line: Line; readonly location: SharedLocation }> = [];
	for (const line of lines.filter((each) => wantsLine(settings.filter, each))) {
		for (const location of await host.sharedLocations(line, match.signal)) found.push({ line, location });
	}
	found.sort((left, right) => (right.location.locatedAt ?? '').localeCompare(left.location.locatedAt ?? ''));
	for (const { line, location } of found) {
		if (await match.considerLocation(line, { number: '0', location })) return true;
	}
	return false;
}

/** The newest events of a line, oldest first. */
async function newestOf(line: Line, match: FirstMatch, { streams, catchUps }: LogTrigger): Promise<Found[]> {
	const newest: Found[] = [];
	const session = streams.connect(line.id);
	const place = new CatchUpPlace(catchUps);
	try {
		await place.take(match.signal);
		for await (const frame of session.replay(undefined, match.signal)) {
			if (frame.type !== 'event') continue;
			newest.push({ line, sequence: frame.sequence, change: frame.change });
			if (newest.length > newestSearched) newest.shift();
		}
	} finally {
		place.leave();
		session.close();
	}
	return newest;
}

/** Newest first. Events without a time come last, and events of the same time keep their order. */
function byTime(left: Found, right: Found): number {
	const at = ({ change }: Found): number => timeOf(change.occurredAt) ?? 0;
	return at(right) - at(left);
}
