import type { Simulator } from '../../simulator/src';
import { accepted, answerOf } from '../support/deliveryCases';
import { publicHost, type N8nProcess } from '../../scripts/n8n/process';
import type { Credential, Execution } from '../../scripts/n8n/types';
import { QueueServices } from './services/queue';
import { logAsJson, linesOf } from './support/logLines';
import { everySecond, ofOneLink, textOf, textsOf } from './support/logStage';
import { note } from '../../scripts/n8n/progress';
import { person, triggerName, triggerWorkflow, type Behind } from './support/triggerWorkflow';
import { until } from '../../scripts/n8n/until';
import { World } from './support/world';

/** Milliseconds after which a worker that says nothing more counts as gone, and how often it says something; n8n's are 60 s and 10 s. */
const soonMissed = { QUEUE_WORKER_LOCK_DURATION: '20000', QUEUE_WORKER_LOCK_RENEW_TIME: '2000', QUEUE_WORKER_STALLED_INTERVAL: '2000' };

const repeat = { status: 200, body: { status: 'repeat' } };

let services: QueueServices;
let world: World;
let worker: N8nProcess;
let webhook: N8nProcess;
let spectrum: Simulator;
let cloud: Credential;

beforeAll(async () => {
	services = await QueueServices.start();
	world = await World.start({ extra: { ...logAsJson, ...services.environment, ...soonMissed } });
	worker = await world.join('worker');
	webhook = await world.join('webhook');
}, 1_200_000);

afterAll(async () => {
	try {
		await world?.stop();
	} finally {
		await services?.stop();
	}
});

beforeEach(async () => {
	({ spectrum, cloud } = await world.connect({ plan: 'dedicated' }));
	deliverTo(webhook);
});

/** What comes by webhook goes to this process from now on. */
function deliverTo({ port }: N8nProcess): void {
	spectrum.mapHost(publicHost, port);
}

async function activated(parameters: object, behind?: Behind): Promise<string> {
	const workflowId = await world.client.importWorkflow(triggerWorkflow(cloud, { ...parameters }, behind));
	await world.client.activate(workflowId);
	return workflowId;
}

async function liveStreamsBecome(count: number): Promise<void> {
	await until(`${count} streams are open`, () => spectrum.streams.filter(({ method }) => method.startsWith('Subscribe')).length === count);
}

async function write(text: string) {
	const { messageId, delivered } = spectrum.receive({ from: person, text });
	return { messageId, answer: answerOf((await delivered)[0]) };
}

/** Deliveries that every process of n8n can recognise. Each is stored by its message and by its own name. */
async function repeatsStored(workflowId: string): Promise<number> {
	const { staticData } = await world.client.workflow(workflowId);
	const repeats = staticData?.[`node:${triggerName}`]?.repeats;
	return typeof repeats === 'string' ? (repeats.split('\n').length - 1) / 2 : 0;
}

/** Of the test that lets runs fail. */
const wantedFailure = /All 2 runs have failed\. There is no further attempt/;

const ranOnWorker = (run: Execution) => worker.log.some((line) => line.includes(`Worker finished execution ${run.id} `));

/** The worker logs the end of a run some moments after it is stored. */
async function workerTellsOf(runs: readonly Execution[]): Promise<void> {
	await until('the worker has told the end of each run', () => runs.every(ranOnWorker));
}

test.each([
	['the webhook process', 'the main', () => [webhook, world.n8n]],
	['the main', 'the webhook process', () => [world.n8n, webhook]],
] as const)('what %s has answered is no news to %s', async (_first, _second, processes) => {
	const [first, second] = processes() as [N8nProcess, N8nProcess];
	const workflowId = await activated({ receiveBy: 'webhook' });
	deliverTo(first);
	const texts: string[] = [];
	for (const text of ['1', '2', '3']) {
		const { messageId, answer } = await write(text);
		expect(answer).toEqual(accepted);
		texts.push(text);
		// n8n stores it some milliseconds after the answer; the sender of a lost answer waits longer than that.
		await until('n8n has stored that it came', async () => (await repeatsStored(workflowId)) === texts.length);
		deliverTo(second);
		expect(answerOf((await spectrum.redeliver(messageId))[0])).toEqual(repeat);
		deliverTo(first);
		expect(answerOf((await spectrum.redeliver(messageId))[0])).toEqual(repeat);
	}
	const runs = await world.client.ended(workflowId, texts.length);
	expect(textsOf(runs)).toEqual(texts);
	await workerTellsOf(runs);
	await world.client.deactivate(workflowId);
	expect(spectrum.webhooks).toEqual([]);
});

test('actions run on the worker, over one connection', async () => {
	const answer: Behind = {
		type: 'n8n-nodes-spectrum-imessage.imessage',
		typeVersion: 1,
		parameters: { to: { __rl: true, mode: 'address', value: '={{ $json.sender.address }}' }, text: '=You said {{ $json.message.text }}' },
		credentials: { [cloud.type]: { id: cloud.id, name: cloud.name } },
	};
	const workflowId = await activated({ receiveBy: 'webhook' }, answer);
	const texts = Array.from({ length: 20 }, (_, index) => String(10 + index));
	const answers = await Promise.all(texts.map(write));
	expect(answers.map((one) => one.answer)).toEqual(texts.map(() => accepted));
	const runs = await world.client.ended(workflowId, texts.length);
	expect(runs.map(({ status }) => status)).toEqual(texts.map(() => 'success'));
	await workerTellsOf(runs);
	expect(
		spectrum
			.phone(person)
			.messages.map(({ text }) => text)
			.sort(),
	).toEqual(texts.map((text) => `You said ${text}`));
	expect(spectrum.connections.opened).toBe(1);
	await world.client.deactivate(workflowId);
});

test.each([{ receiveBy: 'stream' }, everySecond])(
	'events start runs on the worker; only the main listens ($receiveBy)',
	async (parameters) => {
		const workflowId = await activated(parameters);
		const openedBefore = spectrum.connections.opened;
		for (const text of ['1', '2', '3']) spectrum.receive({ from: person, text });
		const runs = await world.client.ended(workflowId, 3);
		expect(textsOf(runs)).toEqual(['1', '2', '3']);
		await workerTellsOf(runs);
		if (parameters.receiveBy === 'stream') {
			await liveStreamsBecome(ofOneLink);
			expect(spectrum.connections.opened).toBe(openedBefore);
		}
		await world.client.deactivate(workflowId);
		await liveStreamsBecome(0);
	},
);

test('a trigger on the main hears how its run ended on the worker: what failed is repeated, and then passed', async () => {
	const fail = { type: 'n8n-nodes-base.stopAndError', typeVersion: 1, parameters: { errorMessage: 'Not today' } };
	const workflowId = await activated({ receiveBy: 'stream', options: { acknowledge: 'succeeded', maxAttempts: 2 } }, fail);
	for (const text of ['1', '2']) spectrum.receive({ from: person, text });
	const runs = await world.client.ended(workflowId, 4);
	expect(runs.map((run) => [textOf(run), run.status])).toEqual(['1', '1', '2', '2'].map((text) => [text, 'error']));
	await workerTellsOf(runs);
	await until('each is passed with a warning', () => world.logged(wantedFailure).length === 2);
	await world.client.deactivate(workflowId);
	await liveStreamsBecome(0);
});

test('a run that failed on the worker has ended, and is not repeated where no more is asked', async () => {
	const fail = { type: 'n8n-nodes-base.stopAndError', typeVersion: 1, parameters: { errorMessage: 'Not today' } };
	const workflowId = await activated({ receiveBy: 'stream', options: { acknowledge: 'finished' } }, fail);
	// Each waits for the end of the one before.
	for (const text of ['1', '2', '3']) spectrum.receive({ from: person, text });
	const runs = await world.client.ended(workflowId, 3);
	expect(runs.map((run) => [textOf(run), run.status])).toEqual(['1', '2', '3'].map((text) => [text, 'error']));
	await world.client.deactivate(workflowId);
	await liveStreamsBecome(0);
});

test('a run that was cut off with its worker is repeated, where its end matters', async () => {
	const pause = { type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters: { amount: 8 } };
	const workflowId = await activated({ receiveBy: 'stream', options: { acknowledge: 'finished' } }, pause);
	const logged = worker.log.length;
	spectrum.receive({ from: person, text: 'Hi' });
	await until('the worker has the run', () => worker.log.slice(logged).some((line) => line.includes('Worker started execution')));
	await worker.kill();
	worker = await world.join('worker');
	const runs = await world.client.ended(workflowId, 2, { milliseconds: 120_000 });
	expect(runs.map(({ status }) => status)).toEqual(['error', 'success']);
	await workerTellsOf(runs.slice(1));
	expect(runs.slice(0, 1).map(ranOnWorker)).toEqual([false]);
	expect(textOf(runs[1] as Execution)).toBe('Hi');
	await world.client.deactivate(workflowId);
	await liveStreamsBecome(0);
});

test('the stream comes back when the main is replaced, and each event has exactly one run', async () => {
	const pause = { type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters: { amount: 0.2 } };
	const workflowId = await activated({ receiveBy: 'stream' }, pause);
	const texts = Array.from({ length: 120 }, (_, index) => String(1_000 + index));
	for (const [round, end] of [() => world.n8n.kill(), () => world.n8n.stop()].entries()) {
		await liveStreamsBecome(ofOneLink);
		for (const text of texts.slice(round * 60, round * 60 + 60)) spectrum.receive({ from: person, text });
		await until('some have a run', async () => (await world.client.executions(workflowId)).length >= round * 60 + 20);
		await end();
		// Neither the worker nor the webhook process takes it over.
		await liveStreamsBecome(0);
		await world.replace();
	}
	await liveStreamsBecome(ofOneLink);
	const runs = await world.client.allEnded(workflowId, texts.length, { milliseconds: 120_000 });
	expect(runs.map(textOf).sort()).toEqual(texts);
	const statuses = runs.map(({ status }) => status);
	note(
		`queue mode: ${runs.length} runs over two replaced mains, ${statuses.filter((status) => status !== 'success').length} of them not successful`,
	);
	await world.client.deactivate(workflowId);
	await liveStreamsBecome(0);
});

test('no process says anything of missing webhook paths, or of a fault of ours', () => {
	const ours = linesOf(world.wholeLog, ['warn', 'error']).filter((line) => /imessage|webhook path|execution/i.test(line));
	// What a replaced main had handed on is handed on again, and n8n starts no second run of it.
	const ofDeadWorker = [/failed to be processed too many times/, /job stalled/];
	const wanted = [wantedFailure, ...ofDeadWorker, /duplicate deduplication key/, /OFFLOAD_MANUAL/];
	expect(ours.filter((line) => !wanted.some((pattern) => pattern.test(line)))).toEqual([]);
});
