import type { Simulator } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import type { TestHost } from '../../../support/host';
import {
	answerOf,
	cloudCredential,
	freshNodes,
	inTime,
	person,
	productionUrl,
	runs,
	startTriggerHost,
	testUrl,
	triggerWorkflow,
} from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const startSetting = useSpectrum((simulator) => startTriggerHost(simulator, { clock }));
let spectrum: Simulator;
let clock: FakeClock;
let host: TestHost;

beforeEach(async () => {
	clock = new FakeClock(Date.now());
	({ spectrum, host } = await startSetting({ clock, rateLimit: Infinity }));
});

const addresses = () => spectrum.webhooks.map(({ webhookUrl }) => webhookUrl);
const accepted = { status: 200, body: { status: 'accepted' } };

test('the editor gets a webhook of its own for one message', async () => {
	const listener = await host.listenForTest(triggerWorkflow());
	expect(addresses()).toEqual([testUrl]);
	const { delivered, messageId } = spectrum.receive({ from: person, text: 'Hi' });
	expect(answerOf(await delivered)).toEqual(accepted);
	const run = await host.nextExecution();
	expect(run.mode).toBe('manual');
	expect(run.json('iMessage Trigger')).toMatchObject([{ id: messageId, message: { text: 'Hi' } }]);
	await listener.ended;
	expect(addresses()).toEqual([]);
});

test('next to the active workflow: both run, and neither displaces the other', async () => {
	const active = await host.activate(triggerWorkflow());
	const [production] = spectrum.webhooks;
	const listener = await host.listenForTest(triggerWorkflow());
	expect(addresses()).toEqual([productionUrl, testUrl]);

	const { delivered } = spectrum.receive({ from: person, text: 'Hi' });
	expect((await delivered).map((result) => answerOf([result]))).toEqual([accepted, accepted]);
	const modes = [await host.nextExecution(), await host.nextExecution()].map(({ mode }) => mode);
	expect(modes.sort()).toEqual(['manual', 'webhook']);
	await listener.ended;

	expect(spectrum.webhooks).toEqual([production]);
	const next = spectrum.receive({ from: person, text: 'Still there?' });
	expect(answerOf(await next.delivered)).toEqual(accepted);
	await active.deactivate();
	expect(addresses()).toEqual([]);
});

test('deactivating while the editor listens leaves the editor its webhook', async () => {
	const active = await host.activate(triggerWorkflow());
	const listener = await host.listenForTest(triggerWorkflow());
	await active.deactivate();
	expect(addresses()).toEqual([testUrl]);
	await listener.cancel();
	expect(addresses()).toEqual([]);
});

test('activating while the editor listens leaves the editor its webhook', async () => {
	const listener = await host.listenForTest(triggerWorkflow());
	await host.activate(triggerWorkflow());
	expect(addresses()).toEqual([testUrl, productionUrl]);
	await listener.cancel();
	expect(addresses()).toEqual([productionUrl]);
});

test('a listening that fails to register does not touch the active webhook', async () => {
	await host.activate(triggerWorkflow());
	const before = spectrum.webhooks;
	spectrum.faults.add('registerWebhook', { type: 'status', status: 422 }, { times: Infinity });
	await expect(inTime(clock, host.listenForTest(triggerWorkflow()))).rejects.toThrow(/did not accept the webhook address/);
	expect(spectrum.webhooks).toEqual(before);
});

test('what a listening left behind when n8n ended is replaced', async () => {
	await host.listenForTest(triggerWorkflow());
	await host.restart(freshNodes(clock));
	expect(addresses()).toEqual([testUrl]);
	host.setCredential('cloud', cloudCredential(spectrum, { webhookSigningSecret: 'of another webhook' }));
	const listener = await host.listenForTest(triggerWorkflow());
	expect(addresses()).toEqual([testUrl]);
	const { delivered } = spectrum.receive({ from: person, text: 'Hi' });
	expect(answerOf(await delivered)).toEqual(accepted);
	await listener.ended;
	expect(addresses()).toEqual([]);
});

test('a delivery that starts nothing leaves the editor listening', async () => {
	const listener = await host.listenForTest(triggerWorkflow());
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	expect(answerOf(await spectrum.redeliver(messageId, { secret: 'wrong' })).status).toBe(401);
	expect(runs(host)).toBe(0);
	expect(answerOf(await spectrum.redeliver(messageId))).toEqual(accepted);
	await listener.ended;
});
