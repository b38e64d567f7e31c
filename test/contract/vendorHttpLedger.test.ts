import { services, Simulator } from '../../simulator/src';
import { routes } from '../../simulator/src/http/routes';
import { driveCalls } from './driveEverything';
import { picture } from './pictures';
import { vendorHttpClient } from './vendorHttpDriver';

/** Routes that the vendor's client called and the simulator answered. */
async function drivenRoutes(): Promise<string[]> {
	const spectrum = await Simulator.start({ plan: 'dedicated', tls: false });
	const client = await vendorHttpClient(spectrum);
	try {
		await driveCalls(client, spectrum);
		const film = { fileName: 'live.png', data: picture('png'), companion: { data: Buffer.from('film') } };
		const { attachment } = await client.attachments.upload(film);
		for await (const _frame of client.attachments.downloadStream(attachment.guid));
	} finally {
		await client.close();
		await spectrum.stop();
	}
	expect(spectrum.calls.filter(({ transport }) => transport !== 'http')).toEqual([]);
	const answered = spectrum.calls.filter(({ outcome }) => outcome?.type === 'answered');
	return [...new Set(answered.map(({ route }) => route ?? ''))].sort();
}

describe('the ledger of routes driven by the vendor’s client for HTTP', () => {
	const names = routes().map(({ name }) => name);

	it('finds every route driven', async () => {
		expect(await drivenRoutes()).toEqual([...names].sort());
	});

	it('finds a route for every RPC but the live streams, and one method for each', () => {
		const routed = new Set(routes().map(({ wire }) => wire.method));
		const unrouted = services.flatMap(({ methods }) => Object.keys(methods)).filter((method) => !routed.has(method));
		expect(unrouted.sort()).toEqual([
			'CatchUpEvents',
			'SubscribeChatEvents',
			'SubscribeGroupEvents',
			'SubscribeMessageEvents',
			'SubscribePollEvents',
			'WatchSharedFriendLocations',
		]);
		expect(new Set(names).size).toBe(names.length);
		expect(names).toHaveLength(45);
	});
});
