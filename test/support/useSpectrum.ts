import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator, type SimulatorOptions } from '../../simulator/src';
import type { TestHost } from './host';

/** Starts n8n with the nodes of a test and credentials for that simulator. */
export type StartHost = (spectrum: Simulator) => Promise<TestHost>;

/** A Spectrum, and an n8n that has credentials for it. */
export interface Setting {
	readonly spectrum: Simulator;
	readonly host: TestHost;
	/** Starts one more n8n for the same Spectrum, which is closed with the rest. */
	readonly alsoStart: (startHost: StartHost) => Promise<TestHost>;
}

/**
 * The setting of most files about nodes. Everything that was started is closed after each test, also when the test has
 * failed: n8n first, then the connections that nodes keep, then the simulator, which complains about any that is left.
 * Jest runs hooks of one kind in the order of the file, so an `afterEach` below this one finds everything closed.
 *
 * @param startHost the n8n of the file's tests
 * @param after when it is closed: `afterEach`, or `afterAll` for a file whose tests share one setting
 * @returns what starts one, with another n8n if the test names one; a test may start several
 */
export function useSpectrum(
	startHost: StartHost,
	after: (close: () => Promise<void>) => void = afterEach,
): (options?: SimulatorOptions, startOwnHost?: StartHost) => Promise<Setting> {
	const hosts: TestHost[] = [];
	const simulators: Simulator[] = [];
	after(async () => {
		await closeAll(hosts);
		sharedPool.close();
		await closeAll(simulators);
	});
	return async (options, startOwnHost = startHost) => {
		const spectrum = await Simulator.start(options);
		simulators.push(spectrum);
		const alsoStart = async (start: StartHost): Promise<TestHost> => {
			const host = await start(spectrum);
			hosts.push(host);
			return host;
		};
		return { spectrum, host: await alsoStart(startOwnHost), alsoStart };
	};
}

/** Closes every one of them, then throws what the first that failed has thrown. */
async function closeAll(list: Array<{ stop(): Promise<void> }>): Promise<void> {
	const outcomes = await Promise.allSettled(list.splice(0).map(async (one) => await one.stop()));
	const failed = outcomes.find((outcome) => outcome.status === 'rejected');
	if (failed !== undefined) throw failed.reason;
}
