import { KeyedQueue, Slots } from '../../../nodes/shared/events/queues';
import { FakeClock } from '../../support/fakeClock';
import { CountedController, deferred, failureOf } from '../transport/support';

const clock = new FakeClock();

describe('a queue by key', () => {
	it('runs tasks of one key in turn, and others beside them', async () => {
		const queue = new KeyedQueue();
		const begun: string[] = [];
		const ends = new Map<string, () => void>();
		const task = (name: string) => async (): Promise<void> => {
			begun.push(name);
			const end = deferred();
			ends.set(name, () => end.resolve());
			await end.promise;
		};
		for (const name of ['a1', 'a2', 'b1', 'a3']) queue.add(name.slice(0, 1), task(name));
		await clock.settle();
		expect(begun).toEqual(['a1', 'b1']);
		ends.get('a1')?.();
		await clock.settle();
		expect(begun).toEqual(['a1', 'b1', 'a2']);
		ends.get('b1')?.();
		ends.get('a2')?.();
		await clock.settle();
		expect([begun.at(-1), queue.size]).toEqual(['a3', 1]);
		ends.get('a3')?.();
		await clock.settle();
		expect(queue.size).toBe(0);
	});
});

describe('slots', () => {
	it('are given in the order in which they were asked for', async () => {
		const slots = new Slots(2);
		const { signal } = new AbortController();
		const entered: number[] = [];
		for (let number = 1; number <= 4; number++) void slots.enter(signal).then(() => entered.push(number));
		await clock.settle();
		expect([entered, slots.free]).toEqual([[1, 2], 0]);
		slots.leave();
		slots.leave();
		await clock.settle();
		expect([entered, slots.free]).toEqual([[1, 2, 3, 4], 0]);
		slots.leave();
		slots.leave();
		expect(slots.free).toBe(2);
	});

	it('are not taken by whoever gives up, also at the last moment', async () => {
		const slots = new Slots(1);
		const other = new AbortController();
		await slots.enter(other.signal);
		const controller = new CountedController();
		const waiting = failureOf(slots.enter(controller.signal));
		const late = new CountedController();
		const given = failureOf(slots.enter(late.signal));
		controller.abort();
		expect(await waiting).toMatchObject({ kind: 'cancelled' });
		slots.leave();
		late.abort();
		expect(await given).toMatchObject({ kind: 'cancelled' });
		expect([slots.free, controller.listeners, late.listeners]).toEqual([1, 0, 0]);
		expect(await failureOf(slots.enter(late.signal))).toMatchObject({ kind: 'cancelled' });
	});
});
