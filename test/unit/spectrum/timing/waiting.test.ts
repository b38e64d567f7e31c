import { delay, unlessAborted, within } from '../../../../nodes/shared/spectrum/timing/waiting';
import { FakeClock } from '../../../support/fakeClock';
import { deferred, failureOf } from '../transport/support';

describe('unlessAborted', () => {
	it('settles as the work does', async () => {
		const { signal } = new AbortController();
		expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1);
		const error = new Error('no');
		expect(await failureOf(unlessAborted(Promise.reject(error), signal))).toBe(error);
		expect(await unlessAborted(Promise.resolve(2), undefined)).toBe(2);
	});

	it('takes care of work that fails although nobody waited for it', async () => {
		const unhandled = jest.fn();
		process.on('unhandledRejection', unhandled);
		const failing = new Promise<never>((_resolve, reject) => setImmediate(() => reject(new Error('nobody hears this'))));
		expect(await failureOf(unlessAborted(failing, AbortSignal.abort()))).toMatchObject({ kind: 'cancelled' });
		for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
		process.off('unhandledRejection', unhandled);
		expect(unhandled).not.toHaveBeenCalled();
	});

	it('leaves the work to itself when aborted', async () => {
		const work = deferred<number>();
		const controller = new AbortController();
		const waiting = failureOf(unlessAborted(work.promise, controller.signal));
		controller.abort();
		expect(await waiting).toMatchObject({ kind: 'cancelled' });
		work.resolve(3);
		expect(await work.promise).toBe(3);
	});
});

describe('delay', () => {
	it('ends when the time is over', async () => {
		const clock = new FakeClock();
		let ended = false;
		const waiting = delay(1_000, clock, undefined).then(() => {
			ended = true;
		});
		await clock.advance(999);
		expect(ended).toBe(false);
		await clock.advance(1);
		await waiting;
		expect(ended).toBe(true);
	});

	it('does not begin for a signal that is aborted already', async () => {
		const clock = new FakeClock();
		expect(await failureOf(delay(1_000, clock, AbortSignal.abort()))).toMatchObject({ kind: 'cancelled' });
		expect(clock.pending).toBe(0);
	});
});

describe('within', () => {
	it('settles as the work does, and leaves no timer behind', async () => {
		const clock = new FakeClock();
		expect(await within(Promise.resolve(1), 1_000, clock, 'late')).toBe(1);
		const error = new Error('no');
		expect(await failureOf(within(Promise.reject(error), 1_000, clock, 'late'))).toBe(error);
		expect(clock.pending).toBe(0);
	});

	it('stops waiting when the time is over', async () => {
		const clock = new FakeClock();
		const work = deferred<number>();
		const waiting = within(work.promise, 1_000, clock, 'late');
		await clock.advance(1_000);
		expect(await waiting).toBe('late');
		work.resolve(3);
		expect(await work.promise).toBe(3);
	});
});
