/**
 * Events from the socket to `emit`: the vendor's client, the smallest possible trigger and this pack; then both triggers
 * with n8n's engine running a workflow for each event, and how old an event is when it is emitted.
 */
import { builtPool, types } from '../built';
import { BareClient } from '../floor/bareClient';
import { figure, interleaved, quotients, startCounting, type Cost, type Figure } from '../figures';
import { BenchHost, floorTypes } from '../host';
import { BenchServer } from '../server/start';
import { streamParameters } from '../streamParameters';
import { TriggerBench } from '../triggerBench';
import { vendorClient } from '../vendor';
import type { WorkSettings } from '../work';

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const count = isShort ? 1_000 : 10_000;
	const emitted = await interleaved(isShort ? 3 : 5, {
		vendor: async () => await ofVendor(count),
		bare: async () => await ofBare(count),
		pack: async () => await ofPack(count),
	});
	const runs = isShort ? 100 : 1_000;
	const run = await interleaved(isShort ? 2 : 5, {
		floor: async () => await throughEngine(floorTypes.trigger, {}, runs),
		pack: async () => await throughEngine(types.trigger, streamParameters, runs),
	});
	const age = await agesAt(100, isShort ? 100 : 1_000);
	builtPool().close();
	return [
		...perEvent('trigger.vendor', emitted.vendor, count),
		...perEvent('trigger.bare', emitted.bare, count),
		...perEvent('trigger.pack', emitted.pack, count),
		figure('trigger.ofFloor', '×', quotients(wall(run.floor), wall(run.pack))),
		figure('trigger.ofFloorCpu', '×', quotients(cpu(run.floor), cpu(run.pack))),
		figure('trigger.age.p50', 'ms', [quantile(age, 0.5)]),
		figure('trigger.age.p99', 'ms', [quantile(age, 0.99)]),
	];
}

async function ofVendor(count: number): Promise<Cost> {
	const server = await BenchServer.start();
	const client = await vendorClient(server.address);
	try {
		const events = client.messages.subscribeEvents();
		const seen = counter(count);
		const reading = (async () => {
			for await (const _ of events as AsyncIterable<unknown>) if (seen.add()) break;
		})();
		await open(server, 1);
		const cost = await measured(server, count, seen);
		await reading;
		return cost;
	} finally {
		await client.close();
		await server.stop();
	}
}

async function ofBare(count: number): Promise<Cost> {
	const server = await BenchServer.start();
	const client = new BareClient(server.address);
	try {
		const seen = counter(count);
		const end = client.onMessage(() => void seen.add());
		await open(server, 1);
		const cost = await measured(server, count, seen);
		end();
		return cost;
	} finally {
		client.close();
		await server.stop();
	}
}

/** With an `emit` that does nothing but say that the run has ended. */
async function ofPack(count: number): Promise<Cost> {
	const server = await BenchServer.start();
	const seen = counter(count);
	const trigger = await TriggerBench.start(server, streamParameters, () => void seen.add());
	try {
		await open(server, 4);
		return await measured(server, count, seen);
	} finally {
		await trigger.stop();
		await server.stop();
	}
}

async function throughEngine(type: string, parameters: object, count: number): Promise<Cost> {
	const server = await BenchServer.start();
	const bench = await BenchHost.start(server);
	try {
		const seen = counter(count);
		bench.onReached(() => void seen.add());
		await bench.activate(type, parameters);
		await open(server, type === types.trigger ? 4 : 1);
		return await measured(server, count, seen);
	} finally {
		await bench.stop();
		await server.stop();
	}
}

/** Milliseconds from the server's write to `emit`, of each event. */
async function agesAt(perSecond: number, count: number): Promise<number[]> {
	const server = await BenchServer.start();
	const ages: number[] = [];
	const seen = counter(count);
	const trigger = await TriggerBench.start(server, streamParameters, (data) => {
		const { text } = data[0]?.[0]?.json.message as { text: string };
		ages.push(performance.timeOrigin + performance.now() - Number(text));
		seen.add();
	});
	try {
		await open(server, 4);
		await Promise.all([server.emit(count, perSecond), seen.reached]);
		return ages;
	} finally {
		await trigger.stop();
		await server.stop();
	}
}

async function measured(server: BenchServer, count: number, seen: Counter): Promise<Cost> {
	const stop = startCounting();
	await server.emit(count);
	await seen.reached;
	return stop();
}

/** Until the server has that many streams. */
async function open(server: BenchServer, streams: number): Promise<void> {
	while ((await server.state()).streams < streams) await new Promise((resolve) => setTimeout(resolve, 10));
}

interface Counter {
	/** True when the last one has come. */
	add(): boolean;
	readonly reached: Promise<void>;
}

function counter(count: number): Counter {
	let left = count;
	let done: () => void = () => {};
	const reached = new Promise<void>((resolve) => {
		done = resolve;
	});
	const add = (): boolean => {
		left -= 1;
		if (left === 0) done();
		return left <= 0;
	};
	return { add, reached };
}

function perEvent(id: string, costs: readonly Cost[], events: number): Figure[] {
	return [
		figure(
			`${id}.rate`,
			'events/s',
			wall(costs).map((milliseconds) => (events * 1_000) / milliseconds),
		),
		figure(
			`${id}.cpu`,
			'µs/event',
			cpu(costs).map((milliseconds) => (milliseconds * 1_000) / events),
		),
	];
}

const wall = (costs: readonly Cost[]): number[] => costs.map((cost) => cost.wall);
const cpu = (costs: readonly Cost[]): number[] => costs.map((cost) => cost.cpu);

function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((left, right) => left - right);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
