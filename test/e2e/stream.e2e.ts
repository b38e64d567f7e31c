import { createHash, randomBytes } from 'node:crypto';
import { friend, happen, happenings } from './support/happenings';
import { LogStage, ofOneLink, textOf, textsOf } from './support/logStage';
import { person, triggerName, triggerWorkflow } from './support/triggerWorkflow';
import { until } from '../../scripts/n8n/until';

let stage: LogStage;

beforeAll(async () => {
	stage = await LogStage.start();
}, 1_200_000);

afterAll(async () => await stage?.world.stop());

beforeEach(async () => await stage.begin());
afterEach(async () => await stage.end());

test.each(['cloud', 'own'] as const)('every kind of event starts one run (%s credential), and no webhook is registered', async (kind) => {
	const { spectrum } = stage;
	stage.say('Before the first activation');
	const workflowId = await stage.activated({ events: happenings }, stage.connected[kind]);
	await stage.streamsBecome(ofOneLink);
	const expected = happen(spectrum);
	const runs = await stage.client.allEnded(workflowId, expected.length);
	expect(runs.map(({ status, mode }) => [status, mode])).toEqual(expected.map(() => ['success', 'trigger']));
	const outputs = runs.flatMap((run) => run.json('Next'));
	expect(outputs.sort((one, other) => Number(one.sequence) - Number(other.sequence))).toMatchObject(expected);
	expect(spectrum.requests.filter(({ route }) => route === 'registerWebhook')).toEqual([]);
});

test('what happened while the workflow was not active is caught up on', async () => {
	const workflowId = await stage.activated();
	stage.say('1');
	await stage.client.ended(workflowId, 1);
	await stage.client.deactivate(workflowId);
	await stage.streamsBecome(0);
	stage.say('2', '3');
	await stage.client.activate(workflowId);
	stage.say('4');
	expect(textsOf(await stage.client.ended(workflowId, 4))).toEqual(['1', '2', '3', '4']);
});

test('the first activation can replay everything', async () => {
	stage.say('1', '2', '3');
	const workflowId = await stage.activated({ startAt: 'everything' });
	expect(textsOf(await stage.client.ended(workflowId, 3))).toEqual(['1', '2', '3']);
});

test('a shared location starts a run, and one that was shared before starts none', async () => {
	const phone = stage.spectrum.phone(person);
	phone.shareLocation({ latitude: 1, longitude: 1 });
	const workflowId = await stage.activated({ events: ['location.updated', 'message.received'] });
	await stage.streamsBecome(ofOneLink + 1);
	phone.shareLocation({ latitude: 52.52, longitude: 13.405, shortAddress: 'Berlin' });
	const [run] = await stage.client.ended(workflowId, 1);
	expect(run?.json('Next')).toMatchObject([
		{ event: 'location.updated', sender: { address: person }, location: { latitude: 52.52, shortAddress: 'Berlin' } },
	]);
	stage.say('And a message');
	expect(textsOf(await stage.client.ended(workflowId, 2))).toContain('And a message');
});

/** A test in the editor waits for an event instead of fetching one. */
const next = { options: { testEvent: 'next' } } as const;

test('the editor fetches the newest event at once, as a sample', async () => {
	const workflowId = await stage.imported();
	stage.say('1', '2');
	await stage.client.run(workflowId, triggerName);
	const [run] = await stage.client.ended(workflowId, 1);
	expect(run?.startedWith(triggerName)).toMatchObject([{ sample: true, message: { text: '2' } }]);
	await stage.streamsBecome(0);
});

test('the editor listens beside the active workflow: both run, over one link', async () => {
	const workflowId = await stage.activated(next);
	await stage.streamsBecome(ofOneLink);
	const opened = stage.spectrum.connections.opened;
	const { executionId } = await stage.client.run(workflowId, triggerName);
	// It listens over the link that is there, which nobody sees from outside: so people write until one is heard.
	let said = 0;
	await until('the editor hears an event', async () => {
		stage.say(String(++said));
		return (await stage.client.statusOf(executionId ?? '')) === 'success';
	});
	stage.say('Still there?');
	const runs = await stage.client.ended(workflowId, said + 2);
	const [heard] = runs.filter(({ mode }) => mode === 'manual');
	const seen = runs.filter(({ mode }) => mode === 'trigger');
	expect(textsOf(seen)).toEqual([...Array.from({ length: said }, (_, index) => String(index + 1)), 'Still there?'].sort());
	expect(textsOf(seen)).toContain(heard === undefined ? undefined : textOf(heard));
	expect(stage.spectrum.connections.opened).toBe(opened);
	await stage.streamsBecome(ofOneLink);
});

test('a listening that is stopped closes what it opened, and no other', async () => {
	const workflowId = await stage.imported(next);
	const { executionId } = await stage.client.run(workflowId, triggerName);
	await stage.streamsBecome(ofOneLink);
	await stage.client.stopExecution(executionId ?? '');
	await stage.streamsBecome(0);
	const [run] = await stage.client.ended(workflowId, 1);
	expect(run?.status).toBe('canceled');

	await stage.client.activate(workflowId);
	await stage.streamsBecome(ofOneLink);
	// Over the other credential, for what it opens to be seen.
	const other = await stage.imported(next, stage.connected.own);
	const again = await stage.client.run(other, triggerName);
	await stage.streamsBecome(2 * ofOneLink);
	await stage.client.stopExecution(again.executionId ?? '');
	await stage.streamsBecome(ofOneLink);
	stage.say('Hi');
	expect((await stage.client.ended(workflowId, 2)).map(({ mode, status }) => `${mode} ${status}`)).toEqual([
		'manual canceled',
		'trigger success',
	]);
	expect((await stage.client.ended(other, 1)).map(({ status }) => status)).toEqual(['canceled']);
});

test('files come with the message, and the next node reads them', async () => {
	const parameters = {
		action: 'hash',
		type: 'SHA256',
		binaryData: true,
		binaryPropertyName: 'attachment_0',
		dataPropertyName: 'hash',
		encoding: 'hex',
	};
	const readFile = { type: 'n8n-nodes-base.crypto', typeVersion: 1, parameters };
	const workflowId = await stage.activated({ options: { downloadAttachments: true } }, stage.connected.cloud, readFile);
	const bytes = randomBytes(300_001);
	stage.spectrum.receive({ from: person, content: { type: 'attachment', name: 'a.pdf', mimeType: 'application/pdf', bytes } });
	const [run] = await stage.client.ended(workflowId, 1);
	expect(run?.items(triggerName)[0]?.binary).toMatchObject({ attachment_0: { fileName: 'a.pdf', mimeType: 'application/pdf' } });
	expect(run?.error).toBeUndefined();
	expect(run?.json('Next')).toMatchObject([{ hash: createHash('sha256').update(bytes).digest('hex') }]);
});

test('filters let through what fits', async () => {
	const workflowId = await stage.activated({ filters: { textMatches: '/^order \\d+$/i', blockedSenders: friend } });
	stage.say('Hello', 'Order 1');
	stage.spectrum.receive({ from: friend, text: 'Order 2' });
	stage.say('order 3');
	expect(textsOf(await stage.client.ended(workflowId, 2))).toEqual(['Order 1', 'order 3']);
});

test.each([
	[{ textMatches: '(?=x)' }, /Text Matches.*Enter it like this/],
	[{ senders: 'nobody' }, /Senders/],
])('%j is refused on activation, with the reason', async (filters, reason) => {
	stage.wanted.push(reason);
	const workflowId = await stage.imported({ filters });
	await expect(stage.client.activate(workflowId)).rejects.toThrow(reason);
});

test('changing between webhook and stream leaves no hook and no stream behind', async () => {
	const { spectrum, cloud } = stage.connected;
	const workflow = triggerWorkflow(cloud, { receiveBy: 'webhook' });
	const workflowId = await stage.client.importWorkflow(workflow);
	const become = async (receiveBy: string) => {
		const [trigger, ...others] = workflow.nodes;
		if (trigger === undefined) throw new Error('There is nothing to change');
		const changed = { ...trigger, parameters: { ...trigger.parameters, receiveBy } };
		await stage.client.save(workflowId, { ...workflow, nodes: [changed, ...others] });
		await stage.client.activate(workflowId);
	};
	const hooks = () => spectrum.webhooks.map(({ webhookUrl }) => webhookUrl);
	await stage.client.activate(workflowId);
	expect(hooks()).toEqual([workflow.productionUrl]);
	await become('stream');
	await stage.streamsBecome(ofOneLink);
	await until('the hook is gone', () => hooks().length === 0);
	stage.say('By stream');
	await stage.client.ended(workflowId, 1);
	await become('webhook');
	await until('the hook is there again', () => hooks().length === 1);
	await stage.streamsBecome(0);
	stage.say('By webhook');
	expect((await stage.client.ended(workflowId, 2)).map((run) => [textOf(run), run.mode])).toEqual([
		['By stream', 'trigger'],
		['By webhook', 'webhook'],
	]);
	await stage.client.deactivate(workflowId);
	await until('the hook is gone', () => hooks().length === 0);
});

test('credentials that stop working end the trigger aloud; n8n tries again, and nothing is lost', async () => {
	stage.wanted.push(/The credential may not do this/, /failed at runtime/);
	const { spectrum } = stage;
	const workflowId = await stage.activated();
	stage.say('1');
	await stage.client.ended(workflowId, 1);
	const refused = spectrum.faults.add('SubscribeMessageEvents', { type: 'error', code: 'unauthorized', status: 7 }, { times: 2 });
	spectrum.cutConnections();
	await refused.struck;
	stage.say('2');
	await until('n8n tells of the failure', () => stage.world.logged(/failed at runtime|failed with the error/).length > 0);
	expect(textsOf(await stage.client.ended(workflowId, 2))).toEqual(['1', '2']);
	stage.say('3');
	await stage.client.ended(workflowId, 3);
});
