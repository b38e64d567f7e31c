import { betweenLooks } from '../../nodes/shared/webhook/watches';
import { Simulator } from '../simulator';
import { FakeClock } from '../support/fakeClock';
import type { TestHost } from '../support/host';
import { answerOf, freshNodes, inTime, person, productionUrl, startTriggerHost, triggerWorkflow, warnings } from '../support/triggerHost';

let spectrum: Simulator;
let clock: FakeClock;
let host: TestHost;

beforeEach(async () => {
	clock = new FakeClock(Date.now());
	spectrum = await Simulator.start({ rateLimit: Infinity });
	host = await startTriggerHost(spectrum, { clock });
});

afterEach(async () => {
	await host.stop();
	await spectrum.stop();
	expect(clock.pending).toBe(0);
});

const lists = (): number => spectrum.requests.filter(({ route, status }) => route === 'listWebhooks' && status !== undefined).length;

/** An end for what hangs, not a time that anything takes. */
const mostTurns = 100_000;

/** What the control plane lists from now on for the trigger's webhook, or nothing at all. */
function listed(state: object | undefined, times = Infinity): void {
	const data = spectrum.webhooks.map(({ signingSecret: _secret, ...hook }) => ({ ...hook, ...state }));
	const body = JSON.stringify({ succeed: true, data: state === undefined ? [] : data });
	spectrum.faults.add('listWebhooks', { type: 'status', status: 200, body }, { times });
}

/** The next look of the active trigger. */
async function look(): Promise<void> {
	const before = lists();
	await clock.advance(betweenLooks);
	for (let turn = 0; lists() === before && turn < mostTurns; turn++) await new Promise((resolve) => setImmediate(resolve));
	// The answer is on its way back, and another look begins only when it is there.
	await clock.whenWaiting();
}

/** Resolves when n8n's log has a warning that fits. */
async function warning(pattern: RegExp): Promise<string> {
	for (let turn = 0; turn < mostTurns; turn++) {
		const found = warnings(host).find((message) => pattern.test(message));
		if (found !== undefined) return found;
		await new Promise((resolve) => setImmediate(resolve));
	}
	throw new Error(`No warning fits ${String(pattern)}: ${warnings(host).join('; ')}`);
}

const activate = async () => await inTime(clock, host.activate(triggerWorkflow()));

test('a webhook that was disabled while n8n was down is revived at its start, with a warning that names the reason', async () => {
	await activate();
	listed({ status: 'disabled', enabled: false, disabledReason: 'delivery_failures', disabledAt: '2026-11-20T00:00:00.000Z' }, 2);
	await inTime(clock, host.restart(freshNodes(clock)));
	const message = await warning(/found its webhook disabled/);
	expect(message).toMatch(/delivery_failures: too many deliveries in a row have failed, since 2026-11-20.*(enabled it again|registered another one)/);
	expect(spectrum.webhooks.map(({ webhookUrl }) => webhookUrl)).toEqual([productionUrl]);
	expect(answerOf(await spectrum.receive({ from: person, text: 'Hi' }).delivered)).toMatchObject({ status: 200 });
});

test('a webhook that somebody disables while the workflow is active is reported, as a warning and as a failed execution', async () => {
	await activate();
	listed({ status: 'disabled', enabled: false, disabledReason: 'manual' });
	await look();
	expect(await warning(/is disabled/)).toMatch(/manual: somebody has disabled it.*nothing starts this workflow.*Enable it/);
	const failed = await host.nextExecution();
	expect(failed).toMatchObject({ status: 'error' });
	expect(failed.error?.message).toContain('manual');
	await look();
	expect(warnings(host).filter((message) => message.includes('is disabled'))).toHaveLength(1);
});

test('a webhook that is gone while the workflow is active is reported', async () => {
	await activate();
	listed(undefined);
	await look();
	expect(await warning(/is not registered any more/)).toContain(spectrum.webhooks[0]?.id);
});

test('nothing is looked after once the workflow is deactivated', async () => {
	const active = await activate();
	expect(clock.pending).toBe(1);
	await active.deactivate();
	expect(clock.pending).toBe(0);
	const before = lists();
	await clock.advance(10 * betweenLooks);
	expect(lists()).toBe(before);
});

test('a webhook that is well is nothing to speak of', async () => {
	await activate();
	await look();
	await look();
	expect(warnings(host)).toEqual([]);
});
