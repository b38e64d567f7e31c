import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type * as dns from 'node:dns';
import type { IExecuteFunctions, INodeExecutionData, IRequestOptions } from 'n8n-workflow';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { makeCertificates } from '../../../simulator/src/net/certificates';
import { useSpectrum } from '../../support/useSpectrum';

type Found = (error: null, addresses: dns.LookupAddress[]) => void;
type Lookup = (name: string, options: dns.LookupAllOptions, found: Found) => void;

/** Names of this test, with what the DNS says of them, one answer after the other; the last one stays. */
const mockNames = new Map<string, string[][]>();

jest.mock('node:dns', () => {
	const actual = jest.requireActual<typeof dns>('node:dns');
	const lookup: Lookup = (name, options, found) => {
		const answers = mockNames.get(name);
		const addresses = answers?.length === 1 ? answers[0] : answers?.shift();
		if (addresses === undefined) (actual.lookup as Lookup)(name, options, found);
		else
			found(
				null,
				addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
			);
	};
	return { ...actual, lookup };
});

const person = '+15551234567';
const name = 'files.example.test';
const publicAddress = '93.184.216.34';

/** Public addresses of this test, and where they really lead. Nothing listens at 127.0.0.2. */
const internet: Readonly<Record<string, string>> = {
	[publicAddress]: '127.0.0.1',
	'93.184.216.35': '127.0.0.2',
	'2606:2800:220:1::1': '127.0.0.2',
	'93.184.216.36': '127.0.0.3',
};

// Before the setting is closed, which has a clock of its own to wait by.
afterEach(() => jest.restoreAllMocks());

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new GuardedSend() }));
let spectrum: Simulator;
let host: TestHost;
let web: Server;
let judged: string[];
let allowed: (url: string) => boolean;
let connected: Array<string | undefined>;
let refuse: () => void;
let authority: string | undefined;

/** iMessage on a host that has an egress policy and looks names up itself, as n8n has and does from 2.30 on. */
class GuardedSend extends Imessage {
	override execute = async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const validateUrl = async (url: string) => {
			judged.push(url);
			return allowed(url) ? { ok: true } : { ok: false, error: new Error('Blocked by policy') };
		};
		const ask = this.helpers.request.bind(this.helpers);
		const request = async (options: IRequestOptions & { agentOptions: { host?: string; lookup?: unknown } }) => {
			// Spectrum's own token comes over the same helper.
			if (!String(options.uri).includes('.example.test')) return (await ask(options)) as unknown;
			if (options.agentOptions.lookup !== undefined) throw new Error('`agentOptions.lookup` is not supported');
			refuse();
			const { host: address } = options.agentOptions;
			connected.push(address);
			const leadsTo = address === undefined ? {} : { host: internet[address] ?? address };
			return (await ask({ ...options, agentOptions: { ...options.agentOptions, ...leadsTo, ca: authority } })) as unknown;
		};
		Object.assign(this.helpers, { getSecureEgressFilter: () => ({ validateUrl }), request });
		return await new Imessage().execute.call(this);
	};
}

function respond(request: IncomingMessage, response: ServerResponse): void {
	if (request.url === '/moved') response.writeHead(302, { location: '/forbidden' }).end();
	else if (request.url === '/inward') response.writeHead(302, { location: 'http://inner.example.test/' }).end();
	else response.writeHead(200, { 'content-type': 'image/png' }).end(request.headers.host);
}

async function serve(server: Server): Promise<void> {
	web = server;
	await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
}

beforeEach(async () => {
	judged = [];
	connected = [];
	allowed = () => true;
	refuse = () => undefined;
	authority = undefined;
	mockNames.clear();
	({ spectrum, host } = await startSetting());
});

afterEach(async () => {
	web.closeAllConnections();
	await new Promise((resolve) => web.close(resolve));
});

async function fetchFrom(path: string, { scheme = 'http', allowPrivateAddresses = false } = {}) {
	const { port } = web.address() as AddressInfo;
	const parameters = {
		operation: 'sendAttachment',
		attachmentSource: 'url',
		attachmentUrl: `${scheme}://${name}:${port}${path}`,
		options: { allowPrivateAddresses },
	};
	const run = oneNode(sendType, parameters, { onError: 'continueRegularOutput' });
	return (await host.execute(run, { triggerItems: [inbound(`any;-;${person}`)] })).json(underTest)[0];
}

const arrived = () => spectrum.phone(person).messages[0]?.attachments[0]?.bytes.toString();
const refusedWith = (kind: string, message: RegExp) => ({ error: { kind, message: expect.stringMatching(message) as unknown } });

describe('over http', () => {
	beforeEach(async () => await serve(createServer(respond)));

	test.each([
		['its only address', ['127.0.0.1']],
		['one of its addresses', [publicAddress, '10.0.0.7']],
		['its IPv6 address', ['fd00::1']],
	])('a public name is refused when %s is private', async (_which, addresses) => {
		mockNames.set(name, [addresses]);
		expect(await fetchFrom('/a.png')).toMatchObject(
			refusedWith('permission', /names the host files\.example\.test, which is in a private network/),
		);
		expect(connected).toEqual([]);
		expect(spectrum.calls).toHaveLength(0);
	});

	test('the address that was judged is the one that is connected to, whatever the DNS says next', async () => {
		mockNames.set(name, [[publicAddress], ['127.0.0.1']]);
		await fetchFrom('/a.png');
		expect(connected).toEqual([publicAddress]);
		expect(arrived()).toMatch(/^files\.example\.test:/);
	});

	test('where private addresses are allowed nothing is judged, and n8n looks the name up', async () => {
		refuse = () => {
			throw Object.assign(new Error('No such name'), { code: 'ENOTFOUND' });
		};
		expect(await fetchFrom('/a.png', { allowPrivateAddresses: true })).toMatchObject(
			refusedWith('unavailable', /no connection \(ENOTFOUND\)/),
		);
		refuse = () => undefined;
		await fetchFrom('/a.png', { allowPrivateAddresses: true });
		expect(connected).toEqual([undefined]);
	});

	test('several addresses are tried in their order', async () => {
		mockNames.set(name, [['2606:2800:220:1::1', '93.184.216.35', publicAddress]]);
		await fetchFrom('/a.png');
		expect(connected).toEqual(['2606:2800:220:1::1', '93.184.216.35', publicAddress]);
		expect(arrived()).toBeDefined();
	});

	test('an address that does not answer is left for the next', async () => {
		const silent = createServer(() => undefined);
		let closed = (): void => {};
		const isClosed = new Promise<void>((resolve) => (closed = resolve));
		silent.on('connection', (socket) => socket.on('close', closed));
		const { port } = web.address() as AddressInfo;
		await new Promise<void>((resolve) => silent.listen(port, '127.0.0.3', resolve));
		const wait = globalThis.setTimeout;
		jest
			.spyOn(globalThis, 'setTimeout')
			.mockImplementation(((done: () => void, milliseconds: number) =>
				wait(done, milliseconds === 10_000 ? 50 : milliseconds)) as typeof setTimeout);
		mockNames.set(name, [['93.184.216.36', publicAddress]]);
		await fetchFrom('/a.png');
		expect(connected).toEqual(['93.184.216.36', publicAddress]);
		expect(arrived()).toBeDefined();
		// A connection that is left open never closes, and the test times out here.
		await isClosed;
		silent.close();
	});

	test('when no address answers, the run says why', async () => {
		mockNames.set(name, [['2606:2800:220:1::1', '93.184.216.35']]);
		expect(await fetchFrom('/a.png')).toMatchObject(refusedWith('unavailable', /no connection \(ECONNREFUSED\)/));
		expect(spectrum.calls).toHaveLength(0);
	});

	test("the host's egress policy decides on every URL, that of a redirect too", async () => {
		mockNames.set(name, [[publicAddress]]);
		allowed = (url) => !url.endsWith('/forbidden');
		expect(await fetchFrom('/moved')).toMatchObject(
			refusedWith('permission', /files\.example\.test, which the egress policy of this n8n does not allow/),
		);
		expect(judged.map((url) => new URL(url).pathname)).toEqual(['/moved', '/forbidden']);
		expect(spectrum.calls).toHaveLength(0);
	});

	test('a redirect to a private address is refused', async () => {
		mockNames.set(name, [[publicAddress]]).set('inner.example.test', [['10.0.0.7']]);
		expect(await fetchFrom('/inward')).toMatchObject(
			refusedWith('permission', /names the host inner\.example\.test, which is in a private network/),
		);
		expect(connected).toEqual([publicAddress]);
	});

	test("a failure that is none of the network is n8n's or ours", async () => {
		mockNames.set(name, [[publicAddress, '93.184.216.35']]);
		refuse = () => {
			throw new TypeError('agentOptions.host is not supported');
		};
		expect(await fetchFrom('/a.png')).toMatchObject(
			refusedWith('internal', /the HTTP client of this n8n refused the request \(TypeError\)/),
		);
		expect(spectrum.calls).toHaveLength(0);
	});
});

describe('over https', () => {
	const serveAs = async (certified: string) => {
		const { caPem, certPem, keyPem } = await makeCertificates(certified);
		authority = caPem;
		mockNames.set(name, [[publicAddress]]);
		await serve(createTlsServer({ cert: certPem, key: keyPem }, respond));
	};

	test('the certificate has to be for the name', async () => {
		await serveAs(name);
		expect(await fetchFrom('/a.png', { scheme: 'https' })).not.toHaveProperty('error');
		expect(connected).toEqual([publicAddress]);
		expect(arrived()).toMatch(/^files\.example\.test:/);
	});

	test('one for another name and for the address itself is not accepted', async () => {
		await serveAs('other.example.test');
		expect(await fetchFrom('/a.png', { scheme: 'https' })).toMatchObject(
			refusedWith('unavailable', /no connection \(ERR_TLS_CERT_ALTNAME_INVALID\)/),
		);
		expect(spectrum.calls).toHaveLength(0);
	});
});
