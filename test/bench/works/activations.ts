/** Many active triggers on one credential, and many activations one after the other. */
import { builtPool } from '../built';
import { collect, figure, type Figure } from '../figures';
import { BenchServer } from '../server/start';
import { streamParameters } from '../streamParameters';
import { TriggerBench } from '../triggerBench';
import type { WorkSettings } from '../work';

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const server = await BenchServer.start();
	const trigger = await TriggerBench.start(server, undefined, () => {});
	try {
		const first = await trigger.activate(streamParameters, 'first');
		const heapOfOne = liveHeap();
		const others = isShort ? 10 : 99;
		const active = [first];
		for (let index = 0; index < others; index++) active.push(await trigger.activate(streamParameters, `trigger-${index}`));
		const heapOfAll = liveHeap();
		const { connections, streams } = await server.state();
		for (const each of active) await each.deactivate();

		const activations = isShort ? 20 : 500;
		const again = async (): Promise<void> => {
			for (let index = 0; index < activations; index++) await (await trigger.activate(streamParameters, 'again')).deactivate();
		};
		await again();
		const heapBefore = liveHeap();
		const handlesBefore = handles();
		await again();
		const heapAfter = liveHeap();
		return [
			figure('activations.connections', 'connections', [connections]),
			figure('activations.streams', 'streams', [streams]),
			figure('activations.each', 'KiB', [(heapOfAll - heapOfOne) / others / 1024]),
			figure('activations.left', 'KiB', [(heapAfter - heapBefore) / activations / 1024]),
			figure('activations.handles', 'handles', [handles() - handlesBefore]),
		];
	} finally {
		await trigger.stop();
		builtPool().close();
		await server.stop();
	}
}

function liveHeap(): number {
	collect();
	collect();
	return process.memoryUsage().heapUsed;
}

/** What keeps the process alive. */
function handles(): number {
	return process.getActiveResourcesInfo().length;
}
