/** Activations and deactivations in each mode. Nothing stays registered, connected or open. */
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator } from '../../simulator/src';
import { startTriggerHost, triggerWorkflow } from '../support/triggerHost';
import { Complaints, leftOver, openResources, soon, type LoadResult, type LoadSettings } from './part';

const modes = ['webhook', 'stream', 'polling'] as const;

export async function activations({ seed, count }: LoadSettings): Promise<LoadResult> {
	const before = openResources();
	const complaints = new Complaints();
	const spectrum = await Simulator.start({ seed, plan: 'dedicated', rateLimit: Number.POSITIVE_INFINITY });
	const host = await startTriggerHost(spectrum);
	const done: Record<string, number> = {};
	try {
		// What the first connection makes for the process is not of an activation.
		await (await host.activate(triggerWorkflow({ receiveBy: 'stream', events: ['message.received'] }))).deactivate();
		const listenersBefore = listenersOfProcess();
		for (const mode of modes) {
			for (let index = 0; index < count; index++) {
				const active = await host.activate(triggerWorkflow({ receiveBy: mode, events: ['message.received'] }));
				complaints.unless(mode !== 'webhook' || spectrum.webhooks.length === 1, `${spectrum.webhooks.length} webhooks while active`);
				await active.deactivate();
				complaints.unless(spectrum.webhooks.length === 0, `${spectrum.webhooks.length} webhooks left by activation ${index} by ${mode}`);
				done[mode] = (done[mode] ?? 0) + 1;
			}
			complaints.unless(await soon(() => spectrum.streams.length === 0), `${spectrum.streams.length} streams left after ${mode}`);
		}
		const listenersLeft = listenersOfProcess() - listenersBefore;
		complaints.unless(listenersLeft <= 0, `${listenersLeft} listeners of the process left`);
		return { done, complaints: [...complaints.all, ...(await ended())] };
	} catch (error) {
		await ended();
		throw error;
	}

	async function ended(): Promise<string[]> {
		await host.stop();
		sharedPool.close();
		await spectrum.stop();
		return await leftOver(before);
	}
}

function listenersOfProcess(): number {
	return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}
