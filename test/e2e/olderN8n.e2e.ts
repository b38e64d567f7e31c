import { FileServer } from './examples/files';
import { runExample } from './examples/runner';
import { accepted, answerOf } from '../support/deliveryCases';
import { everySecond, textOf, textsOf } from './support/logStage';
import { note } from '../../scripts/n8n/progress';
import { campaignList, campaignNode, campaignTo } from './support/campaignWorkflow';
import { awake } from './support/awake';
import { person, triggerName, triggerWorkflow } from './support/triggerWorkflow';
import { until } from '../../scripts/n8n/until';
import { World } from './support/world';

/** One operation of each node, and of each way to bring a file. */
const examples = [
	'answer-a-message',
	'send-attachment',
	'send-attachment-from-url',
	'effect-text',
	'tapback-add',
	'typing-type-for-a-while',
	'background-get',
	'poll-vote',
	'space-create-group',
	'conversation-history',
	'conversation-download-attachment',
];

let world: World;
let files: FileServer;

beforeAll(async () => {
	files = await FileServer.start();
	world = await World.start({ version: '2.8' });
}, 1_200_000);

afterAll(async () => {
	await world?.stop();
	await files.stop();
});

test('both credentials, right and wrong', async () => {
	const { spectrum, cloud, own } = await world.connect({ plan: 'dedicated' });
	const { client } = world;
	expect(await client.testCredential(cloud, spectrum.cloudCredential())).toMatchObject({ status: 'OK' });
	expect(await client.testCredential(cloud, spectrum.cloudCredential({ projectSecret: 'wrong' }))).toMatchObject({ status: 'Error' });
	expect(await client.testCredential(own, spectrum.selfHostedCredential())).toMatchObject({ status: 'OK' });
	expect(await client.testCredential(own, spectrum.selfHostedCredential({ apiKey: 'wrong' }))).toMatchObject({ status: 'Error' });
});

test.each(examples)('%s', async (name) => await runExample(world, files, name));

test('listening beside the active workflow, and a restart', async () => {
	const { spectrum, cloud } = await world.connect();
	const workflow = triggerWorkflow(cloud);
	const id = await world.client.importWorkflow(workflow);
	const addresses = () => spectrum.webhooks.map(({ webhookUrl }) => webhookUrl);
	await world.client.activate(id);
	const production = spectrum.webhooks[0];
	expect(addresses()).toEqual([workflow.productionUrl]);

	expect(await world.client.run(id, triggerName)).toEqual({ waitingForWebhook: true });
	await until('the editor listens', () => addresses().includes(workflow.testUrl));
	const first = await spectrum.receive({ from: person, text: 'Hi' }).delivered;
	expect(first.map(answerOf)).toEqual([accepted, accepted]);
	expect((await world.client.ended(id, 2)).map(({ mode }) => mode).sort()).toEqual(['manual', 'webhook']);
	await until('the editor has stopped listening', () => addresses().length === 1);

	await world.n8n.stop();
	await world.startAgain();
	expect(spectrum.webhooks).toEqual([production]);
	const [second] = await spectrum.receive({ from: person, text: 'Still there?' }).delivered;
	expect(answerOf(second)).toEqual(accepted);
	await world.client.ended(id, 3);
	await world.client.deactivate(id);
	expect(addresses()).toEqual([]);
});

test('a campaign: who it may write to gets it once, and the next run knows', async () => {
	const { spectrum, cloud } = await world.connect({ plan: 'dedicated' });
	const [ada, grace, edith] = awake(3) as [string, string, string];
	spectrum.receive({ from: edith, text: 'STOP', webhooks: false });
	const id = await world.client.importWorkflow(campaignTo([ada, grace, edith, ada], cloud));
	for (const [round, sent] of [2, 0].entries()) {
		await world.client.run(id, campaignList);
		const run = (await world.client.ended(id, round + 1)).at(-1);
		expect([run?.status, run?.error]).toEqual(['success', undefined]);
		expect([0, 1, 2].map((output) => run?.items(campaignNode, output).length)).toEqual([sent, 0, 4 - sent]);
	}
	expect([ada, grace, edith].map((phone) => spectrum.phone(phone).messages.length)).toEqual([1, 1, 0]);
});

describe('the event log', () => {
	const everyWay = [{ receiveBy: 'stream' }, everySecond] as const;

	test.each(everyWay)('one run for an event, and one for the editor ($receiveBy)', async (parameters) => {
		const { spectrum, cloud } = await world.connect({ plan: 'dedicated' });
		const id = await world.client.importWorkflow(triggerWorkflow(cloud, { ...parameters, options: { testEvent: 'next' } }));
		await world.client.activate(id);
		spectrum.receive({ from: person, text: 'Hi' });
		expect((await world.client.ended(id, 1)).map((run) => [run.mode, run.status, textOf(run)])).toEqual([['trigger', 'success', 'Hi']]);

		const { executionId } = await world.client.run(id, triggerName);
		let said = 0;
		await until('the editor hears an event', async () => {
			spectrum.receive({ from: person, text: String(++said) });
			return (await world.client.statusOf(executionId ?? '')) === 'success';
		});
		const runs = await world.client.ended(id, said + 2);
		expect(runs.filter(({ mode }) => mode === 'manual')).toHaveLength(1);
		await world.client.deactivate(id);
		await until('no stream is open', () => spectrum.streams.length === 0);
		expect(spectrum.webhooks).toEqual([]);
	});

	test.each(everyWay)('a kill in the middle loses nothing; what was on its way may come again ($receiveBy)', async (parameters) => {
		const { spectrum, cloud } = await world.connect({ plan: 'dedicated' });
		const pause = { type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters: { amount: 0.3 } };
		const id = await world.client.importWorkflow(triggerWorkflow(cloud, parameters, pause));
		await world.client.activate(id);
		const texts = Array.from({ length: 100 }, (_, index) => String(1_000 + index));
		for (const text of texts) spectrum.receive({ from: person, text });
		await until('some have a run', async () => (await world.client.executions(id)).length >= 30);
		await world.n8n.kill();
		await world.startAgain();
		const runs = await until('each event has a run', async () => {
			const all = await world.client.executions(id);
			return new Set(all.map(textOf)).size === texts.length && all;
		});
		expect([...new Set(textsOf(runs))]).toEqual(texts);
		await world.client.deactivate(id);
		const total = (await world.client.executions(id)).length;
		note(`${total - texts.length} of ${texts.length} events came again after a kill (${parameters.receiveBy})`);
		// Runs at a time, and as many whose end the store did not hear of.
		expect(total - texts.length).toBeLessThanOrEqual(2 * 20);
	});
});
