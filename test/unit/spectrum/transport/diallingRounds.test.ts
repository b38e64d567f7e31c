import { Socket } from 'node:net';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { Dialling } from '../../../../nodes/shared/spectrum/transport/dialling';
import { FakeClock } from '../../../support/fakeClock';
import { failureOf } from './support';

type Connector = ReturnType<ChannelCredentials['_createSecureConnector']>;

/** A channel to a name with several addresses, of which each is dialled by a connector of its own. */
function channel() {
	const clock = new FakeClock();
	const dialling = new Dialling({ address: 'lines.example.test:443', tls: true, proxy: undefined }, 20_000, clock);
	const expired = Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' });
	const inner = {
		_createSecureConnector: (): Connector => ({
			connect: async () => await Promise.reject(expired),
			waitForReady: async () => await Promise.resolve(),
			getCallCredentials: () => undefined as never,
			destroy: () => {},
		}),
	} as unknown as ChannelCredentials;
	const connector = () => dialling.credentials(inner)._createSecureConnector({ path: '' }, {});
	return { clock, dialling, connector };
}

it('an address at which nobody listens does not hide what another one said, and does later', async () => {
	const { clock, dialling, connector } = channel();
	const first = connector();
	await first.waitForReady();
	const socket = new Socket();
	await failureOf(first.connect(socket));
	// The other address takes no connection: grpc-js does not come further than this.
	await connector().waitForReady();
	expect(await dialling.obstacle()).toEqual({ what: 'certificate', code: 'CERT_HAS_EXPIRED' });
	clock.jumpTo(clock.now() + 1_001);
	await connector().waitForReady();
	expect(await dialling.obstacle()).toBeUndefined();
	socket.destroy();
});
