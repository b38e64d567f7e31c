/** Run by processExit.test.ts: uses the pool as a node does, prints the answers, and has nothing that ends it. */
import { systemClock } from '../../../../nodes/shared/spectrum/timing/clock';
import type { SelfHostedConnection } from '../../../../nodes/shared/spectrum/model/connection';
import { sharedPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { count, say } from './support';

async function main(address: string): Promise<void> {
	const connection: SelfHostedConnection = {
		kind: 'selfHosted',
		tls: false,
		lines: [{ address, token: 'a-token', phone: 'shared' }],
	};
	const link = sharedPool.link(connection);
	const context = { http: async () => await Promise.reject(new Error('no HTTP here')) };
	process.stdout.write(`${await link.unary(address, say, 'unary', { context })}\n`);
	for await (const message of link.serverStream(address, count, 'stream', { context })) {
		process.stdout.write(`${message}\n`);
		break;
	}
	// A timer of the pack's own clock must not hold the process either.
	systemClock.after(60_000, () => {});
}

void main(process.argv[2] ?? '');
