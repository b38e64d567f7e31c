import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator, type SimulatorOptions } from '../../simulator/src';
import type { TestHost } from './host';

/** A Spectrum, and an n8n that has credentials for it. */
export interface Setting {
	readonly spectrum: Simulator;
	readonly host: TestHost;
}

/**
 * The setting of most files about nodes. Everything that was started is closed after each test, also when the test has
 * failed: n8n first, then the connections that nodes keep, then the simulator, which complains about any that is left.
 *
 * @param startHost starts n8n with the nodes of the test and credentials for that simulator
 * @param after when it is closed: `afterEach`, or `afterAll` for a file whose tests share one setting
 * @returns what starts one; a test may start several
 */
export function useSpectrum(
	startHost: (spectrum: Simulator) => Promise<TestHost>,
	after: (close: () => Promise<void>) => void = afterEach,
): (options?: SimulatorOptions) => Promise<Setting> {
	const hosts: TestHost[] = [];
	const simulators: Simulator[] = [];
	after(async () => {
		await closeAll(hosts);
		sharedPool.close();
		await closeAll(simulators);
	});
	return async (options) => {
		const spectrum = await Simulator.start(options);
		simulators.push(spectrum);
		const host = await startHost(spectrum);
		hosts.push(host);
		return { spectrum, host };
	};
}

/** Closes every one of them, then throws what the first that failed has thrown. */
async function closeAll(list: Array<{ stop(): Promise<void> }>): Promise<void> {
	const outcomes = await Promise.allSettled(list.splice(0).map(async (one) => await one.stop()));
	const failed = outcomes.find((outcome) => outcome.status === 'rejected');
	if (failed !== undefined) throw failed.reason;
}
