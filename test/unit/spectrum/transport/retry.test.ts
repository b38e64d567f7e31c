import { errorKinds, SpectrumError, type SpectrumErrorDetails } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import {
	callWithRetry,
	defaultRetryPolicy,
	lastingMilliseconds,
	retryDecision,
	type RetryPolicy,
} from '../../../../nodes/shared/spectrum/transport/retry';
import { FakeClock } from '../../../support/fakeClock';
import { failureOf, seeded } from './support';

const policy: RetryPolicy = {
	base: 100,
	cap: 1_000,
	totalMilliseconds: 10_000,
	leastAttemptMilliseconds: 500,
};
const half = () => 0.5;

function failure(details: Partial<SpectrumErrorDetails> = {}): SpectrumError {
	return new SpectrumError({ kind: 'unavailable', message: 'm', advice: 'a', ...details });
}
const passing = failure({ retryable: true });
const broken = failure({ connectionFailed: true });

describe('retryDecision', () => {
	it.each(errorKinds.filter((kind) => kind !== 'cancelled' && kind !== 'duplicate'))(
		'lets the server decide on a failure of kind %s',
		(kind) => {
			expect(retryDecision(failure({ kind, retryable: true }), 1, 0, policy, half).retry).toBe(true);
			expect(retryDecision(failure({ kind, retryable: false }), 1, 0, policy, half).retry).toBe(false);
			expect(retryDecision(failure({ kind }), 1, 0, policy, half).retry).toBe(false);
		},
	);

	it('retries a connection that broke before an answer', () => {
		expect(retryDecision(broken, 1, 0, policy, half).retry).toBe(true);
	});

	it('gives up early what seldom passes', () => {
		const lasting = failure({ connectionFailed: true, lasting: true });
		expect(retryDecision(lasting, 1, lastingMilliseconds - policy.leastAttemptMilliseconds - 50, policy, half).retry).toBe(true);
		expect(retryDecision(lasting, 1, lastingMilliseconds - policy.leastAttemptMilliseconds - 49, policy, half).retry).toBe(false);
		expect(lastingMilliseconds).toBe(5_000);
	});

	it('never retries what the caller stopped', () => {
		const stopped = failure({ kind: 'cancelled', retryable: true, connectionFailed: true });
		expect(retryDecision(stopped, 1, 0, policy, half)).toEqual({ retry: false });
	});

	it('never repeats what the server has done already, whatever it says of a repeat', () => {
		const repeated = failure({ kind: 'duplicate', code: 'duplicateMessage', retryable: true });
		expect(retryDecision(repeated, 1, 0, policy, half)).toEqual({ retry: false });
	});

	it('doubles the bound of the delay up to the cap', () => {
		const delays = [1, 2, 3, 4, 5, 6, 50].map((attempt) => retryDecision(passing, attempt, 0, policy, half));
		expect(delays).toEqual([50, 100, 200, 400, 500, 500, 500].map((delayMilliseconds) => ({ retry: true, delayMilliseconds })));
	});

	it('draws the delay from the whole span down to zero', () => {
		const seed = Date.now() % 1_000_000;
		console.info(`seed ${seed}`);
		const random = seeded(seed);
		const draws = Array.from({ length: 2_000 }, () => {
			const decision = retryDecision(passing, 4, 0, policy, random);
			return decision.retry ? decision.delayMilliseconds : Number.NaN;
		});
		const bound = 800;
		expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
		expect(Math.min(...draws)).toBeLessThan(bound * 0.05);
		expect(Math.max(...draws)).toBeLessThan(bound);
		expect(Math.max(...draws)).toBeGreaterThan(bound * 0.95);
		const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
		expect(mean).toBeGreaterThan(bound * 0.45);
		expect(mean).toBeLessThan(bound * 0.55);
	});

	it('waits at least as long as the server asked, and not the same for everyone', () => {
		const asked = failure({ retryable: true, retryAfterMilliseconds: 3_000 });
		expect(retryDecision(asked, 1, 0, policy, () => 0)).toEqual({ retry: true, delayMilliseconds: 3_000 });
		expect(retryDecision(asked, 1, 0, policy, half)).toEqual({ retry: true, delayMilliseconds: 3_050 });
	});

	it('stops when too little time would be left for another attempt', () => {
		expect(retryDecision(passing, 1, 9_450, policy, half)).toEqual({ retry: true, delayMilliseconds: 50 });
		expect(retryDecision(passing, 1, 9_451, policy, half)).toEqual({ retry: false });
		const asked = failure({ retryable: true, retryAfterMilliseconds: 3_600_000 });
		expect(retryDecision(asked, 1, 0, policy, half)).toEqual({ retry: false });
	});
});

describe('callWithRetry', () => {
	it('makes attempts until one succeeds, and waits in between', async () => {
		const clock = new FakeClock();
		const seen: Array<[number, number]> = [];
		const started = clock.now();
		const result = callWithRetry({ clock, random: half, policy }, async (attempt, left) => {
			seen.push([attempt, left]);
			if (attempt < 3) throw attempt === 1 ? passing : broken;
			return await Promise.resolve('done');
		});
		await clock.advance(49);
		expect(seen).toHaveLength(1);
		await clock.advance(1);
		expect(seen).toHaveLength(2);
		await clock.advance(100);
		expect(await result).toBe('done');
		expect(seen).toEqual([
			[1, 10_000],
			[2, 9_950],
			[3, 9_850],
		]);
		expect(clock.now() - started).toBe(150);
		expect(clock.pending).toBe(0);
	});

	it('gives the last failure when the time is used up, within the limit', async () => {
		const clock = new FakeClock();
		const started = clock.now();
		let attempts = 0;
		let ended = 0;
		const result = failureOf(
			callWithRetry({ clock, random: half, policy }, async () => {
				attempts += 1;
				await Promise.resolve();
				throw failure({ retryable: true, code: `attempt ${attempts}` });
			}).finally(() => {
				ended = clock.now() - started;
			}),
		);
		await clock.advance(60_000);
		expect(await result).toMatchObject({ code: `attempt ${attempts}` });
		expect(attempts).toBeGreaterThan(15);
		expect(ended).toBeGreaterThan(8_000);
		expect(ended).toBeLessThanOrEqual(policy.totalMilliseconds - policy.leastAttemptMilliseconds);
		expect(clock.pending).toBe(0);
	});

	it('gives a failure that nobody called passing at once', async () => {
		const clock = new FakeClock();
		const attempt = jest.fn(async () => await Promise.reject(failure({ kind: 'invalid' })));
		expect(await failureOf(callWithRetry({ clock, random: half }, attempt))).toMatchObject({ kind: 'invalid' });
		expect(attempt).toHaveBeenCalledTimes(1);
	});

	it('makes a SpectrumError of anything else, and does not retry it', async () => {
		const clock = new FakeClock();
		const attempt = jest.fn(async () => await Promise.reject(new TypeError('x is undefined')));
		const error = await failureOf(callWithRetry({ clock, random: half }, attempt));
		expect(error).toBeInstanceOf(SpectrumError);
		expect(error).toMatchObject({ kind: 'internal', cause: { name: 'TypeError' } });
		expect(attempt).toHaveBeenCalledTimes(1);
	});

	it('stops waiting at once when aborted, and leaves no timer', async () => {
		const clock = new FakeClock();
		const controller = new AbortController();
		const attempt = jest.fn(async () => await Promise.reject(passing));
		const result = failureOf(callWithRetry({ clock, random: half, policy, signal: controller.signal }, attempt));
		await clock.whenWaiting();
		controller.abort();
		expect(await result).toMatchObject({ kind: 'cancelled' });
		expect(clock.pending).toBe(0);
		expect(attempt).toHaveBeenCalledTimes(1);
	});

	it('makes no attempt for a signal that is aborted already', async () => {
		const attempt = jest.fn(async () => await Promise.resolve(1));
		const options = { clock: new FakeClock(), random: half, signal: AbortSignal.abort() };
		expect(await failureOf(callWithRetry(options, attempt))).toMatchObject({ kind: 'cancelled' });
		expect(attempt).not.toHaveBeenCalled();
	});

	it('ends with a failure that the caller calls final, whatever it says of itself', async () => {
		const attempt = jest.fn(async () => await Promise.reject(passing));
		const options = { clock: new FakeClock(), random: half, isFinal: (error: SpectrumError) => error === passing };
		expect(await failureOf(callWithRetry(options, attempt))).toBe(passing);
		expect(attempt).toHaveBeenCalledTimes(1);
	});

	describe('says of the last failure that an earlier attempt may have been accepted', () => {
		const cause = new Error('why');
		const refusal = failure({ kind: 'quota', message: 'Too many', code: 'dailyLimitExceeded', context: { limit: '50' }, cause });
		const after = async (...earlier: SpectrumError[]) => {
			const failures = [...earlier, refusal];
			const options = { clock: new FakeClock(), random: () => 0, policy };
			const result = failureOf(callWithRetry(options, async (attempt) => await Promise.reject(failures[attempt - 1] ?? refusal)));
			await options.clock.advance(10_000);
			return await result;
		};

		it.each([
			...(['unavailable', 'timeout', 'internal', 'protocol'] as const).map((kind) => failure({ kind, retryable: true })),
			failure({ kind: 'quota', connectionFailed: true }),
		])('after %j', async (earlier) => {
			const refusedToo = failure({ kind: 'quota', retryable: true });
			for (const attempts of [[earlier], [earlier, refusedToo]]) {
				const error = await after(...attempts);
				expect(error).toBeInstanceOf(SpectrumError);
				expect(error).toMatchObject({
					kind: 'quota',
					message: 'Too many',
					advice: 'a',
					code: 'dailyLimitExceeded',
					context: { limit: '50' },
					mayBeAccepted: true,
				});
				expect((error as SpectrumError).cause).toBe(cause);
			}
		});

		it('but not when all were refused, or there was only one', async () => {
			expect(refusal.mayBeAccepted).toBe(false);
			expect(await after()).toBe(refusal);
			expect(await after(failure({ kind: 'quota', retryable: true }))).toBe(refusal);
		});

		it('also when the caller calls it final', async () => {
			const clock = new FakeClock();
			const options = { clock, random: () => 0, policy, isFinal: (error: SpectrumError) => error === refusal };
			const result = failureOf(callWithRetry(options, async (attempt) => await Promise.reject(attempt === 1 ? broken : refusal)));
			await clock.advance(1_000);
			expect(await result).toMatchObject({ kind: 'quota', mayBeAccepted: true });
		});
	});

	it('has documented defaults', () => {
		expect(defaultRetryPolicy).toEqual({
			base: 250,
			cap: 8_000,
			totalMilliseconds: 60_000,
			leastAttemptMilliseconds: 1_000,
		});
	});
});

it('a clock that is set back does not give more time', async () => {
	const clock = new FakeClock();
	let attempts = 0;
	const call = failureOf(
		callWithRetry({ clock, random: () => 0.999, policy }, async () => {
			attempts += 1;
			if (attempts % 2 === 0) clock.jumpTo(clock.now() - 3_600_000);
			await Promise.resolve();
			throw passing;
		}),
	);
	for (let step = 0; step < 60; step++) await clock.advance(500);
	expect(await call).toMatchObject({ message: 'm', retryable: true });
	expect(attempts).toBeLessThan(30);
});
