import type { Simulator } from '../../../../simulator/src';
import type { TestHost } from '../../../support/host';
import { LossyProxy } from '../../../support/lossyProxy';
import {
	answerOf,
	freshNodes,
	person,
	productionUrl,
	publicHost,
	runs,
	startTriggerHost,
	triggerWorkflow,
} from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const accepted = { status: 200, body: { status: 'accepted' } };
const repeat = { status: 200, body: { status: 'repeat' } };

const startSetting = useSpectrum(startTriggerHost);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
	await host.activate(triggerWorkflow());
});

/** A message that was accepted once. */
async function received(): Promise<string> {
	const { messageId, delivered } = spectrum.receive({ from: person, text: 'Hi' });
	expect(answerOf(await delivered)).toEqual(accepted);
	return messageId;
}

const again = async (messageId: string) => answerOf(await spectrum.redeliver(messageId));

test('a repeat is answered with 200 and starts no run', async () => {
	const messageId = await received();
	expect(await again(messageId)).toEqual(repeat);
	expect(await again(messageId)).toEqual(repeat);
	expect(runs(host)).toBe(1);
});

test('of repeats that arrive at once exactly one starts a run', async () => {
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	const answers = await Promise.all(Array.from({ length: 20 }, () => again(messageId)));
	expect(answers.filter(({ body }) => (body as { status: string }).status === 'accepted')).toHaveLength(1);
	expect(answers.every(({ status }) => status === 200)).toBe(true);
	expect(runs(host)).toBe(1);
});

test('a repeat is recognised after a restart', async () => {
	const messageId = await received();
	await host.restart(freshNodes());
	expect(await again(messageId)).toEqual(repeat);
	expect(runs(host)).toBe(1);
});

test('messages that arrive at once are all recognised after a restart', async () => {
	const messageIds = await Promise.all(Array.from({ length: 20 }, received));
	await host.restart(freshNodes());
	for (const messageId of messageIds) expect(await again(messageId)).toEqual(repeat);
	expect(runs(host)).toBe(20);
});

test('a repeat is recognised although an older writer has put the stored data back', async () => {
	const old = host.staticData('trigger-workflow');
	const messageId = await received();
	await host.nextExecution();
	host.setStaticData('trigger-workflow', old);
	expect(await again(messageId)).toEqual(repeat);
	// The next message stores both.
	await received();
	await host.restart(freshNodes());
	expect(await again(messageId)).toEqual(repeat);
});

test('an answer that is lost on the way makes the sender try again, and is no second run', async () => {
	const proxy = await LossyProxy.start(host.port);
	spectrum.mapHost(publicHost, proxy.port);
	const { delivered } = spectrum.receive({ from: person, text: 'Hi' });
	const [result] = await delivered;
	expect(result?.attempts.map(({ status, failure }) => status ?? failure)).toEqual(['dropped', 200]);
	expect(answerOf(await delivered)).toEqual(repeat);
	expect(runs(host)).toBe(1);
	await proxy.stop();
});

test('another message with the same text is none', async () => {
	await received();
	await received();
	expect(runs(host)).toBe(2);
});

test.each(['another-registration', '', undefined])(
	'the webhook id, which is not signed, makes no other message of it: %j',
	async (webhookId) => {
		const messageId = await received();
		const headers = { 'x-spectrum-webhook-id': webhookId };
		expect(answerOf(await spectrum.redeliver(messageId, { headers }))).toEqual(repeat);
		expect(runs(host)).toBe(1);
	},
);

test('a message that the webhook before a rotation delivers too runs once', async () => {
	const [former] = spectrum.webhooks;
	const messageId = await received();
	await host.activate(triggerWorkflow());
	expect(spectrum.webhooks[0]?.id).not.toBe(former?.id);
	const headers = { 'x-spectrum-webhook-id': former?.id };
	expect(
		answerOf(
			await spectrum.redeliver(messageId, { headers, secret: former?.signingSecret, standardSecret: former?.standardSigningSecret }),
		),
	).toEqual(repeat);
	expect(await again(messageId)).toEqual(repeat);
	expect(runs(host)).toBe(1);
});

test('two workflows that receive the same message both run', async () => {
	const second = triggerWorkflow();
	const [trigger, next] = second.nodes;
	await host.activate({ ...second, id: 'second-workflow', nodes: [{ ...trigger, webhookId: 'hook-2' }, next] as never });
	const { messageId, delivered } = spectrum.receive({ from: person, text: 'Hi' });
	expect((await delivered).map((result) => answerOf([result]))).toEqual([accepted, accepted]);
	expect((await spectrum.redeliver(messageId)).map((result) => answerOf([result]))).toEqual([repeat, repeat]);
	expect(runs(host)).toBe(2);
});

test('two triggers of one workflow share nothing: both run, and each keeps and removes its own webhook', async () => {
	const workflow = triggerWorkflow();
	const [trigger] = workflow.nodes;
	workflow.nodes.push({ ...trigger, id: 'trigger-2', name: 'Second Trigger', webhookId: 'hook-2' } as never);
	const active = await host.activate(workflow);
	expect(spectrum.webhooks).toHaveLength(2);
	const { messageId, delivered } = spectrum.receive({ from: person, text: 'Hi' });
	expect((await delivered).map((result) => answerOf([result]))).toEqual([accepted, accepted]);
	await host.restart(freshNodes());
	expect((await spectrum.redeliver(messageId)).map((result) => answerOf([result]))).toEqual([repeat, repeat]);
	expect(runs(host)).toBe(2);
	await active.deactivate();
	expect(spectrum.webhooks).toEqual([]);
});

test('a message that two lines receive, as in a group with both, starts a run for each of them', async () => {
	const lines = ['+15550000001', '+15550000002'];
	({ spectrum, host } = await startSetting({ plan: 'dedicated', lines }));
	await host.activate(triggerWorkflow());
	const messageId = 'spc-msg-of-both';
	for (const line of lines) {
		const { delivered } = spectrum.receive({ line, from: person, text: 'Hi', messageId });
		expect(answerOf(await delivered)).toEqual(accepted);
		expect(await again(messageId)).toEqual(repeat);
	}
	expect(runs(host)).toBe(2);
	await host.restart(freshNodes());
	expect(await again(messageId)).toEqual(repeat);
});

test('a delivery that was refused is taken when it comes again rightly', async () => {
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	expect(answerOf(await spectrum.redeliver(messageId, { secret: 'wrong' })).status).toBe(401);
	expect(answerOf(await spectrum.redeliver(messageId, { timestampOffsetSeconds: -400 })).status).toBe(400);
	expect(await again(messageId)).toEqual(accepted);
});

test('the stored data names neither message nor sender', async () => {
	const messageId = await received();
	const stored = JSON.stringify(host.staticData('trigger-workflow'));
	expect(stored).toContain(productionUrl);
	expect(stored).not.toContain(messageId);
	expect(stored).not.toContain(person);
});
