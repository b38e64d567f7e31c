import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';
import { burstLimit, Gatherer, heldLimit } from '../../../../../nodes/shared/spectrum/log/dispatch/gather';
import { FakeClock } from '../../../../support/fakeClock';
import { bob, message } from './gatherSupport';

const seconds = 1_000;
const windowMilliseconds = 5 * seconds;
const longest = 60 * seconds;

interface Setup {
	readonly clock: FakeClock;
	readonly gatherer: Gatherer<string>;
	/** Tokens of each burst, in the order they were handed on. */
	readonly bursts: string[][];
	/** Adds an event whose message, unless given, is written now; its id is the token. */
	readonly say: (id: string, changes?: Partial<ImessageEvent>, earlierAttempt?: number) => void;
}

function setup(options: { window?: number; onBurst?: (tokens: string[], all: Setup) => void } = {}): Setup {
	const clock = new FakeClock();
	const bursts: string[][] = [];
	const gatherer = new Gatherer<string>({
		clock,
		windowMilliseconds: options.window ?? windowMilliseconds,
		onBurst: (list) => {
			const tokens = list.map(({ token }) => token);
			bursts.push(tokens);
			options.onBurst?.(tokens, all);
		},
	});
	const all: Setup = {
		clock,
		gatherer,
		bursts,
		say: (id, changes, earlierAttempt) =>
			gatherer.add({ event: message(id, clock.now(), changes), token: id, ...(earlierAttempt === undefined ? {} : { earlierAttempt }) }),
	};
	return all;
}

const fromBob = { sender: { id: bob, address: bob } };

describe('what becomes one', () => {
	test('messages that follow each other within the window, counted from the last', async () => {
		const { clock, gatherer, bursts, say } = setup();
		for (const id of ['a', 'b', 'c']) {
			say(id);
			await clock.advance(windowMilliseconds - 1);
		}
		expect(bursts).toEqual([]);
		expect(gatherer.size).toBe(3);
		await clock.advance(1);
		expect(bursts).toEqual([['a', 'b', 'c']]);
		expect(gatherer.size).toBe(0);
		expect(clock.pending).toBe(0);
		say('d');
		await clock.advance(windowMilliseconds);
		expect(bursts).toEqual([['a', 'b', 'c'], ['d']]);
	});

	test.each<[string, Partial<ImessageEvent>]>([
		['senders', fromBob],
		['spaces', { space: { id: 'any;+;chat43', type: 'group', phone: '+15559876543' } }],
		['lines', { space: { id: 'any;+;chat42', type: 'group', phone: '+15550000000' } }],
		['sides', { isFromMe: true }],
	])('not those of different %s', async (_what, changes) => {
		const { clock, bursts, say } = setup();
		say('a');
		say('x', changes);
		say('b');
		say('y', changes);
		await clock.advance(windowMilliseconds);
		expect(bursts).toEqual([
			['a', 'b'],
			['x', 'y'],
		]);
	});

	test('the same sender and space written in another way', async () => {
		const { clock, bursts, say } = setup();
		const direct = (id: string) => ({ space: { id, type: 'dm' as const, phone: 'shared' } });
		say('a', { ...direct('any;-;bob@example.com'), sender: { id: 'x', address: 'Bob@Example.com' } });
		say('b', { ...direct('iMessage;-;bob@example.com'), sender: { id: 'y', address: 'bob@example.com' } });
		say('c', { ...direct('any;-;bob@example.com'), sender: undefined });
		await clock.advance(windowMilliseconds);
		expect(bursts).toEqual([['a', 'b', 'c']]);
	});

	test('not messages of nobody known: two of them may be two people', () => {
		const { gatherer, bursts, say } = setup();
		say('a', { sender: undefined });
		say('b', { sender: undefined });
		expect(bursts).toEqual([['a'], ['b']]);
		expect(gatherer.size).toBe(0);
	});

	test('not what was written hours apart and comes at once in a replay', async () => {
		const { clock, gatherer, bursts } = setup();
		const start = clock.now() - 9 * 3_600 * seconds;
		const writtenAt = { a: 0, b: 5, c: 3_600, d: 3_602, e: 3_700, f: 0 };
		for (const [id, at] of Object.entries(writtenAt)) {
			gatherer.add({ event: message(id, start + at * seconds), token: id });
		}
		expect(bursts).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
		await clock.advance(windowMilliseconds);
		expect(bursts.at(-1)).toEqual(['f']);
	});

	test('nor what was handed on before a restart with what was not, or had another attempt', async () => {
		const { clock, gatherer, bursts, say } = setup();
		for (const [id, earlierAttempt] of [
			['a', 1],
			['b', 1],
			['c', 2],
			['d', undefined],
			['e', undefined],
		] as const)
			say(id, {}, earlierAttempt);
		expect(bursts).toEqual([['a', 'b'], ['c']]);
		expect(gatherer.size).toBe(2);
		await clock.advance(windowMilliseconds);
		expect(bursts.at(-1)).toEqual(['d', 'e']);
		expect(clock.pending).toBe(0);
	});

	test('nor what was written without a pause for longer than a burst may last', () => {
		const { clock, gatherer, bursts } = setup();
		for (let at = 0; at <= 64; at += 4) {
			gatherer.add({ event: message(String(at), clock.now() + at * seconds), token: String(at) });
		}
		expect(bursts).toEqual([Array.from({ length: 16 }, (_, index) => String(index * 4))]);
	});

	test('without a timestamp the arrival alone counts', async () => {
		const { clock, gatherer, bursts } = setup();
		gatherer.add({ event: message('a', undefined), token: 'a' });
		gatherer.add({ event: message('b', undefined, { timestamp: 'yesterday' }), token: 'b' });
		gatherer.add({ event: message('c', clock.now() - 3_600 * seconds), token: 'c' });
		await clock.advance(windowMilliseconds);
		expect(bursts).toEqual([['a', 'b', 'c']]);
	});
});

describe('bounds', () => {
	test(`${burstLimit} messages`, () => {
		const { clock, gatherer, bursts, say } = setup();
		for (let index = 0; index <= burstLimit; index++) say(String(index));
		expect(bursts).toHaveLength(1);
		expect(bursts[0]).toHaveLength(burstLimit);
		expect(gatherer.size).toBe(1);
		expect(clock.pending).toBe(1);
	});

	test.each([
		[5, 60],
		[10, 60],
		[30, 180],
	])('with a window of %d s a burst lasts %d s', async (window, lasts) => {
		const { clock, bursts, say } = setup({ window: window * seconds });
		let sent = 0;
		const begin = clock.now();
		while (bursts.length === 0) {
			say(String(sent++));
			await clock.advance((window - 1) * seconds);
		}
		// Handed on between the last message and the end of this step.
		const passed = (clock.now() - begin) / seconds;
		expect(passed).toBeGreaterThanOrEqual(lasts);
		expect(passed).toBeLessThan(lasts + window);
		expect(bursts[0]).toHaveLength(sent);
	});

	test(`${heldLimit} messages in all: the oldest burst goes early`, () => {
		const { gatherer, bursts, say } = setup();
		for (let index = 0; index < heldLimit; index++) {
			say(String(index), { sender: { id: 'x', address: `user${index}@example.com` } });
		}
		expect(bursts).toEqual([]);
		say('one more');
		expect(bursts).toEqual([['0']]);
		expect(gatherer.size).toBe(heldLimit);
	});

	test('a clock that is put back or forward holds nothing for longer than a window', async () => {
		const { clock, bursts, say } = setup();
		say('a');
		clock.jumpTo(clock.now() - 3_600 * seconds);
		say('b', { timestamp: undefined });
		expect(clock.waits).toEqual([windowMilliseconds]);
		await clock.advance(windowMilliseconds);
		expect(bursts).toEqual([['a', 'b']]);
		say('c');
		clock.jumpTo(clock.now() + 3_600 * seconds);
		say('d', { timestamp: undefined });
		expect(bursts.at(-1)).toEqual(['c']);
	});
});

describe('order', () => {
	test('any other event of the same person there comes after what they wrote before', () => {
		const { gatherer, bursts, say } = setup();
		say('a');
		say('x', fromBob);
		say('b');
		say('reaction', { event: 'message.reactionAdded', message: { id: 'elsewhere' } });
		expect(bursts).toEqual([['a', 'b'], ['reaction']]);
		expect(gatherer.size).toBe(1);
	});

	test.each(['b', 'p:1/b'])('so does an event of anybody about a held message, %s', (id) => {
		const { gatherer, bursts, say } = setup();
		say('a');
		say('b');
		say('x', fromBob);
		say('reaction', { ...fromBob, event: 'message.reactionAdded', message: { id } });
		say('read', { sender: undefined, event: 'message.read', message: { id: 'old' } });
		expect(bursts).toEqual([['a', 'b'], ['x'], ['reaction'], ['read']]);
		expect(gatherer.size).toBe(0);
	});

	test('events of others, and those elsewhere, wait for nobody and end nothing', () => {
		const { gatherer, bursts, say } = setup();
		say('a');
		say('r1', { ...fromBob, event: 'message.reactionAdded', message: { id: 'old' } });
		say('r2', { event: 'message.reactionAdded', message: { id: 'a' }, space: { id: 'any;+;chat43', type: 'group' } });
		say('r3', { sender: undefined, event: 'group.iconChanged', message: undefined });
		expect(bursts).toEqual([['r1'], ['r2'], ['r3']]);
		expect(gatherer.size).toBe(1);
	});
});

describe('the end', () => {
	test('flush hands on everything at once, in the order the bursts began, and goes on', async () => {
		const { clock, gatherer, bursts, say } = setup();
		say('a');
		say('x', fromBob);
		say('b');
		gatherer.flush();
		expect(bursts).toEqual([['a', 'b'], ['x']]);
		expect(clock.pending).toBe(0);
		gatherer.flush();
		say('c');
		await clock.advance(windowMilliseconds);
		expect(bursts).toEqual([['a', 'b'], ['x'], ['c']]);
	});

	test('close hands on nothing, leaves no timer, and takes nothing more', async () => {
		const { clock, gatherer, bursts, say } = setup();
		say('a');
		say('x', fromBob);
		gatherer.close();
		expect(clock.pending).toBe(0);
		expect(gatherer.size).toBe(0);
		say('b');
		say('r', { event: 'message.reactionAdded' });
		gatherer.flush();
		gatherer.close();
		await clock.advance(longest);
		expect(bursts).toEqual([]);
		expect(clock.pending).toBe(0);
	});

	test.each<[string, (all: Setup) => void]>([
		['another event', ({ say }) => say('r', { event: 'message.reactionAdded' })],
		['a message of later', ({ say }) => say('b', { timestamp: '2030-01-01T00:00:00Z' })],
		['flush', ({ gatherer }) => gatherer.flush()],
	])('a receiver that closes it in the middle of %s is given nothing more', (_what, act) => {
		const all = setup({ onBurst: (_tokens, { gatherer }) => gatherer.close() });
		all.say('a');
		all.say('x', { ...fromBob, isFromMe: true });
		act(all);
		expect(all.bursts).toEqual([['a']]);
		expect(all.clock.pending).toBe(0);
		expect(all.gatherer.size).toBe(0);
	});

	test('a receiver may add what it is given no answer to', () => {
		const all = setup({ onBurst: (tokens, { say }) => tokens.includes('a') && say('again') });
		all.say('a');
		all.gatherer.flush();
		expect(all.bursts).toEqual([['a']]);
		expect(all.gatherer.size).toBe(1);
	});
});
