import { randomUUID } from 'node:crypto';
import type { WorkflowNode } from '../../../scripts/n8n/types';
import { until } from '../../../scripts/n8n/until';
import { approved, asking, dataOf, node, patience, people, Stage, to } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
}, 1_200_000);

afterAll(async () => await stage?.stop());

const [alice, bob, carol, dan, erin] = people;

test('an answer at once and a later one, each to its own question, while two workflows ask the same person', async () => {
	const connected = await stage.world.connect();
	const { spectrum } = connected;
	const atOnce = stage.begin(connected, alice);
	await spectrum.phone(alice).next();
	spectrum.receive({ from: alice, text: 'yes' });
	expect(await stage.answers(await atOnce)).toEqual(approved(true));

	const first = await stage.ask(connected, bob);
	const second = await stage.ask(connected, bob);
	spectrum.receive({ from: bob, text: 'yes' });
	spectrum.phone(bob).react(first.message.id, 'dislike');
	expect(await stage.answers(first)).toEqual(approved(false));
	spectrum.receive({ from: bob, text: 'yes', replyTo: { guid: second.message.id } });
	expect(await stage.answers(second)).toEqual(approved(true));
	await stage.isQuiet(first);
	expect((await stage.world.client.executions(first.workflowId)).length).toBe(1);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
	'answers while n8n was down count after a %s',
	async (signal) => {
		const connected = await stage.world.connect();
		const { spectrum } = connected;
		const voting = await stage.begin(connected, carol, { answeredBy: 'both' });
		const writing = await stage.begin(connected, dan);
		const silent = await stage.begin(connected, erin, { limitAmount: 3, limitUnit: 'minutes' });
		for (const running of [voting, writing, silent]) await stage.waits(running);
		if (signal === 'SIGTERM') await stage.world.n8n.stop();
		else await stage.world.n8n.kill();
		spectrum.phone(carol).vote(spectrum.phone(carol).messages.at(-1)?.id ?? '', 'Approve');
		spectrum.receive({ from: dan, text: 'nein' });
		await stage.world.startAgain();
		expect(await stage.answers(voting)).toEqual(approved(true));
		expect(await stage.answers(writing)).toEqual(approved(false));
		// Nobody has answered this one.
		expect(await stage.answers(silent)).toEqual([{ timedOut: true }, { timedOut: true }]);
	},
	600_000,
);

test('a loop asks two questions, and n8n is killed at the second', async () => {
	const { spectrum, cloud } = await stage.world.connect();
	const workflowId = await stage.world.client.importWorkflow({
		name: 'Loop',
		nodes: [node('Start', 'manualTrigger', 1), node('Loop', 'splitInBatches', 3), asking(cloud, alice), node('Done', 'noOp', 1)],
		connections: { Start: to('Loop'), Loop: to('Done', 'Ask'), Ask: to('Loop') },
		pinData: { Start: [{ json: { order: 1 } }, { json: { order: 2 } }] },
	});
	const { executionId = '' } = await stage.world.client.run(workflowId, 'Start');
	const phone = spectrum.phone(alice);
	const first = await phone.next();
	await stage.waits({ workflowId, executionId });
	phone.react(first.id, 'like');
	const second = await phone.next();
	await stage.waits({ workflowId, executionId });
	await stage.world.n8n.kill();
	phone.react(first.id, 'love');
	phone.react(second.id, 'dislike');
	await stage.world.startAgain();
	const execution = await stage.ended({ workflowId, executionId });
	expect(execution?.status).toBe('success');
	expect(execution?.json('Done')).toEqual([
		{ order: 1, data: expect.objectContaining({ approved: true }) },
		{ order: 2, data: expect.objectContaining({ approved: false }) },
	]);
}, 600_000);

test('a published workflow asks someone else, and its stopped execution leaves no clock', async () => {
	const { spectrum, cloud } = await stage.world.connect();
	const trigger: WorkflowNode = {
		id: randomUUID(),
		name: 'Start',
		type: 'n8n-nodes-spectrum-imessage.imessageTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: { receiveBy: 'stream', events: ['message.received'], filters: { senders: carol } },
		webhookId: randomUUID(),
		credentials: { spectrumCloudApi: { id: cloud.id, name: cloud.name } },
	};
	const workflowId = await stage.world.client.importWorkflow({
		name: 'Published',
		nodes: [trigger, asking(cloud, alice)],
		connections: { Start: to('Ask') },
	});
	await stage.world.client.activate(workflowId);
	const phone = spectrum.phone(alice);
	spectrum.receive({ from: carol, text: 'Please' });
	const first = await phone.next();
	phone.react(first.id, 'like');
	const [execution] = await stage.world.client.ended(workflowId, 1, patience);
	expect(dataOf(execution)).toEqual([expect.objectContaining({ approved: true, responder: { address: alice } })]);
	spectrum.receive({ from: carol, text: 'Once more' });
	await phone.next();
	const waiting = await until('the second run waits', async () => {
		const ids = Array.from({ length: 20 }, (_, index) => String(Number(execution?.id) + index + 1));
		for (const id of ids) if ((await stage.world.client.statusOf(id)) === 'waiting') return id;
		return undefined;
	});
	await stage.world.client.stopExecution(waiting);
	await stage.world.client.deactivate(workflowId);
	await stage.isQuiet({ workflowId });
	expect((await stage.world.client.executions(workflowId)).map(({ status }) => status).sort()).toEqual(['canceled', 'success']);
}, 600_000);
