import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { isByHttp, type Connection } from '../../shared/spectrum/model/connection';
import type { ReceiveBy } from '../settings';

/** Refuses a way to receive that needs streams, which HTTP does not have. Called before anything else is done. */
export function refuseWithoutStreams(connection: Connection, receiveBy: Exclude<ReceiveBy, 'webhook'>): void {
	if (!isByHttp(connection)) return;
	const mode = receiveBy === 'stream' ? 'Stream' : 'Polling';
	throw new SpectrumError({
		kind: 'unsupported',
		message: `"Receive By" is ${mode}, but "Connection" of the credential is HTTP, which has no streams of events`,
		advice:
			connection.kind === 'cloud'
				? 'Choose Webhook in "Receive By", or choose gRPC in "Connection" of the credential.'
				: 'Your own server delivers events by gRPC only: give this node a credential whose "Connection" is gRPC. The other nodes may keep this one.',
	});
}
