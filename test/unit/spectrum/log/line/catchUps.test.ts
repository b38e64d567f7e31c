import { CatchUpPlace, CatchUps, maxCatchUps } from '../../../../../nodes/shared/spectrum/log/line/catchUps';
import { setting } from '../reader/replaySetting';

const signal = new AbortController().signal;

test('sixteen replays of a credential are under way at a time, the others wait their turn', async () => {
	const slots = new CatchUps().slotsOf('credential');
	const all = Array.from({ length: maxCatchUps + 1 }, () => setting({ cursor: 1, catchUps: slots }));
	const ends = all.map(({ catchUp }) => catchUp());
	expect(all.map(({ session }) => session.replays.length).filter((count) => count === 1)).toHaveLength(16);
	all[0]?.session.replayed.complete(1);
	await ends[0];
	const last = all.at(-1);
	await Promise.resolve();
	expect(last?.session.replays).toHaveLength(1);
	for (const { session } of all.slice(1)) session.replayed.complete(1);
	await Promise.all(ends);
	expect(slots.free).toBe(16);
});

test('a replay that waits for room lets others read, and one that breaks gives its place back', async () => {
	const slots = new CatchUps().slotsOf('credential');
	const full = setting({ cursor: 1, catchUps: slots, maxOpen: 1 });
	const reading = full.catchUp();
	full.session.replayed.events(2, 3);
	await new Promise((resolve) => setImmediate(resolve));
	expect([full.consumer.entries.length, slots.free]).toEqual([1, 16]);
	full.consumer.entries[0]?.done();
	full.session.replayed.fail('unavailable', 'UNAVAILABLE');
	await expect(reading).rejects.toMatchObject({ kind: 'unavailable' });
	expect(slots.free).toBe(16);
});

test('waiting for a turn is no silence of the server', async () => {
	const slots = new CatchUps().slotsOf('credential');
	const holders = Array.from({ length: maxCatchUps }, () => new CatchUpPlace(slots));
	for (const holder of holders) expect(holder.tryTake()).toBe(true);
	const seen: string[] = [];
	const { catchUp, session } = setting({ cursor: 1, catchUps: slots });
	const reading = catchUp({ onWait: () => seen.push('waits'), onFrame: () => seen.push('goes on') });
	expect(seen).toEqual(['waits']);
	holders[0]?.leave();
	holders[0]?.leave();
	await new Promise((resolve) => setImmediate(resolve));
	expect(seen).toEqual(['waits', 'goes on']);
	session.replayed.complete(1);
	await reading;
	for (const holder of holders) holder.leave();
	expect(slots.free).toBe(16);
});

test('a wait that is given up takes no place', async () => {
	const slots = new CatchUps().slotsOf('credential');
	for (let taken = 0; taken < maxCatchUps; taken++) slots.tryEnter();
	const { catchUp, controller } = setting({ cursor: 1, catchUps: slots });
	const reading = catchUp();
	controller.abort();
	await expect(reading).rejects.toMatchObject({ kind: 'cancelled' });
	slots.leave();
	expect(slots.free).toBe(1);
});

test('each credential has its own, and those that are idle are forgotten', async () => {
	const catchUps = new CatchUps();
	const first = catchUps.slotsOf('first');
	await first.enter(signal);
	const idle = catchUps.slotsOf('idle');
	expect(idle).not.toBe(first);
	expect(catchUps.slotsOf('first')).toBe(first);
	for (let other = 0; other < 200; other++) catchUps.slotsOf(`other ${other}`);
	expect(catchUps.slotsOf('first')).toBe(first);
	expect(catchUps.slotsOf('idle')).not.toBe(idle);
});
