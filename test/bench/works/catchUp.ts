/** A trigger that was away: the time for each event, and the memory, whatever the number of events that it has missed. */
import { builtPool } from '../built';
import { collect, costOf, figure, type Figure } from '../figures';
import { BenchServer } from '../server/start';
import { TriggerBench } from '../triggerBench';
import type { WorkSettings } from '../work';
import { streamParameters } from '../streamParameters';

const mebibyte = 1024 * 1024;

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const [few, many] = isShort ? [500, 5_000] : [10_000, 100_000];
	await caughtUp(few);
	const ofFew = await caughtUp(few);
	const ofMany = await caughtUp(many);
	const live = await caughtUp(many, Math.ceil(many / 10));
	builtPool().close();
	return [
		figure('catchUp.cpu', 'µs/event', [(ofMany.cpu * 1_000) / many]),
		figure('catchUp.growth', '×', [ofMany.cpu / many / (ofFew.cpu / few)]),
		figure('catchUp.rss', 'MiB', [ofMany.risenBytes / mebibyte]),
		figure(
			'catchUp.live',
			'MiB',
			live.liveBytes.map((bytes) => bytes / mebibyte),
		),
	];
}

interface CatchUp {
	readonly cpu: number;
	/** How far the memory of the process rose. */
	readonly risenBytes: number;
	/** What was reachable on the heap every so many events. */
	readonly liveBytes: readonly number[];
}

/** @param collectEvery after how many events the heap is collected and measured; absent: never */
async function caughtUp(count: number, collectEvery?: number): Promise<CatchUp> {
	const server = await BenchServer.start();
	await server.append(count);
	collect();
	const before = process.memoryUsage.rss();
	let peak = before;
	let left = count;
	const liveBytes: number[] = [];
	let done: () => void = () => {};
	const all = new Promise<void>((resolve) => {
		done = resolve;
	});
	const trigger = await TriggerBench.start(server, undefined, () => {
		left -= 1;
		if (left % 200 === 0) peak = Math.max(peak, process.memoryUsage.rss());
		if (collectEvery !== undefined && left % collectEvery === 0) {
			collect();
			liveBytes.push(process.memoryUsage().heapUsed);
		}
		if (left === 0) done();
	});
	try {
		const { cpu } = await costOf(async () => {
			await trigger.activate({ ...streamParameters, startAt: 'everything' });
			await all;
		});
		return { cpu, risenBytes: peak - before, liveBytes };
	} finally {
		await trigger.stop();
		await server.stop();
	}
}
