import type { N8nProcess } from '../../scripts/n8n/process';
import type { Execution } from '../../scripts/n8n/types';
import { until } from '../../scripts/n8n/until';
import { ownExample } from './examples/read';
import { QueueServices } from './services/queue';
import { awake } from './support/awake';
import { campaignList, campaignNode, campaignTo } from './support/campaignWorkflow';
import { logAsJson } from './support/logLines';
import { World } from './support/world';

/** Runs by hand go to the workers, too; each of these has one run at a time, so that two runs need both. */
const ofWorkers = { OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true', N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' };

/** Messages per minute and line. */
const perMinute = 60;
const workerCount = 2;
const options = { perMinute, workers: workerCount };
/** What one of two workers may take of it, in milliseconds between two messages. */
const shareMilliseconds = (60_000 / perMinute) * workerCount;

let services: QueueServices;
let world: World;
let workers: N8nProcess[];

beforeAll(async () => {
	services = await QueueServices.start();
	world = await World.start({ extra: { ...logAsJson, ...services.environment, ...ofWorkers } });
	workers = [await world.join('worker'), await world.join('worker')];
}, 1_200_000);

afterAll(async () => {
	try {
		await world?.stop();
	} finally {
		await services?.stop();
	}
});

const workerOf = ({ id }: Execution) =>
	workers.findIndex(({ log }) => log.some((line) => line.includes(`Worker finished execution ${id} `)));

/** A worker logs the end of a run some moments after it is stored. */
async function workersOf(runs: readonly Execution[]): Promise<number[]> {
	await until('the workers have told the end of each run', () => runs.every((run) => workerOf(run) >= 0));
	return runs.map(workerOf).sort();
}

test('the flow runs on the workers: everyone is written to once, and a STOP is confirmed', async () => {
	const connected = await world.connect({ plan: 'dedicated' });
	const { spectrum, cloud } = connected;
	const people = awake(4);
	const id = await world.client.importWorkflow(ownExample('flow-campaign', [cloud], ''));
	const run = async (count: number) => {
		await world.client.run(id, 'Every Hour');
		const ended = await world.client.ended(id, count);
		expect(ended.map(({ status, error }) => [status, error])).toEqual(ended.map(() => ['success', undefined]));
		return ended.at(-1) as Execution;
	};
	await run(1);
	await world.client.addRows(
		'iMessage campaign',
		people.map((phone, index) => ({ name: `Person ${index}`, phone })),
	);
	expect((await run(2)).items('Send to Those Left')).toHaveLength(people.length);
	expect((await run(3)).nodes.at(-1)).toBe('Read Those Left');
	expect(people.map((phone) => spectrum.phone(phone).messages.length)).toEqual(people.map(() => 1));

	await world.client.activate(id);
	spectrum.receive({ from: people[0] as string, text: 'STOP', webhooks: false });
	const runs = await world.client.ended(id, 4);
	expect(spectrum.phone(people[0] as string).messages.at(-1)?.text).toMatch(/^You will get no more messages/);
	await workersOf(runs);
	await world.client.deactivate(id);
});

test('two workers keep to the pace of a line together, each to its share', async () => {
	const { spectrum, cloud } = await world.connect({ plan: 'dedicated', lines: ['+15550000001'] });
	const people = awake(12);
	const lists = [people.slice(0, 6), people.slice(6)];
	const ids = await Promise.all(lists.map(async (list) => await world.client.importWorkflow(campaignTo(list, cloud, options))));
	for (const id of ids) await world.client.run(id, campaignList);
	const runs = (await Promise.all(ids.map(async (id) => await world.client.ended(id, 1, { milliseconds: 180_000 })))).flat();
	expect(runs.map((run) => [run.status, run.items(campaignNode).length])).toEqual(lists.map((list) => ['success', list.length]));
	// Both had one, at the same time.
	expect(await workersOf(runs)).toEqual([0, 1]);
	const sent = [...spectrum.store().messages.values()].filter(({ isFromMe }) => isFromMe);
	const times = lists.map((list) =>
		sent.filter(({ chatGuid }) => list.some((phone) => chatGuid.endsWith(phone))).map(({ createdAt }) => createdAt),
	);
	expect(times.map(({ length }) => length)).toEqual([6, 6]);
	const [first, second] = times as [number[], number[]];
	expect(Math.max(first[0] ?? 0, second[0] ?? 0)).toBeLessThan(Math.min(first.at(-1) ?? 0, second.at(-1) ?? 0));
	for (const own of times) {
		const gaps = own.slice(1).map((at, index) => at - (own[index] ?? 0));
		// A message takes some milliseconds, more or less than the one before.
		expect(Math.min(...gaps)).toBeGreaterThan(shareMilliseconds * 0.9);
	}
});

test('two workers that have the same list write to each person once', async () => {
	const { spectrum, cloud } = await world.connect({ plan: 'dedicated', lines: ['+15550000001', '+15550000002', '+15550000003'] });
	const people = awake(12);
	const id = await world.client.importWorkflow(campaignTo(people, cloud, options));
	for (let run = 0; run < 2; run++) await world.client.run(id, campaignList);
	const runs = await world.client.ended(id, 2, { milliseconds: 180_000 });
	expect(runs.map(({ status }) => status)).toEqual(['success', 'success']);
	expect(await workersOf(runs)).toEqual([0, 1]);
	expect(people.map((phone) => spectrum.phone(phone).messages.length)).toEqual(people.map(() => 1));
});
