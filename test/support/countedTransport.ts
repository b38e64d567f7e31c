import { openTransport } from '../../nodes/shared/spectrum/transport/openTransport';
import type { Transport, TransportFactory } from '../../nodes/shared/spectrum/transport/Transport';

/** Counts the calls that are under way: also those that are still being connected, of which a server knows nothing. */
export class CountedTransport {
	underWay = 0;

	readonly open: TransportFactory = (target) => {
		const transport = openTransport(target);
		return {
			unary: async (...call) => await this.counted(async () => await transport.unary(...call)),
			serverStream: (...call) => transport.serverStream(...call),
			close: () => transport.close(),
		} satisfies Transport;
	};

	private async counted<Result>(work: () => Promise<Result>): Promise<Result> {
		this.underWay++;
		try {
			return await work();
		} finally {
			this.underWay--;
		}
	}
}
