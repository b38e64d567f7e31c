import { renewalTimes } from '../../../../nodes/shared/spectrum/auth/CloudTokenSource';
import { SpectrumError, type SpectrumErrorDetails } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { Outages, outageTimes } from '../../../../nodes/shared/spectrum/gateway/pool/outages';
import { openTransport as openUsualTransport } from '../../../../nodes/shared/spectrum/transport/openTransport';
import type { Transport, TransportTarget } from '../../../../nodes/shared/spectrum/transport/Transport';
import { FakeClock } from '../../../support/fakeClock';
import { FakeControlPlane, refusal as httpRefusal, success } from '../auth/support';
import { echo, failureOf, say } from '../transport/support';
import { guarded, noHttp, PoolBench, selfHosted } from './poolSupport';

const bench = new PoolBench();
afterEach(async () => await bench.tearDown());

const failure = (details: Partial<SpectrumErrorDetails>): SpectrumError =>
	new SpectrumError({ kind: 'unavailable', message: 'm', advice: 'a', ...details });
const unreached = failure({ status: 'UNAVAILABLE', connectionFailed: true, notAccepted: true });

/** A pool whose servers are in memory. Each call costs 10 ms. */
function fakeServers() {
	const clock = new FakeClock();
	const down = new Set<string>();
	let attempts = 0;
	const openTransport = (target: TransportTarget): Transport => ({
		unary: async () => {
			attempts += 1;
			clock.jumpTo(clock.now() + 10);
			await Promise.resolve();
			if (down.has('address' in target ? target.address : target.baseUrl)) throw unreached;
			return 'done' as never;
		},
		serverStream: () => {
			throw new Error('not here');
		},
		close: () => {},
	});
	const pool = bench.newPool({ clock, openTransport, random: () => 0.5 });
	/** One item, with the time that it took. */
	const item = async (address: string, token?: string) => {
		const before = clock.now();
		attempts = 0;
		let end: number | undefined;
		const call = pool
			.link(selfHosted(address, token))
			.unary(address, say, 'x', { context: noHttp })
			.then(
				(answer) => ({ answer }),
				(error: unknown) => ({ error }),
			)
			.finally(() => (end = clock.now()));
		await clock.advance(0);
		while (end === undefined) await clock.advance(100);
		return { ...(await call), milliseconds: end - before, attempts };
	};
	return { clock, down, item };
}

describe('a line that cannot be reached', () => {
	it('costs the first item of a list a minute, and the others nothing', async () => {
		const { down, item } = fakeServers();
		down.add('one:1');
		const first = await item('one:1');
		expect(first).toMatchObject({ error: { kind: 'unavailable' } });
		expect(first.attempts).toBeGreaterThan(5);
		expect(first.milliseconds).toBeGreaterThan(50_000);
		for (let index = 0; index < 3; index++) {
			expect(await item('one:1')).toMatchObject({
				error: { kind: 'unavailable', message: 'm', notAccepted: true },
				milliseconds: 0,
				attempts: 0,
			});
		}
	});

	it('is looked for again after a second, not for as long, and is as before once it is back', async () => {
		const { clock, down, item } = fakeServers();
		down.add('one:1');
		await item('one:1');
		await clock.advance(outageTimes.fresh);
		const again = await item('one:1');
		expect(again.attempts).toBeGreaterThan(1);
		expect(again.milliseconds).toBeLessThanOrEqual(outageTimes.shortTry);
		expect(await item('one:1')).toMatchObject({ attempts: 0 });
		await clock.advance(outageTimes.fresh);
		down.clear();
		expect(await item('one:1')).toMatchObject({ answer: 'done', attempts: 1 });
		down.add('one:1');
		expect((await item('one:1')).milliseconds).toBeGreaterThan(50_000);
	});

	it('says nothing of another line, nor of another credential', async () => {
		const { down, item } = fakeServers();
		down.add('one:1');
		await item('one:1');
		expect(await item('two:1')).toMatchObject({ answer: 'done' });
		expect((await item('one:1', 'another-token')).attempts).toBeGreaterThan(1);
	});
});

describe('the memory', () => {
	const clock = new FakeClock();
	const outages = new Outages(clock);
	const after = (details: Partial<SpectrumErrorDetails>): string => {
		outages.ended('line');
		outages.ended('line', failure(details));
		return outages.approach('line').how;
	};

	it.each<[string, Partial<SpectrumErrorDetails>]>([
		['a connection that could not be made', { status: 'UNAVAILABLE', connectionFailed: true, notAccepted: true }],
		['a server that says so itself', { status: 'UNAVAILABLE', retryable: true }],
		['a control plane that is not there', { connectionFailed: true }],
		['a control plane that fails', { kind: 'internal', status: 'HTTP 500', retryable: true }],
		['a control plane that has had enough', { kind: 'quota', status: 'HTTP 429', retryable: true }],
		['a control plane that does not answer', { kind: 'timeout', retryable: true }],
	])('keeps %s', (_name, details) => expect(after(details)).toBe('notAtAll'));

	it.each<[string, Partial<SpectrumErrorDetails>]>([
		['a connection that broke under one request', { status: 'UNAVAILABLE', connectionFailed: true }],
		['a quota of one recipient', { kind: 'quota', status: 'RESOURCE_EXHAUSTED', retryable: true }],
		['a failure of one request', { kind: 'internal', status: 'INTERNAL', retryable: true }],
		['a request that was not answered', { kind: 'timeout', status: 'DEADLINE_EXCEEDED' }],
		['a wrong request', { kind: 'invalid', status: 'INVALID_ARGUMENT' }],
		['a wrong secret, which is found at once', { kind: 'authentication', status: 'HTTP 401' }],
	])('forgets at %s', (_name, details) => expect(after(details)).toBe('asUsual'));

	it('keeps renewed tokens that are refused from the second on, in a row', () => {
		const refusedToken = { kind: 'authentication', status: 'UNAUTHENTICATED' } as const;
		expect(after(refusedToken)).toBe('asUsual');
		outages.ended('line', failure(refusedToken));
		expect(outages.approach('line').how).toBe('notAtAll');
		expect(after(refusedToken)).toBe('asUsual');
	});

	it('is left alone by a call that was stopped', () => {
		outages.ended('line', unreached);
		outages.ended('line', failure({ kind: 'cancelled' }));
		expect(outages.approach('line').how).toBe('notAtAll');
	});

	it('lets one caller look, ends after a minute, and does not outlast a clock that is set back', () => {
		outages.ended('line', unreached);
		clock.jumpTo(clock.now() + outageTimes.fresh);
		expect([outages.approach('line').how, outages.approach('line').how]).toEqual(['briefly', 'notAtAll']);
		clock.jumpTo(clock.now() + outageTimes.remembered);
		expect(outages.approach('line').how).toBe('asUsual');
		outages.ended('line', unreached);
		clock.jumpTo(clock.now() - 3_600_000);
		expect(outages.approach('line').how).toBe('asUsual');
	});

	it('carries nothing of the call that failed into another', () => {
		outages.ended('line', failure({ connectionFailed: true, mayBeAccepted: true }));
		expect(outages.approach('line')).toMatchObject({ how: 'notAtAll', error: { mayBeAccepted: false, notAccepted: true } });
	});
});

it('a control plane that is down is not asked for each item', async () => {
	let isDown = true;
	const plane = new FakeControlPlane(() => (isDown ? httpRefusal(503) : success({ type: 'shared', token: 'token-1', expiresIn: 3_600 })));
	const clock = new FakeClock();
	const { link, context } = await bench.cloudLink({ say: guarded('token-1', []) }, plane, { clock });
	const first = failureOf(link.inventory(context));
	await clock.advance(61_000);
	expect(await first).toMatchObject({ status: 'HTTP 503' });
	// The memory is older than a second by now.
	const second = failureOf(link.inventory(context));
	// Its last attempt may have had to wait for its turn.
	await clock.advance(outageTimes.shortTry + renewalTimes.longestSpacing);
	expect(await second).toMatchObject({ status: 'HTTP 503' });
	isDown = false;
	const third = link.inventory(context);
	await clock.advance(renewalTimes.longestSpacing);
	expect((await third).lines).toHaveLength(1);
});

it('tokens that are refused for good do not make each item wait for the next renewal', async () => {
	const seen: string[] = [];
	const clock = new FakeClock();
	const { link, context } = await bench.cloudLink({ say: guarded('none', seen) }, undefined, { clock });
	const item = async (): Promise<void> => {
		const error = await failureOf(link.unary('shared', say, 'x', { context }));
		expect(error).toMatchObject({ kind: 'authentication', message: expect.stringContaining('does not accept the tokens') });
	};
	await item();
	const second = item();
	// It waits for the next renewal; beside its wait there are the countdowns of the connection and of the credential.
	while (clock.pending === 0 || Math.min(...clock.waits) > 5_000) await new Promise((resolve) => setImmediate(resolve));
	await clock.advance(5_000);
	await second;
	for (let index = 0; index < 5; index++) await item();
	expect(seen).toHaveLength(4);
});

it.each<[string, () => Promise<string> | string, boolean]>([
	['a name that does not resolve', () => 'spectrum-lines.invalid:443', true],
	['TLS against a server without', async () => (await bench.serve({ say: echo })).address, true],
	['no TLS against a server with it', async () => (await bench.serveCloud({ say: echo })).proxy.address, false],
])('%s fails within seconds, and is tried again in them', async (_name, addressOf, tls) => {
	const address = await addressOf();
	const errors: SpectrumError[] = [];
	const openTransport = (target: TransportTarget): Transport => {
		const inner = openUsualTransport(target);
		const unary: Transport['unary'] = async (...call) => {
			try {
				return await inner.unary(...call);
			} catch (error) {
				errors.push(error as SpectrumError);
				throw error;
			}
		};
		return { unary, serverStream: (...call) => inner.serverStream(...call), close: () => inner.close() };
	};
	// Draws that are not zero, or it would be tried again without a pause.
	const link = bench.newPool({ openTransport, random: () => 0.7 }).link({ ...selfHosted(address), tls });
	const begun = performance.now();
	const error = await failureOf(link.unary(address, say, 'x', { context: noHttp }));
	expect(error).toMatchObject({ kind: 'unavailable', lasting: true });
	expect(errors.length).toBeGreaterThan(1);
	// A minute is what everything else has.
	expect(performance.now() - begun).toBeLessThan(30_000);
});
