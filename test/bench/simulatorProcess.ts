import type { CloudCredentialData, SimulatedLine } from '../../simulator/src';
import { OwnProcess } from './ownProcess';

/** What the simulator's process is told. The first order starts the simulator; every order is answered with its facts. */
export interface SimulatorOrder {
	/** Calls of the control plane in any one second; absent: no limit. */
	readonly rateLimit?: number;
}

/** The limit of the real control plane. */
export const realLimit = 5;

export interface SimulatorFacts {
	readonly projectId: string;
	readonly projectSecret: string;
	readonly caPem: string;
	readonly controlPlaneUrl: string;
	readonly lines: readonly SimulatedLine[];
	readonly credential: CloudCredentialData;
	/** Requests for tokens so far. */
	readonly mints: number;
}

export class SimulatorProcess {
	private constructor(
		private readonly process: OwnProcess,
		readonly facts: SimulatorFacts,
	) {}

	static async start(order: SimulatorOrder = {}): Promise<SimulatorProcess> {
		const process = OwnProcess.start('simulatorChild.ts');
		return new SimulatorProcess(process, await process.ask<SimulatorFacts>(order));
	}

	/** Sets the limit, or takes it away. */
	async limit(rateLimit?: number): Promise<void> {
		await this.process.ask({ rateLimit } satisfies SimulatorOrder);
	}

	async mints(): Promise<number> {
		return (await this.process.ask<SimulatorFacts>({})).mints;
	}

	async stop(): Promise<void> {
		await this.process.stop();
	}
}
