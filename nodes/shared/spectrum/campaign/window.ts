import { DateTime, IANAZone } from 'luxon';
import { BoundedMap } from '../timing/boundedMap';

/** The hours in which messages may be sent, on the clock of the person who gets them. */
export interface SendingWindow {
	/** Minutes since midnight, from 0. */
	readonly fromMinute: number;
	/** Minutes since midnight, later than `fromMinute`, at most 1440. At this minute the window is closed. */
	readonly untilMinute: number;
	/** 1 is Monday, 7 is Sunday. At least one. */
	readonly days: readonly number[];
}

/** How far ahead an open moment is searched. In a week every day has come once; the second week is for changes of the clock. */
const searchedDays = 15;

/** Names that were asked about. A list of thousands has the same few, and each question makes a formatter of dates. */
const zoneNames = new BoundedMap<boolean>(1_000);

/** True for the name of a time zone that this Node knows, such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
	const isZone = zoneNames.get(name) ?? IANAZone.isValidZone(name);
	zoneNames.set(name, isZone);
	return isZone;
}

const minuteMilliseconds = 60_000;

/** Answers of one window, by zones and minute. A list of thousands asks for the same few. */
const answers = new WeakMap<SendingWindow, BoundedMap<{ readonly opensAt: number | undefined }>>();
const mostAnswers = 1_000;

/**
 * The first moment, from `from` on, at which the window is open in every one of the time zones. Undefined when there is no
 * such moment, because the zones are too far apart for the window.
 *
 * @param from milliseconds since the epoch, as the result
 * @param zones names of time zones, at least one
 */
export function nextOpen(window: SendingWindow, zones: readonly string[], from: number): number | undefined {
	const known = answers.get(window) ?? new BoundedMap(mostAnswers);
	answers.set(window, known);
	// Windows open and close on the minute, so the answer is the same for the whole minute.
	const minute = Math.floor(from / minuteMilliseconds) * minuteMilliseconds;
	const key = `${minute} ${zones.join(' ')}`;
	const answer = known.get(key) ?? { opensAt: firstOpen(window, zones, minute) };
	known.set(key, answer);
	return answer.opensAt === minute ? from : answer.opensAt;
}

function firstOpen(window: SendingWindow, zones: readonly string[], from: number): number | undefined {
	const end = from + searchedDays * 24 * 60 * 60_000;
	let moment = from;
	while (moment <= end) {
		const opening = Math.max(...zones.map((zone) => nextOpenIn(window, zone, moment)));
		if (opening === moment) return moment;
		moment = opening;
	}
	return undefined;
}

function nextOpenIn({ fromMinute, untilMinute, days }: SendingWindow, zone: string, from: number): number {
	const local = DateTime.fromMillis(from, { zone });
	// A time of no zone has no weekday, and the search below would never end.
	if (!local.isValid) throw new Error(`There is no time zone ${zone}`);
	const isDay = days.includes(local.weekday);
	const minute = local.hour * 60 + local.minute;
	if (isDay && minute >= fromMinute && minute < untilMinute) return from;
	if (isDay && minute < fromMinute) return atMinute(local, fromMinute);
	let day = local.startOf('day');
	do day = day.plus({ days: 1 });
	while (!days.includes(day.weekday));
	return atMinute(day, fromMinute);
}

/** That minute on the clock of the day. An hour that the clock skips in spring begins when the clock has moved on. */
function atMinute(day: DateTime, minute: number): number {
	return day.set({ hour: Math.floor(minute / 60), minute: minute % 60, second: 0, millisecond: 0 }).toMillis();
}
