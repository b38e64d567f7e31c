import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { seededRandom } from '../../simulator/src/random';
import { FastClock } from '../support/fastClock';
import { TestHost } from '../support/host';
import { Store } from '../support/host/store';
import { logWorkflow } from '../support/logHost';
import { triggerType } from '../support/triggerHost';
import { Journal } from './journal';
import { poolThrough } from './network';
import type { FromChild, Orders, ToChild } from './protocol';
import { Recording } from './recording';

/**
 * n8n as a process of its own, which may be killed at any moment: what it knows afterwards is what its journal has. It
 * ends by itself after SIGTERM; what keeps it alive then was left behind.
 */
let { routes }: Pick<Orders, 'routes'> = { routes: {} };

function tell(message: FromChild): void {
	// A parent that has just been killed hears nothing, which is no fault of this process.
	if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function begin({ life, credential, journal: path, deduplicates, parameters, speed, origin, seed }: Orders): Promise<void> {
	const clock = new FastClock(speed, origin);
	const random = seededRandom(seed + life);
	const pool = poolThrough(() => routes, clock, random);
	const recording = new Recording(life);
	const { journal, lines } = Journal.open(path);
	const store = new Store((entry) => {
		const row = recording.rowOf(entry);
		journal.write({ entry, ...(row === undefined ? {} : { row }) });
		if (row !== undefined) tell({ type: 'row', row });
	});
	const workflow = store.saveWorkflow(logWorkflow(parameters));
	store.publish(workflow);
	store.redo(lines.map(({ entry }) => entry));
	const host = await TestHost.start({
		nodes: { [triggerType]: recording.trigger(clock, random, pool) },
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: credential },
		reactivateAfterMilliseconds: 50,
		deduplicates,
		store,
	});
	tell({ type: 'started' });
	process.once('SIGTERM', () => void end());
	let told = 0;
	const watch = async (): Promise<void> => {
		for (;;) {
			await host.nextExecution();
			host.executions.length = 0;
			for (; told < host.logs.length; told++) {
				const { level, message } = host.logs[told] ?? {};
				// The host says it of each event that it knows already.
				if (message === undefined || message.startsWith('Scheduled execution skipped')) continue;
				if (level === 'warn' || level === 'error') tell({ type: 'warning', message: `[life ${life}] ${message}` });
			}
		}
	};
	watch().catch(() => undefined);
	const end = async (): Promise<void> => {
		// Only where something else keeps the process alive so long.
		setTimeout(
			() => process.stderr.write(`[life ${life}] still there after SIGTERM: ${process.getActiveResourcesInfo().join(', ')}\n`),
			30_000,
		).unref();
		await host.stop();
		pool.close();
		journal.close();
		// The channel stays, to hear of the parent's end, and holds nothing any more.
		process.channel?.unref();
	};
}

// The process that started it is gone, killed perhaps: nobody hears what is told here, and nobody would end this process.
process.once('disconnect', () => process.exit(1));

process.on('message', (message: ToChild) => {
	if (message.type === 'routes') {
		({ routes } = message);
		return;
	}
	({ routes } = message.orders);
	begin(message.orders).catch((error: unknown) => {
		process.stderr.write(`${String((error as Error).stack)}\n`);
		process.exit(1);
	});
});
tell({ type: 'loaded' });
