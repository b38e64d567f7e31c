import { createPool, type ConnectionPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { defaultChannelTimes, GrpcTransport } from '../../nodes/shared/spectrum/transport/GrpcTransport';
import type { Transport, GrpcTarget, UnaryOptions, WireMethod } from '../../nodes/shared/spectrum/transport/Transport';
import type { FastClock } from '../support/fastClock';

/** Address of a line's server, and where the network that leads to it begins. */
export type Routes = Readonly<Record<string, string>>;

/** Connections as the nodes have them, led through the network, with all of their times on the fast clock. */
export function poolThrough(routes: () => Routes, clock: FastClock, random: () => number): ConnectionPool {
	return createPool({
		clock,
		random,
		openTransport: (target) => {
			if ('baseUrl' in target) throw new Error('The faults are those of gRPC');
			return new FastTransport({ ...target, address: routes()[target.address] ?? target.address }, clock.speed);
		},
	});
}

/** gRPC has no clock of its own, so what it is told to wait for is shortened. */
class FastTransport implements Transport {
	private readonly inner: GrpcTransport;

	constructor(
		target: GrpcTarget,
		private readonly speed: number,
	) {
		const { ready, keepaliveTime, keepaliveTimeout, firstReconnect, longestReconnect } = defaultChannelTimes;
		this.inner = new GrpcTransport(target, {
			// A busy test machine takes its time.
			ready: Math.max(3_000, ready / speed),
			// grpc-js asks no sooner than that, and a busy test machine answers no sooner either.
			keepaliveTime: Math.max(1_000, keepaliveTime / speed),
			keepaliveTimeout: Math.max(1_000, keepaliveTimeout / speed),
			firstReconnect: Math.max(100, firstReconnect / speed),
			longestReconnect: Math.max(100, longestReconnect / speed),
		});
	}

	async unary<Request, Response>(method: WireMethod<Request, Response>, request: Request, options: UnaryOptions): Promise<Response> {
		// 200 ms are for the machine: what is read in less than that is not late.
		const deadlineMilliseconds = Math.max(200, options.deadlineMilliseconds / this.speed);
		return await this.inner.unary(method, request, { ...options, deadlineMilliseconds });
	}

	serverStream: Transport['serverStream'] = (method, request, options) => this.inner.serverStream(method, request, options);

	close(): void {
		this.inner.close();
	}
}
