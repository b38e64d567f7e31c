import { randomUUID } from 'node:crypto';
import type { N8nProcess } from '../../../scripts/n8n/process';
import { until } from '../../../scripts/n8n/until';
import type { ArrivedMessage } from '../../../simulator/src/store/arrivals';
import { QueueServices } from '../services/queue';
import { FrontDoor } from '../support/frontDoor';
import { logAsJson } from '../support/logLines';
import type { Connected } from '../support/world';
import { asking, dataOf, node, patience, people, Stage, to } from './stage';

const [alice, bob, carol] = people;

/** Milliseconds after which a worker that says nothing more counts as gone, and how often it says something; n8n's are 60 s and 10 s. */
const soonMissed = { QUEUE_WORKER_LOCK_DURATION: '20000', QUEUE_WORKER_LOCK_RENEW_TIME: '2000', QUEUE_WORKER_STALLED_INTERVAL: '2000' };

let services: QueueServices;
let door: FrontDoor;
let stage: Stage;
let worker: N8nProcess;
let webhook: N8nProcess;
let connected: Connected;

beforeAll(async () => {
	services = await QueueServices.start();
	// The public address, which workers need: the webhook process stands behind it, as n8n recommends.
	door = await FrontDoor.start('/automation');
	stage = await Stage.start({ extra: { ...logAsJson, ...services.environment, ...soonMissed, WEBHOOK_URL: `${door.url}/` } });
	worker = await stage.world.join('worker');
	webhook = await stage.world.join('webhook');
	door.leadTo({ port: webhook.port });
	connected = await stage.world.connect();
}, 1_200_000);

afterAll(async () => {
	try {
		await stage?.stop();
	} finally {
		await door?.stop();
		await services?.stop();
	}
});

/** A published workflow that a request starts, so that a worker runs it. The answer is the question, once the run waits. */
async function asks(person: string): Promise<{ readonly workflowId: string; readonly message: ArrivedMessage }> {
	const { client } = stage.world;
	const path = randomUUID();
	const start = { ...node('Start', 'webhook', 2.1, { httpMethod: 'POST', path, responseMode: 'onReceived' }), webhookId: randomUUID() };
	const workflowId = await client.importWorkflow({
		name: `Ask ${person}`,
		nodes: [start, asking(connected.cloud, person)],
		connections: { Start: to('Ask') },
	});
	await client.activate(workflowId);
	await until('a request starts a run', async () => (await fetch(`${door.url}/webhook/${path}`, { method: 'POST' })).ok);
	const message = await connected.spectrum.phone(person).next();
	await until('the run and its clock wait', async () => (await client.waiting(workflowId)) === 2);
	return { workflowId, message };
}

/** What came of the only run of the workflow, and whether this worker ended it. */
async function outcomeOf(workflowId: string, by: N8nProcess): Promise<unknown> {
	const [execution] = await stage.world.client.ended(workflowId, 1, patience);
	const [data] = dataOf(execution);
	await until('the worker tells of it', () => by.log.some((line) => line.includes(`Worker finished execution ${execution?.id} `)));
	return data;
}

/** No clock is left, and no second run: neither in the list, nor in the queue. */
async function isOver(workflowId: string): Promise<void> {
	await stage.isQuiet({ workflowId });
	expect((await stage.world.client.executions(workflowId)).length).toBe(1);
	await stage.world.client.deactivate(workflowId);
}

test('a worker asks, and an answer reaches the run through the webhook process', async () => {
	const { workflowId, message } = await asks(alice);
	connected.spectrum.phone(alice).react(message.id, 'like');
	expect(await outcomeOf(workflowId, worker)).toMatchObject({ approved: true, responder: { address: alice } });
	expect(door.seen).toContainEqual(expect.stringMatching(/^POST \/automation\/webhook-waiting\//));
	await isOver(workflowId);
}, 600_000);

test('the worker is killed while two questions wait: an answer meanwhile and one afterwards count', async () => {
	const [meanwhile, afterwards] = [await asks(bob), await asks(carol)];
	await worker.kill();
	connected.spectrum.phone(bob).react(meanwhile.message.id, 'dislike');
	worker = await stage.world.join('worker');
	connected.spectrum.phone(carol).react(afterwards.message.id, 'love');
	expect(await outcomeOf(meanwhile.workflowId, worker)).toMatchObject({ approved: false, responder: { address: bob } });
	expect(await outcomeOf(afterwards.workflowId, worker)).toMatchObject({ approved: true, responder: { address: carol } });
	for (const { workflowId } of [meanwhile, afterwards]) await isOver(workflowId);
}, 900_000);
