import { Slots } from '../../../../nodes/shared/spectrum/timing/slots';
import { FakeClock } from '../../../support/fakeClock';
import { CountedController, failureOf } from '../transport/support';

const clock = new FakeClock();

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
