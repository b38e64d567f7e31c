import { leastCpuMilliseconds } from '../../../support/cpuTime';
import { LineState } from '../../../../nodes/shared/spectrum/campaign/lineState';
import { seededRandom } from '../../../../simulator/src/random';

const hour = 60 * 60_000;
const day = 24 * hour;
const start = Date.UTC(2026, 0, 7, 9);
const limits = { newPerDay: 3, gapMilliseconds: 3_000 };

/** A line that wrote to someone new at each of these times. */
function lineWith(times: readonly number[]): LineState {
	const state = new LineState();
	times.forEach((at, index) =>
		state.book.add({
			id: `m${index}`,
			createdAt: new Date(at).toISOString(),
			isFromMe: true,
			spaceIds: [`any;-;+1555${1_000_000 + index}`],
			type: 'normal',
		}),
	);
	return state;
}

test('a day begins with its first new conversation, no matter who began it, and lasts 24 hours', () => {
	const line = lineWith([start, start + hour, start + 23 * hour]);
	expect(line.room(limits, start + hour)).toBe(0);
	expect(line.roomAt(limits, start + hour)).toBe(start + day + 1_000);
	expect(line.room(limits, start + day)).toBe(0);
	// All three count no more, and the next one begins another day.
	expect(line.room(limits, start + day + 1_000)).toBe(3);
	const next = lineWith([start, start + 23 * hour, start + 25 * hour]);
	expect(next.room(limits, start + 26 * hour)).toBe(2);
	expect(next.roomAt(limits, start + 26 * hour)).toBe(start + 26 * hour);
});

test('after a refusal any 24 hours count', () => {
	const line = lineWith([start, start + 23 * hour, start + 25 * hour]);
	expect(line.closeForNew(start + 26 * hour)).toBe(start + 47 * hour + 1_000);
	expect(line.room(limits, start + 46 * hour)).toBe(0);
	expect(line.room(limits, start + 47 * hour + 1_000)).toBe(2);
	expect(line.roomAt({ ...limits, newPerDay: 1 }, start + 47 * hour + 1_000)).toBe(start + 49 * hour + 1_000);
});

test('two executions do not take the same room', () => {
	const line = lineWith([start, start + 1]);
	const first = line.begin();
	expect([line.room(limits, start + 2), first.isOver(limits, start + 2)]).toEqual([0, false]);
	const second = line.begin();
	// The first one goes on. If each gave way to the other, nobody would take the room.
	expect([first.isOver(limits, start + 2), second.isOver(limits, start + 2)]).toEqual([false, true]);
	first.end();
	first.end();
	expect(second.isOver(limits, start + 2)).toBe(false);
});

test('a refusal closes the line for new people, until a day after its first new conversation', () => {
	const line = lineWith([start]);
	expect(line.closeForNew(start + hour)).toBe(start + day + 1_000);
	expect(line.room(limits, start + 2 * hour)).toBe(0);
	expect(line.isClosedUntil(start + 2 * hour)).toBeUndefined();
	expect(line.roomAt(limits, start + 2 * hour)).toBe(start + day + 1_000);
});

test('without a conversation to count from, the day of the server is taken to be that of UTC; what the server says counts more', () => {
	expect(new LineState().closeForNew(start)).toBe(Date.UTC(2026, 0, 8) + 1_000);
	expect(new LineState().closeForNew(start, 90_000)).toBe(start + 90_000);
});

test('a closed line has no room and says until when', () => {
	const line = new LineState();
	const until = line.close(start, hour);
	expect([line.isClosedUntil(start), line.room(limits, start), line.isClosedUntil(until)]).toEqual([until, 0, undefined]);
});

test('messages are at least the gap apart, whatever chance says', () => {
	for (const random of [0, 0.5, 0.999]) {
		const line = new LineState();
		const times = Array.from({ length: 50 }, () => line.takeSlot(limits, start, random));
		const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
		expect(times[0]).toBe(start);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000);
		expect(Math.max(...gaps)).toBeLessThanOrEqual(3_751);
	}
});

test('after a restart the last message that the server lists counts', () => {
	expect(lineWith([start]).nextSlot(limits, start + 1_000)).toBe(start + 3_000);
});

test('a burst makes the line rest and then go half as fast for an hour', () => {
	const line = new LineState();
	expect(line.slowDown(start, 60_000)).toBe(start + 60_000);
	expect(line.takeSlot(limits, start, 0)).toBe(start + 60_000);
	expect(line.takeSlot(limits, start, 0)).toBe(start + 66_000);
	expect(line.takeSlot(limits, start + 2 * hour, 0)).toBe(start + 2 * hour);
	expect(line.takeSlot(limits, start, 0)).toBe(start + 2 * hour + 3_000);
});

test('a line is closed for a day at most, whatever a server says: then it is tried again', () => {
	const year = 365 * day;
	expect(new LineState().close(start, year)).toBe(start + day);
	expect(new LineState().closeForNew(start, year)).toBe(start + day);
	expect(new LineState().slowDown(start, year)).toBe(start + day);
});

test('a long history costs no more than a short one: a list of thousands asks for room each time', () => {
	const timeFor = (days: number): number => {
		const line = lineWith(Array.from({ length: days * 50 }, (_, index) => start + Math.floor(index / 50) * day + (index % 50) * 60_000));
		const now = start + days * day - hour;
		line.room(limits, now);
		return leastCpuMilliseconds(0, () => {
			for (let person = 0; person < 5_000; person++) line.roomAt(limits, now);
		});
	};
	const [short, long] = [timeFor(4), timeFor(300)];
	expect(long).toBeLessThan(short * 3 + 20);
});

test('the day of a line is that of a plain count, whatever was begun when', () => {
	const random = seededRandom(7);
	for (let run = 0; run < 200; run++) {
		const times = Array.from({ length: Math.floor(random() * 40) }, () => start + Math.floor(random() * 6 * day)).sort(
			(one, other) => one - other,
		);
		const line = lineWith(times);
		const now = start + Math.floor(random() * 7 * day);
		let today: number[] = [];
		for (const at of times) today = today[0] !== undefined && at < today[0] + day ? [...today, at] : [at];
		if (today[0] !== undefined && now >= today[0] + day + 1_000) today = [];
		expect({ times, now, room: line.room({ ...limits, newPerDay: 50 }, now) }).toEqual({ times, now, room: 50 - today.length });
		line.closeForNew(now, 0);
		const anyDay = times.filter((at) => at > now - day).length;
		expect({ times, now, room: line.room({ ...limits, newPerDay: 50 }, now) }).toEqual({ times, now, room: 50 - anyDay });
	}
});
