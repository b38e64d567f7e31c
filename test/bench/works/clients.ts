/**
 * A client for each item, as nodes make it that keep nothing between items, compared with this pack: with spectrum-ts, the
 * vendor's SDK, and without and with the limit of the real control plane, 5 calls a second. Then the tokens of many runs.
 */
// First: grpc-js reads its variables when it is loaded.
import { Internet, removeGrpcRoots } from '../../contract/sdk/internet';
import type { Simulator } from '../../../simulator/src';
import { startSdk } from '../../contract/sdk/app';
import { builtPool, types } from '../built';
import { costOf, figure, interleaved, quotients, type Cost, type Figure } from '../figures';
import { BenchHost } from '../host';
import { sentText, spaceOf } from '../server/conversation';
import { realLimit, SimulatorProcess } from '../simulatorProcess';
import type { WorkSettings } from '../work';

const cloudParameters = {
	authentication: 'spectrumCloudApi',
	resource: 'message',
	operation: 'sendText',
	to: { __rl: true, mode: 'space', value: '={{ $json.to }}' },
	text: '={{ $json.text }}',
};
const cloudCredential = { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } };

/** Milliseconds before a refused client is made again. */
const pause = 250;

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const items = isShort ? 5 : 20;
	const { free, limited, mints } = await compared(items, isShort);
	return [
		figure(
			'clients.perItem.cpu',
			'ms/item',
			free.perItem.map(({ cpu }) => cpu / items),
		),
		figure(
			'clients.pack.cpu',
			'ms/item',
			free.pack.map(({ cpu }) => cpu / items),
		),
		figure('clients.cpuRatio', '×', quotients(cpu(free.perItem), cpu(free.pack))),
		figure('clients.limitedRatio', '×', quotients(wall(limited.perItem), wall(limited.pack))),
		figure('clients.tokens', 'tokens', [mints]),
	];
}

type Compared = Record<'perItem' | 'pack', Cost[]>;

/** One simulator for everything: grpc-js reads the certificate authority that the SDK trusts once in a process. */
async function compared(items: number, isShort: boolean): Promise<{ free: Compared; limited: Compared; mints: number }> {
	const simulator = await SimulatorProcess.start();
	const internet = await Internet.lead(simulator.facts as unknown as Simulator);
	const host = await hostFor(simulator);
	const ways = {
		perItem: async () => await costOf(async () => await perItem(simulator, items)),
		// More items, so that the start of the execution weighs as little as in a list.
		pack: async () => perOne(await host.run(types.send, cloudParameters, items * 10, cloudCredential), 10),
	};
	try {
		await perItem(simulator, 2);
		await host.run(types.send, cloudParameters, 20, cloudCredential);
		const free = await interleaved(isShort ? 1 : 3, ways);
		await simulator.limit(realLimit);
		const limited = await interleaved(1, ways);
		builtPool().close();
		const before = await simulator.mints();
		const executions = isShort ? 5 : 50;
		for (let run = 0; run < executions; run++) await host.run(types.send, cloudParameters, isShort ? 20 : 200, cloudCredential);
		return { free, limited, mints: (await simulator.mints()) - before };
	} finally {
		await host.stop();
		builtPool().close();
		await internet.close();
		removeGrpcRoots();
		await simulator.stop();
	}
}

async function perItem({ facts }: SimulatorProcess, items: number): Promise<void> {
	for (let index = 0; index < items; ) {
		try {
			const sdk = await startSdk(facts as unknown as Simulator);
			try {
				const space = await sdk.imessage.imessage(sdk.app).space.get(spaceOf(index));
				await space.send(sentText);
				index += 1;
			} finally {
				await sdk.app.stop();
			}
		} catch {
			await new Promise((resolve) => setTimeout(resolve, pause));
		}
	}
}

async function hostFor({ facts }: SimulatorProcess): Promise<BenchHost> {
	const data = { cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: { ...facts.credential } } };
	return await BenchHost.start({ credential: { address: 'localhost:1', apiKey: 'unused', phone: '', tls: false } }, data);
}

/** The cost of one part of many. */
function perOne({ wall: duration, cpu: used }: Cost, parts: number): Cost {
	return { wall: duration / parts, cpu: used / parts };
}

const wall = (costs: readonly Cost[]): number[] => costs.map((cost) => cost.wall);
const cpu = (costs: readonly Cost[]): number[] => costs.map((cost) => cost.cpu);
