import { FileServer } from './examples/files';
import { runExample } from './examples/runner';
import { accepted, answerOf } from './support/deliveryCases';
import { person, triggerName, triggerWorkflow } from './support/triggerWorkflow';
import { until } from './support/until';
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
}, 90_000);

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
