import { betweenChecks } from '../../../../nodes/shared/spectrum/webhook/watches';
import type { Generation, Simulator } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import type { TestHost } from '../../../support/host';
import {
	answerOf,
	cloudCredential,
	freshNodes,
	inTime,
	person,
	productionUrl,
	startTriggerHost,
	triggerWorkflow,
	warnings,
} from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const startSetting = useSpectrum((simulator) => startTriggerHost(simulator, { clock }));
let spectrum: Simulator;
let clock: FakeClock;
let host: TestHost;

async function start(generation: Generation = 'november'): Promise<void> {
	clock = new FakeClock(Date.now());
	({ spectrum, host } = await startSetting({ rateLimit: Infinity, generation }));
	await inTime(clock, host.activate(triggerWorkflow()));
}

afterEach(() => {
	expect(clock.pending).toBe(0);
});

const lists = (): number => spectrum.requests.filter(({ route, status }) => route === 'listWebhooks' && status !== undefined).length;

/** An end for what hangs, not a time that anything takes. */
const mostTurns = 100_000;

function hook(simulator = spectrum) {
	const [own] = simulator.webhooks;
	if (own === undefined) throw new Error('Nothing is registered');
	return own;
}

/** The next look of the active trigger. */
async function look(): Promise<void> {
	const before = lists();
	await clock.advance(betweenChecks);
	for (let turn = 0; lists() === before && turn < mostTurns; turn++) await new Promise((resolve) => setImmediate(resolve));
	// The answer is on its way back; then another look is due, or a call that waits for its turn.
	await clock.whenWaiting();
}

/** Resolves when n8n's log has a warning that fits. Calls that wait for their turn are let go. */
async function warning(pattern: RegExp): Promise<string> {
	for (let turn = 0; turn < mostTurns; turn++) {
		const found = warnings(host).find((message) => pattern.test(message));
		if (found !== undefined) return found;
		if ((clock.waits[0] ?? Number.POSITIVE_INFINITY) <= 1_000) await clock.advance(1_000);
		await new Promise((resolve) => setImmediate(resolve));
	}
	throw new Error(`No warning fits ${String(pattern)}: ${warnings(host).join('; ')}`);
}

async function expectDelivery(): Promise<void> {
	expect(answerOf(await spectrum.receive({ from: person, text: 'Hi' }).delivered)).toMatchObject({
		status: 200,
		body: { status: 'accepted' },
	});
}

test('a webhook that was disabled while n8n was down is enabled at its start, with a warning that names the reason', async () => {
	await start();
	const before = spectrum.dashboard.disableWebhook(hook().id, 'delivery_failures');
	await inTime(clock, host.restart(freshNodes(clock)));
	expect(await warning(/found its webhook disabled/)).toMatch(
		/delivery_failures: too many deliveries failed in a row, since .*has enabled it again/,
	);
	expect(spectrum.webhooks).toMatchObject([{ id: before.id, webhookUrl: productionUrl }]);
	await expectDelivery();
});

test('a person who activates the workflow enables it, also where a person had disabled it', async () => {
	await start();
	spectrum.dashboard.disableWebhook(hook().id);
	await inTime(clock, host.restart(freshNodes(clock)));
	expect(await warning(/found its webhook disabled/)).toContain('manual: a person has disabled it');
	await expectDelivery();
});

test('a webhook that was registered by hand is enabled likewise', async () => {
	clock = new FakeClock(Date.now());
	({ spectrum, host } = await startSetting({ rateLimit: Infinity }, async (simulator) => {
		simulator.registerWebhook(productionUrl);
		const byHand = simulator.dashboard.disableWebhook(hook(simulator).id, 'receiver_gone');
		return await startTriggerHost(simulator, { clock, credential: { webhookSigningSecret: byHand.signingSecret } });
	}));
	await inTime(clock, host.activate(triggerWorkflow()));
	expect(await warning(/found its webhook disabled/)).toContain('receiver_gone');
	await expectDelivery();
});

test('a webhook that Spectrum disables while the workflow is active is enabled at the next look, and reported', async () => {
	await start();
	spectrum.dashboard.disableWebhook(hook().id, 'delivery_failures');
	await look();
	expect(await warning(/is enabled again/)).toContain('Spectrum had disabled the webhook (delivery_failures');
	expect(await host.nextExecution()).toMatchObject({ status: 'error' });
	expect(hook().disabledAt).toBeUndefined();
});

test('a webhook that somebody disables while the workflow is active is reported, as a warning and as a failed execution', async () => {
	await start();
	spectrum.dashboard.disableWebhook(hook().id);
	await look();
	expect(await warning(/is disabled/)).toMatch(/manual: a person has disabled it.*nothing starts this workflow.*Enable it/);
	const failed = await host.nextExecution();
	expect(failed).toMatchObject({ status: 'error' });
	expect(failed.error?.message).toContain('manual');
	await look();
	expect(warnings(host).filter((message) => message.includes('is disabled'))).toHaveLength(1);
	expect(hook().disabledReason).toBe('manual');
});

test('a webhook that is gone while the workflow is active is reported', async () => {
	await start();
	const { id } = hook();
	spectrum.deleteWebhook(id);
	await look();
	expect(await warning(/is no longer registered/)).toContain(id);
});

test('many workflows share one look, and stay within five calls a second', async () => {
	await start();
	for (let index = 0; index < 6; index++) {
		const workflow = triggerWorkflow();
		const [trigger, next] = workflow.nodes;
		await inTime(
			clock,
			host.activate({ ...workflow, id: `flow-${index}`, nodes: [{ ...trigger, webhookId: `many-${index}` }, next] as never }),
		);
	}
	for (const { id } of spectrum.webhooks) spectrum.dashboard.disableWebhook(id, 'delivery_failures');
	const before = spectrum.requests.length;
	await look();
	for (let turn = 0; turn < mostTurns && spectrum.webhooks.some(({ disabledAt }) => disabledAt !== undefined); turn++) {
		if ((clock.waits[0] ?? Number.POSITIVE_INFINITY) <= 1_000) await clock.advance(250);
		await new Promise((resolve) => setImmediate(resolve));
	}
	const routes = spectrum.requests.slice(before).map(({ route }) => route);
	expect(routes).toEqual(['listWebhooks', ...Array<string>(7).fill('updateWebhook')]);
});

test('nothing is looked after once the workflow is deactivated', async () => {
	clock = new FakeClock(Date.now());
	({ spectrum, host } = await startSetting({ rateLimit: Infinity }));
	const active = await inTime(clock, host.activate(triggerWorkflow()));
	expect(clock.pending).toBe(1);
	await active.deactivate();
	expect(clock.pending).toBe(0);
	const before = lists();
	await clock.advance(10 * betweenChecks);
	expect(lists()).toBe(before);
});

test.each<Generation>(['july', 'november'])('a webhook that is well is nothing to speak of (%s)', async (generation) => {
	await start(generation);
	await look();
	await look();
	expect(warnings(host)).toEqual([]);
});

test('a secret of Standard Webhooks that was rotated on the dashboard changes nothing during the overlap', async () => {
	await start();
	spectrum.dashboard.rotateStandardSecret(hook().id);
	await expectDelivery();
});

test('after the overlap it is refused until the credential has it', async () => {
	await start();
	const secret = spectrum.dashboard.rotateStandardSecret(hook().id, 0);
	expect(answerOf(await spectrum.receive({ from: person, text: 'Hi' }).delivered)).toMatchObject({ status: 401 });
	expect(await warning(/refused a webhook request/)).toContain('rotated its secret');
	host.setCredential('cloud', cloudCredential(spectrum, { webhookSigningSecret: secret }));
	await expectDelivery();
});
