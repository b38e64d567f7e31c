import type { AuthContext } from '../../../../nodes/shared/spectrum/auth/TokenSource';
import { targetOfAddress, type Target } from '../../../../nodes/shared/spectrum/model/target';
import { writeKey, type WriteKey } from '../../../../nodes/shared/spectrum/keys/writeKey';
import { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import { createPool, type ConnectionPool, type PoolOptions } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { toCloudConnection } from '../../../../nodes/shared/n8n/credentials/credentials';
import { Simulator, type CallRecord, type SimulatorOptions } from '../../../../simulator/src';
import { nodeHttp } from '../../../support/httpPort';

export const alice = '+15551234567';
export const bob = '+15557654321';
export const threeLines = ['+15550000001', '+15550000002', '+15550000003'];

/** A simulator with a pool; `stop()` fails the test when a connection is left open. */
export class GatewayBench {
	private constructor(
		readonly spectrum: Simulator,
		readonly pool: ConnectionPool,
	) {}

	static async start(options: SimulatorOptions = {}, pool: Partial<PoolOptions> = {}): Promise<GatewayBench> {
		return new GatewayBench(await Simulator.start(options), createPool({ random: () => 0, ...pool }));
	}

	/** As the item loop makes one for each item. */
	gateway(context: Partial<AuthContext> = {}): Gateway {
		const connection = toCloudConnection(this.spectrum.cloudCredential());
		return new Gateway(connection, { http: nodeHttp, ...context }, this.pool);
	}

	/** Calls of one RPC, oldest first. */
	calls(method: string): CallRecord[] {
		return this.spectrum.calls.filter((call) => call.method === method);
	}

	async stop(): Promise<void> {
		this.pool.close();
		await this.spectrum.stop();
	}
}

export function to(address: string): Target {
	const parsed = targetOfAddress(address);
	if (!parsed.ok) throw new Error(parsed.problem);
	return parsed.value;
}

export function group(id: string): Target {
	return { by: 'space', space: { id, type: 'group' } };
}

let executions = 0;
/** The key of another execution each time. */
export function freshKey(): WriteKey {
	executions += 1;
	return writeKey({
		workflowId: 'workflow',
		nodeId: 'node',
		operation: 'operation',
		execution: ['instance', `${executions}`],
		branch: '',
		occurrence: 0,
		target: '',
	});
}

export async function collected<Value>(list: AsyncIterable<Value>): Promise<Value[]> {
	const values: Value[] = [];
	for await (const value of list) values.push(value);
	return values;
}
