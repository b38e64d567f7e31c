import { randomUUID } from 'node:crypto';
import type { Simulator } from '../../simulator/src';
import type { Credential } from '../../scripts/n8n/types';
import { accepted, answerOf } from '../support/deliveryCases';
import { person, triggerName, triggerWorkflow, type TriggerWorkflow } from './support/triggerWorkflow';
import { until } from '../../scripts/n8n/until';
import { World } from './support/world';

const foreignUrl = 'https://foreign.example.test/hook';

let world: World;
let spectrum: Simulator;
let cloud: Credential;
let workflow: TriggerWorkflow;
let workflowId: string;

beforeAll(async () => {
	world = await World.start();
}, 1_200_000);

afterAll(async () => await world?.stop());

beforeEach(async () => {
	({ spectrum, cloud } = await world.connect());
	spectrum.registerWebhook(foreignUrl);
	// What the world does with its hook is its own affair; no message of these tests goes there.
	workflow = triggerWorkflow(cloud);
	workflowId = await world.client.importWorkflow(workflow);
});

/** Whatever a test did, what it leaves behind is what others had before: nothing of ours. */
afterEach(async () => {
	await world.client.deactivate(workflowId);
	await hooksBecome([]);
});

const addresses = () => spectrum.webhooks.map(({ webhookUrl }) => webhookUrl).filter((url) => url !== foreignUrl);
const hookAt = (url: string) => spectrum.webhooks.find(({ webhookUrl }) => webhookUrl === url);
const registrations = () => spectrum.requests.filter(({ route }) => route === 'registerWebhook').length;

/** n8n goes on with activation, deactivation and the end of a listening after it has answered. */
async function hooksBecome(urls: readonly string[]): Promise<void> {
	await until(`the webhooks are ${JSON.stringify(urls)}`, () => JSON.stringify(addresses()) === JSON.stringify(urls));
	expect(hookAt(foreignUrl)).toBeDefined();
}

/** One message, delivered to every webhook of ours; the answers by address. */
async function write(text: string) {
	const { messageId } = spectrum.receive({ from: person, text, webhooks: false });
	const ours = spectrum.webhooks.filter(({ webhookUrl }) => webhookUrl !== foreignUrl);
	const results = await Promise.all(
		ours.map(async ({ id, webhookUrl }) => [webhookUrl, answerOf((await spectrum.redeliver(messageId, { webhookId: id }))[0])] as const),
	);
	return { messageId, answers: Object.fromEntries(results) };
}

async function listen(): Promise<void> {
	expect(await world.client.run(workflowId, triggerName)).toEqual({ waitingForWebhook: true });
}

test('activation registers, deactivation removes, and others keep theirs', async () => {
	await world.client.activate(workflowId);
	await hooksBecome([workflow.productionUrl]);
	expect((await write('Hi')).answers).toEqual({ [workflow.productionUrl]: accepted });
	await world.client.deactivate(workflowId);
	await hooksBecome([]);
});

test('an activation that Spectrum refuses is refused, with the reason', async () => {
	const fault = spectrum.faults.add('registerWebhook', { type: 'status', status: 422 }, { times: Infinity });
	await expect(world.client.activate(workflowId)).rejects.toThrow(/did not accept the webhook address/);
	fault.remove();
	expect(addresses()).toEqual([]);
});

test('the editor listens for one message', async () => {
	await listen();
	await hooksBecome([workflow.testUrl]);
	const { messageId, answers } = await write('Hi');
	expect(answers).toEqual({ [workflow.testUrl]: accepted });
	const [run] = await world.client.ended(workflowId, 1);
	expect([run?.status, run?.mode]).toEqual(['success', 'manual']);
	expect(run?.json(triggerName)).toMatchObject([{ id: messageId, message: { text: 'Hi' } }]);
	await hooksBecome([]);
});

test('listening beside the active workflow: both run, neither displaces the other', async () => {
	await world.client.activate(workflowId);
	await hooksBecome([workflow.productionUrl]);
	const production = hookAt(workflow.productionUrl);
	await listen();
	await hooksBecome([workflow.productionUrl, workflow.testUrl]);

	expect((await write('Hi')).answers).toEqual({ [workflow.productionUrl]: accepted, [workflow.testUrl]: accepted });
	expect((await world.client.ended(workflowId, 2)).map(({ mode }) => mode).sort()).toEqual(['manual', 'webhook']);
	await hooksBecome([workflow.productionUrl]);

	expect(hookAt(workflow.productionUrl)).toEqual(production);
	expect((await write('Still there?')).answers).toEqual({ [workflow.productionUrl]: accepted });
	await world.client.ended(workflowId, 3);
});

test('a listening that is stopped takes its own webhook away, and no other', async () => {
	await world.client.activate(workflowId);
	await listen();
	await hooksBecome([workflow.productionUrl, workflow.testUrl]);
	await world.client.stopListening(workflowId);
	await hooksBecome([workflow.productionUrl]);
});

test('deactivating while the editor listens leaves the editor its webhook', async () => {
	await world.client.activate(workflowId);
	await listen();
	await hooksBecome([workflow.productionUrl, workflow.testUrl]);
	await world.client.deactivate(workflowId);
	await hooksBecome([workflow.testUrl]);
	await world.client.stopListening(workflowId);
});

test('a delivery that starts nothing leaves the editor listening', async () => {
	await listen();
	await hooksBecome([workflow.testUrl]);
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	const webhookId = hookAt(workflow.testUrl)?.id;
	const [forged] = await spectrum.redeliver(messageId, { secret: 'wrong', webhookId });
	expect(answerOf(forged).status).toBe(401);
	expect(addresses()).toEqual([workflow.testUrl]);
	const [genuine] = await spectrum.redeliver(messageId, { webhookId });
	expect(answerOf(genuine)).toEqual(accepted);
	expect(await world.client.ended(workflowId, 1)).toHaveLength(1);
});

test('a changed workflow that is published again goes on, and loses nothing that the former secret signed', async () => {
	await world.client.activate(workflowId);
	await hooksBecome([workflow.productionUrl]);
	const former = hookAt(workflow.productionUrl);
	const [trigger, ...others] = workflow.nodes;
	if (trigger === undefined || former === undefined) throw new Error('There is nothing to change');
	await world.client.save(workflowId, {
		...workflow,
		nodes: [{ ...trigger, parameters: { ...trigger.parameters, options: { includeRaw: true } } }, ...others],
	});
	await world.client.activate(workflowId);
	await hooksBecome([workflow.productionUrl]);

	expect((await write('After')).answers).toEqual({ [workflow.productionUrl]: accepted });
	const { messageId } = spectrum.receive({ from: person, text: 'On its way since before', webhooks: false });
	const webhookId = hookAt(workflow.productionUrl)?.id;
	const headers = { 'x-spectrum-webhook-id': former.id };
	const { signingSecret: secret, standardSigningSecret: standardSecret } = former;
	const [late] = await spectrum.redeliver(messageId, {
		webhookId,
		secret,
		...(standardSecret === undefined ? {} : { standardSecret }),
		headers,
	});
	expect(answerOf(late)).toEqual(accepted);
	const runs = await world.client.ended(workflowId, 2);
	expect(runs.filter((run) => run.json(triggerName)[0]?.raw !== undefined)).toHaveLength(2);
});

test.each([
	['stopped and started', async () => await world.n8n.stop()],
	['killed and started', async () => await world.n8n.kill()],
] as const)('n8n %s keeps its webhook and its secret, and knows what it had accepted', async (_name, end) => {
	await world.client.activate(workflowId);
	await hooksBecome([workflow.productionUrl]);
	const before = hookAt(workflow.productionUrl);
	const { messageId } = await write('Before');
	await world.client.ended(workflowId, 1);

	await end();
	const looks = () => spectrum.requests.filter(({ route }) => route === 'listWebhooks').length;
	const soFar = looks();
	await world.startAgain();

	await until('n8n has looked for its webhook', () => looks() > soFar);
	const [repeat] = await spectrum.redeliver(messageId, { webhookId: before?.id });
	expect(answerOf(repeat)).toEqual({ status: 200, body: { status: 'repeat' } });
	expect((await write('After')).answers).toEqual({ [workflow.productionUrl]: accepted });
	expect(await world.client.ended(workflowId, 2)).toHaveLength(2);
	expect(hookAt(workflow.productionUrl)).toEqual(before);
	expect(registrations()).toBe(1);
});

test('a second workflow of the same credential has a webhook of its own', async () => {
	const other = { ...triggerWorkflow(cloud), name: `Other ${randomUUID()}` };
	const otherId = await world.client.importWorkflow(other);
	await world.client.activate(workflowId);
	await world.client.activate(otherId);
	await hooksBecome([workflow.productionUrl, other.productionUrl]);
	await world.client.deactivate(otherId);
	await hooksBecome([workflow.productionUrl]);
});
