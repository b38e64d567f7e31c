import { randomUUID } from 'node:crypto';
import type { Credential, Execution, WorkflowFile, WorkflowNode } from '../../scripts/n8n/types';
import { until } from '../../scripts/n8n/until';
import { World, type Connected } from './support/world';

let world: World;

beforeAll(async () => {
	world = await World.start();
}, 1_200_000);

afterAll(async () => await world?.stop());

/** A clock beats 65 seconds after its question, and a process that has just started delivers nothing for a while. */
const patience = { milliseconds: 240_000 };

const people = Array.from({ length: 6 }, (_, index) => `+1555123456${index}`);
const [alice, bob, carol, dan, erin] = people as [string, string, string, string, string, string];

/** The node that asks. */
function asking({ id, name }: Credential, to: string, parameters: object = {}): WorkflowNode {
	return {
		id: randomUUID(),
		name: 'Ask',
		type: 'n8n-nodes-spectrum-imessage.imessage',
		typeVersion: 1,
		position: [200, 0],
		parameters: {
			operation: 'sendAndWait',
			to: { __rl: true, mode: 'address', value: to },
			message: 'May I?',
			answeredBy: 'words',
			...parameters,
		},
		credentials: { spectrumCloudApi: { id, name } },
	};
}

const node = (name: string, type: string, typeVersion: number, parameters: object = {}): WorkflowNode => ({
	id: randomUUID(),
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	position: [0, 0],
	parameters: { ...parameters },
});

const to = (...names: string[]) => ({ main: names.map((name) => (name === '' ? [] : [{ node: name, type: 'main' as const, index: 0 }])) });

function question(credential: Credential, person: string, parameters: object = {}): WorkflowFile {
	return {
		name: `Ask ${person}`,
		nodes: [node('Start', 'manualTrigger', 1), asking(credential, person, parameters)],
		connections: { Start: to('Ask') },
		pinData: { Start: [{ json: { order: 7 } }, { json: { order: 8 } }] },
	};
}

interface Running {
	readonly workflowId: string;
	readonly executionId: string;
}

async function begin({ cloud }: Connected, person: string, parameters: object = {}): Promise<Running> {
	const workflowId = await world.client.importWorkflow(question(cloud, person, parameters));
	const { executionId = '' } = await world.client.run(workflowId, 'Start');
	return { workflowId, executionId };
}

async function waits({ executionId }: Running): Promise<void> {
	await until('the execution waits', async () => (await world.client.statusOf(executionId)) === 'waiting');
}

/**
 * The run, when it has ended. Its clock belongs to the same workflow, and a run that goes on in another process than it began
 * in looks like a forgotten one in between.
 */
async function ended({ workflowId, executionId }: Running): Promise<Execution | undefined> {
	await until(
		'the run has ended',
		async () => !['running', 'waiting', 'new', undefined].includes(await world.client.statusOf(executionId)),
		patience,
	);
	return (await world.client.executions(workflowId)).find(({ id }) => id === executionId);
}

/** The data of every item of the run. */
async function answers(running: Running): Promise<unknown[]> {
	return dataOf(await ended(running));
}

function dataOf(execution: Execution | undefined): unknown[] {
	expect(execution?.status).toBe('success');
	const items: ReadonlyArray<Record<string, unknown>> = execution?.json('Ask') ?? [];
	return items.map(({ data }) => data);
}

/** The data of the two items. */
function approved(is: boolean): unknown[] {
	const data: unknown = expect.objectContaining({ approved: is });
	return [data, data];
}

test('an answer at once and a later one, each to its own question, while two workflows ask the same person', async () => {
	const connected = await world.connect();
	const { spectrum } = connected;
	const atOnce = begin(connected, alice);
	await spectrum.phone(alice).next();
	spectrum.receive({ from: alice, text: 'yes' });
	expect(await answers(await atOnce)).toEqual(approved(true));

	const first = await begin(connected, bob, { answeredBy: 'both' });
	const message = await spectrum.phone(bob).next();
	await waits(first);
	const second = await begin(connected, bob);
	await waits(second);
	const later = spectrum.phone(bob).messages.at(-1);
	spectrum.receive({ from: bob, text: 'yes' });
	spectrum.phone(bob).react(message.id, 'dislike');
	expect(await answers(first)).toEqual(approved(false));
	spectrum.receive({ from: bob, text: 'yes', replyTo: { guid: later?.id ?? '' } });
	expect(await answers(second)).toEqual(approved(true));
	await until('the clocks have ended', async () => await world.client.isQuiet(first.workflowId), patience);
	expect((await world.client.executions(first.workflowId)).length).toBe(1);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
	'answers while n8n was down count after a %s',
	async (signal) => {
		const connected = await world.connect();
		const { spectrum } = connected;
		const voting = await begin(connected, carol, { answeredBy: 'both' });
		const writing = await begin(connected, dan);
		const silent = await begin(connected, erin, { limitAmount: 3, limitUnit: 'minutes' });
		for (const running of [voting, writing, silent]) await waits(running);
		if (signal === 'SIGTERM') await world.n8n.stop();
		else await world.n8n.kill();
		spectrum.phone(carol).vote(spectrum.phone(carol).messages.at(-1)?.id ?? '', 'Approve');
		spectrum.receive({ from: dan, text: 'nein' });
		await world.startAgain();
		expect(await answers(voting)).toEqual(approved(true));
		expect(await answers(writing)).toEqual(approved(false));
		// Nobody has answered this one.
		expect(await answers(silent)).toEqual([{ timedOut: true }, { timedOut: true }]);
	},
	600_000,
);

test('a loop asks two questions, and n8n is killed at the second', async () => {
	const { spectrum, cloud } = await world.connect();
	const workflowId = await world.client.importWorkflow({
		name: 'Loop',
		nodes: [node('Start', 'manualTrigger', 1), node('Loop', 'splitInBatches', 3), asking(cloud, alice), node('Done', 'noOp', 1)],
		connections: { Start: to('Loop'), Loop: to('Done', 'Ask'), Ask: to('Loop') },
		pinData: { Start: [{ json: { order: 1 } }, { json: { order: 2 } }] },
	});
	const { executionId = '' } = await world.client.run(workflowId, 'Start');
	const phone = spectrum.phone(alice);
	const first = await phone.next();
	await waits({ workflowId, executionId });
	phone.react(first.id, 'like');
	const second = await phone.next();
	await waits({ workflowId, executionId });
	await world.n8n.kill();
	phone.react(first.id, 'love');
	phone.react(second.id, 'dislike');
	await world.startAgain();
	const execution = await ended({ workflowId, executionId });
	expect(execution?.status).toBe('success');
	expect(execution?.json('Done')).toEqual([
		{ order: 1, data: expect.objectContaining({ approved: true }) },
		{ order: 2, data: expect.objectContaining({ approved: false }) },
	]);
}, 600_000);

test('a published workflow asks someone else, and its stopped execution leaves no clock', async () => {
	const { spectrum, cloud } = await world.connect();
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
	const workflowId = await world.client.importWorkflow({
		name: 'Published',
		nodes: [trigger, asking(cloud, alice)],
		connections: { Start: to('Ask') },
	});
	await world.client.activate(workflowId);
	const phone = spectrum.phone(alice);
	spectrum.receive({ from: carol, text: 'Please' });
	const first = await phone.next();
	phone.react(first.id, 'like');
	const [execution] = await world.client.ended(workflowId, 1, patience);
	expect(dataOf(execution)).toEqual([expect.objectContaining({ approved: true, responder: { address: alice } })]);
	spectrum.receive({ from: carol, text: 'Once more' });
	await phone.next();
	const waiting = await until('the second run waits', async () => {
		const ids = Array.from({ length: 20 }, (_, index) => String(Number(execution?.id) + index + 1));
		for (const id of ids) if ((await world.client.statusOf(id)) === 'waiting') return id;
		return undefined;
	});
	await world.client.stopExecution(waiting);
	await world.client.deactivate(workflowId);
	await until('the clock has ended', async () => await world.client.isQuiet(workflowId), patience);
	expect((await world.client.executions(workflowId)).map(({ status }) => status).sort()).toEqual(['canceled', 'success']);
}, 600_000);
