import { FakeClock } from '../../test/support/fakeClock';

describe('the clock that tests move', () => {
	it('runs timers in order, each at its own moment', async () => {
		const clock = new FakeClock(1_000);
		const ran: Array<[string, number]> = [];
		const note = (name: string) => () => ran.push([name, clock.now()]);
		clock.after(30, note('c'));
		clock.after(10, note('a'));
		clock.after(10, note('b'));
		clock.after(31, note('late'));
		await clock.advance(30);
		expect(ran).toEqual([
			['a', 1_010],
			['b', 1_010],
			['c', 1_030],
		]);
		expect(clock.waits).toEqual([1]);
		expect(clock.now()).toBe(1_030);
	});

	it('runs timers that others set, and lets promises settle between', async () => {
		const clock = new FakeClock(0);
		const moments: number[] = [];
		const tick = async (): Promise<void> => {
			await Promise.resolve();
			moments.push(clock.now());
			if (moments.length < 3) clock.after(10, () => void tick());
		};
		clock.after(10, () => void tick());
		await clock.advance(100);
		expect(moments).toEqual([10, 20, 30]);
	});

	it('forgets cancelled timers', async () => {
		const clock = new FakeClock();
		const task = jest.fn();
		const cancel = clock.after(1, task);
		cancel();
		cancel();
		await clock.advance(10);
		expect(task).not.toHaveBeenCalled();
		expect(clock.pending).toBe(0);
	});

	it('says when somebody waits', async () => {
		const clock = new FakeClock();
		const waiting = clock.whenWaiting(2).then(() => clock.pending);
		clock.after(1, () => undefined);
		clock.after(1, () => undefined);
		expect(await waiting).toBe(2);
		await clock.whenWaiting();
	});

	it('goes back by correction only', async () => {
		const clock = new FakeClock(1_000);
		await expect(clock.advance(-1)).rejects.toThrow(RangeError);
		const task = jest.fn();
		clock.after(0, task);
		clock.jumpTo(500);
		expect(task).not.toHaveBeenCalled();
		expect(clock.now()).toBe(500);
	});
});
