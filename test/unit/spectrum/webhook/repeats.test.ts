import type { EventName } from '../../../../nodes/shared/spectrum/model/event/eventNames';
import type { Delivery } from '../../../../nodes/shared/spectrum/webhook/delivery';
import { defaultRepeatLimits, type StoredRepeats } from '../../../../nodes/shared/spectrum/webhook/repeatMemory';
import { identityOf, Repeats } from '../../../../nodes/shared/spectrum/webhook/repeats';
import { leastCpuRatio } from '../../../support/cpuTime';
import { FakeClock } from '../../../support/fakeClock';

const hour = 60 * 60 * 1_000;
const delivery = (messageId: string, scope = 'node') => ({ scope, messageId });

let clock: FakeClock;
let repeats: Repeats;

beforeEach(() => {
	clock = new FakeClock();
	repeats = new Repeats(clock);
});

const keysIn = (stored = ''): string[] => stored.split('\n').flatMap((line) => line.split(' ')[0] || []);

/** Claims and gives what is stored afterwards. */
function claim(messageId: string, stored: StoredRepeats = ''): StoredRepeats | undefined {
	const outcome = repeats.claim(delivery(messageId), stored);
	return outcome.first ? outcome.toStore : undefined;
}

test('the first claim of a delivery is the only one', () => {
	expect(repeats.claim(delivery('m'), '').first).toBe(true);
	expect(repeats.claim(delivery('m'), '').first).toBe(false);
	expect(repeats.claim(delivery('m'), '').first).toBe(false);
});

test('a delivery is named by its message, each node by itself', () => {
	expect(repeats.claim(delivery('m'), '').first).toBe(true);
	expect(repeats.claim(delivery('m', 'other node'), '').first).toBe(true);
	expect(repeats.claim(delivery('other m'), '').first).toBe(true);
});

test('a new process knows what was stored', () => {
	const stored = claim('m');
	repeats = new Repeats(clock);
	expect(claim('m', stored)).toBeUndefined();
	expect(claim('n', stored)).toBeDefined();
});

test('what this process knows is stored again, though the store has lost it', () => {
	claim('a');
	const stored = claim('b', '') ?? '';
	repeats = new Repeats(clock);
	expect(claim('a', stored)).toBeUndefined();
	expect(claim('b', stored)).toBeUndefined();
});

test('a claim that is released can be made again', () => {
	claim('m');
	repeats.release(delivery('m'));
	expect(claim('m')).toBeDefined();
});

test('a day is remembered, in the process and in the store', async () => {
	const stored = claim('m') ?? '';
	await clock.advance(24 * hour - 1);
	expect(claim('m', stored)).toBeUndefined();
	expect(new Repeats(clock).claim(delivery('m'), stored).first).toBe(false);
	await clock.advance(1);
	expect(claim('m', stored)).toBeDefined();
	expect(new Repeats(clock).claim(delivery('m'), stored).first).toBe(true);
});

test('a thousand are remembered, the oldest go first', () => {
	let stored: StoredRepeats = '';
	for (let index = 0; index <= defaultRepeatLimits.entries; index++) {
		clock.jumpTo(clock.now() + 1);
		stored = claim(`m${index}`, stored) ?? '';
	}
	expect(keysIn(stored)).toHaveLength(1_000);
	expect(claim('m1', stored)).toBeUndefined();
	expect(claim('m1000', stored)).toBeUndefined();
	expect(claim('m0', stored)).toBeDefined();
	// Small enough to be written with each delivery.
	expect(stored.length).toBeLessThan(64_000);
});

describe('the name that the sender gives to all attempts of a delivery', () => {
	const named = (messageId: string, deliveryId?: string) => ({
		...delivery(messageId),
		...(deliveryId === undefined ? {} : { deliveryId }),
	});
	const first = (messageId: string, deliveryId?: string, stored: StoredRepeats = '') =>
		repeats.claim(named(messageId, deliveryId), stored).first;

	test('makes a repeat, as the message does', () => {
		expect(first('m', 'd')).toBe(true);
		expect(first('other', 'd')).toBe(false);
		expect(first('m', 'other')).toBe(false);
		expect(first('m')).toBe(false);
		expect(repeats.knows(named('other', 'd'), '')).toBe(true);
		expect(first('other', 'other')).toBe(true);
	});

	test('is no message of the same name', () => {
		expect(first('m', 'd')).toBe(true);
		expect(first('d')).toBe(true);
	});

	test('is known to a new process, and released with its message', () => {
		const outcome = repeats.claim(named('m', 'd'), '');
		const stored = outcome.first ? outcome.toStore : '';
		repeats.release(named('m', 'd'));
		expect(first('n', 'd')).toBe(true);
		repeats = new Repeats(clock);
		expect(first('o', 'd', stored)).toBe(false);
	});
});

describe('the line of a message', () => {
	const on = (line: string | undefined, deliveryId?: string) => ({ ...delivery('m'), line, deliveryId });
	const first = (line: string | undefined, stored: StoredRepeats = '') => {
		const outcome = repeats.claim(on(line), stored);
		return outcome.first ? outcome.toStore : undefined;
	};

	test('makes another message of it, in the process and in the store', () => {
		const stored = first('+15550000001') ?? '';
		expect(first('+15550000001', stored)).toBeUndefined();
		const both = first('+15550000002', stored) ?? '';
		expect(keysIn(both)).toHaveLength(2);
		repeats = new Repeats(clock);
		expect([first('+15550000001', both), first('+15550000002', both)]).toEqual([undefined, undefined]);
		expect(first('+15550000003', both)).toBeDefined();
	});

	test('makes none where one of two deliveries does not name it', () => {
		const stored = first('+15550000001') ?? '';
		expect(first(undefined, stored)).toBeUndefined();
		repeats = new Repeats(clock);
		const unnamed = first(undefined) ?? '';
		repeats = new Repeats(clock);
		expect(first('+15550000001', unnamed)).toBeUndefined();
	});

	test('is released with it', () => {
		first('+15550000001');
		repeats.release(on('+15550000001'));
		expect(first('+15550000001')).toBeDefined();
	});

	test('tells its delivery apart, too', () => {
		expect(repeats.claim(on('+15550000001', 'd'), '').first).toBe(true);
		expect(repeats.claim(on('+15550000002', 'd'), '').first).toBe(true);
		expect(repeats.claim({ ...on('+15550000002', 'd'), messageId: 'n' }, '').first).toBe(false);
	});

	test('is that of the space, in any spelling', () => {
		const of = (phone: string) =>
			identityOf({ messageId: 'm', space: { phone } } as unknown as Delivery, 'message.received', undefined).line;
		expect(of('+1 (555) 000-0001')).toBe(of('+15550000001'));
		expect(of('+15550000001')).not.toBe(of('+15550000002'));
	});
});

test('only messages and reactions are named by their id alone: several people may read one message', () => {
	const of = (event: EventName, id: string) =>
		identityOf({ messageId: 'm', sender: { id }, space: {} } as unknown as Delivery, event, undefined).messageId;
	expect(of('message.received', 'a')).toBe('m');
	expect(of('message.reactionAdded', 'a')).toBe('m');
	expect(new Set([of('message.read', 'a'), of('message.read', 'b'), of('group.iconChanged', 'a'), 'm']).size).toBe(4);
});

test.each([1, hour, 48 * hour])('a clock that steps back by %i ms lets nothing run twice', async (step) => {
	let stored: StoredRepeats = '';
	for (let index = 0; index < defaultRepeatLimits.entries; index++) stored = claim(`before ${index}`, stored) ?? '';
	clock.jumpTo(clock.now() - step);
	for (const name of ['after 0', 'after 1', 'after 2']) stored = claim(name, stored) ?? '';
	for (const name of ['after 0', 'after 1', 'after 2', 'before 999', 'before 3']) {
		expect([name, claim(name, stored)]).toEqual([name, undefined]);
		expect([name, new Repeats(clock).claim(delivery(name), stored).first]).toEqual([name, false]);
	}
	// The oldest made room, and a day is a day by the new clock too.
	expect(claim('before 0', stored)).toBeDefined();
	await clock.advance(24 * hour);
	expect(claim('after 0', stored)).toBeDefined();
});

test('what is stored names no message', () => {
	const [key] = keysIn(claim('spc-msg-1'));
	expect(key).toMatch(/^[0-9a-f]{32}$/);
});

test('a store that somebody has spoilt counts as far as it can be read', () => {
	const own = claim('m') ?? '';
	const stored = `broken\n${own}${own.slice(0, 40)}\n\n${'f'.repeat(32)} 1e3\n${'x'.repeat(1_000_000)}${own.trim()}\n${own}`;
	repeats = new Repeats(clock);
	expect(claim('m', stored)).toBeUndefined();
	expect(keysIn(claim('n', stored))).toHaveLength(2);
});

test('a claim that is released is not stored with the next one', () => {
	claim('a');
	repeats.release(delivery('a'));
	const stored = claim('b', '') ?? '';
	expect(keysIn(stored)).toHaveLength(1);
	repeats = new Repeats(clock);
	expect(claim('a', stored)).toBeDefined();
});

test('two processes that store in turn know what both have seen', () => {
	const other = new Repeats(clock);
	let stored = claim('a') ?? '';
	for (const name of ['b', 'c', 'd']) {
		clock.jumpTo(clock.now() + 1);
		const theirs = other.claim(delivery(`their ${name}`), stored);
		stored = theirs.first ? theirs.toStore : '';
		clock.jumpTo(clock.now() + 1);
		stored = claim(name, stored) ?? '';
	}
	for (const name of ['a', 'b', 'c', 'd', 'their b', 'their c', 'their d']) {
		expect([name, new Repeats(clock).knows(delivery(name), stored)]).toEqual([name, true]);
	}
	const times = stored.split('\n').map((line) => Number(line.split(' ')[1] ?? Number.NaN));
	expect(times.slice(0, -1)).toEqual([...times.slice(0, -1)].sort((one, next) => one - next));
});

test('a delivery costs about the same with a thousand remembered as with one', () => {
	const deliveries = (entries: number) => {
		const limited = new Repeats(clock, { ...defaultRepeatLimits, entries });
		let stored = '';
		let count = 0;
		const receive = () => {
			const identity = delivery(`m${count++}`);
			limited.knows(identity, stored);
			const outcome = limited.claim(identity, stored);
			if (outcome.first) stored = outcome.toStore;
		};
		while (count < entries) receive();
		return () => {
			for (let index = 0; index < 300; index++) receive();
		};
	};
	// With entries that are copied and sorted for each delivery it was a hundred times as much.
	expect(leastCpuRatio(15, deliveries(defaultRepeatLimits.entries), deliveries(1))).toBeLessThan(15);
});
