import { nextOpen, type SendingWindow } from '../../../../nodes/shared/spectrum/campaign/window';

const everyDay: SendingWindow = { fromMinute: 9 * 60, untilMinute: 20 * 60, days: [1, 2, 3, 4, 5, 6, 7] };
const open = (zones: readonly string[], from: string, window = everyDay) => {
	const at = nextOpen(window, zones, Date.parse(from));
	return at === undefined ? undefined : new Date(at).toISOString();
};

test.each([
	['inside', '2026-01-07T11:30:00.500Z', '2026-01-07T11:30:00.500Z'],
	['at its first minute', '2026-01-07T08:00:00.000Z', '2026-01-07T08:00:00.000Z'],
	['before it', '2026-01-07T07:59:59.999Z', '2026-01-07T08:00:00.000Z'],
	['at its end', '2026-01-07T19:00:00.000Z', '2026-01-08T08:00:00.000Z'],
	['at night', '2026-01-07T22:10:00.000Z', '2026-01-08T08:00:00.000Z'],
])('in Berlin in winter, %s', (_, from, expected) => {
	expect(open(['Europe/Berlin'], from)).toBe(expected);
});

test('summer time moves the window with the clock', () => {
	expect(open(['Europe/Berlin'], '2026-03-28T20:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
	expect(open(['Europe/Berlin'], '2026-10-24T20:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
});

test('an hour that the clock skips begins when it has moved on', () => {
	const night: SendingWindow = { fromMinute: 150, untilMinute: 300, days: [7] };
	// On this Sunday in Berlin, 02:00 is followed by 03:00.
	expect(open(['Europe/Berlin'], '2026-03-29T00:30:00Z', night)).toBe('2026-03-29T01:30:00.000Z');
});

test('with several zones, all of them must be open', () => {
	expect(open(['America/New_York', 'America/Los_Angeles'], '2026-01-07T15:00:00Z')).toBe('2026-01-07T17:00:00.000Z');
	// 20:00 in New York, 17:00 in Los Angeles.
	expect(open(['America/New_York', 'America/Los_Angeles'], '2026-01-08T01:00:00Z')).toBe('2026-01-08T17:00:00.000Z');
});

test('zones that are never open together give no moment', () => {
	expect(open(['America/Los_Angeles', 'Asia/Tokyo'], '2026-01-07T15:00:00Z', { ...everyDay, untilMinute: 10 * 60 })).toBeUndefined();
});

test('only the days that were chosen', () => {
	const weekdays = { ...everyDay, days: [1, 2, 3, 4, 5] };
	expect(open(['UTC'], '2026-01-09T21:00:00Z', weekdays)).toBe('2026-01-12T09:00:00.000Z');
	expect(open(['UTC'], '2026-01-10T12:00:00Z', weekdays)).toBe('2026-01-12T09:00:00.000Z');
});
