import type { CloudConnection, Connection, SelfHostedConnection } from '../../../../nodes/shared/spectrum/model/connection';
import { createPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import type { Transport } from '../../../../nodes/shared/spectrum/transport/Transport';
import { makeCertificates, type TestCertificates } from '../../../../simulator/src/net/certificates';
import { FakeControlPlane, success } from '../auth/support';
import { echo, say, seeded, startServer, TcpProxy, type TestServer } from '../transport/support';
import { noHttp } from './poolSupport';

let certificates: TestCertificates;
let secure: TestServer;
let plain: TestServer;
let proxy: TcpProxy;
beforeAll(async () => {
	certificates = await makeCertificates();
	secure = await startServer({ say: echo }, certificates);
	plain = await startServer({ say: echo });
});
afterAll(() => {
	secure.stop();
	plain.stop();
});
afterEach(async () => await proxy.stop());

const plane = new FakeControlPlane(() => success({ type: 'shared', token: 'a-token', expiresIn: 3_600 }));

/** Uses every credential twice, in turns, and gives the number of connections that the server saw. */
async function connectionsOf(...connections: Connection[]): Promise<number> {
	const pool = createPool({ retry: { totalMilliseconds: 2_000 } });
	for (const connection of [...connections, ...connections]) {
		const link = pool.link(connection);
		const [line] = (await link.inventory({ http: plane.http })).lines;
		// A credential that fits this server badly dials it all the same, which is what counts here.
		await link.unary(line?.id ?? '', say, 'x', { context: { http: plane.http } }).catch(() => {});
	}
	pool.close();
	return proxy.opened;
}

describe('on a real server', () => {
	const cloudVariants: Record<
		Exclude<keyof Required<CloudConnection>, 'kind' | 'http'>,
		(base: CloudConnection) => Partial<CloudConnection>
	> = {
		projectId: () => ({ projectId: 'other' }),
		projectSecret: () => ({ projectSecret: 'other' }),
		webhookSecret: () => ({ webhookSecret: 'other' }),
		controlPlaneUrl: () => ({ controlPlaneUrl: 'https://other.example.test' }),
		sharedAddress: ({ sharedAddress }) => ({ sharedAddress: sharedAddress.toUpperCase() }),
		dedicatedAddressPattern: () => ({ dedicatedAddressPattern: '{instanceId}.other.example.test:443' }),
		ca: ({ ca }) => ({ ca: `${ca}\n` }),
	};
	function cloudOf(): CloudConnection {
		return {
			kind: 'cloud',
			projectId: 'p',
			projectSecret: 's',
			controlPlaneUrl: 'https://control.example.test',
			sharedAddress: proxy.address,
			dedicatedAddressPattern: '{instanceId}.example.test:443',
			ca: certificates.caPem,
		};
	}

	it.each(Object.entries(cloudVariants))('two cloud credentials that differ in %s never share', async (_field, vary) => {
		proxy = await TcpProxy.start(secure.port);
		const base = cloudOf();
		expect(await connectionsOf(base, { ...base, ...vary(base) })).toBe(2);
	});

	it('equal cloud credentials share, whatever the order of their fields and however absence is written', async () => {
		proxy = await TcpProxy.start(secure.port);
		const base = cloudOf();
		const turned = Object.fromEntries(Object.entries(base).reverse()) as unknown as CloudConnection;
		expect(await connectionsOf(base, { ...base }, turned, { ...base, webhookSecret: undefined })).toBe(1);
	});

	const line = () => ({ address: proxy.address, token: 't', phone: '+15550000001' });
	const selfHostedVariants: Record<string, () => Partial<SelfHostedConnection>> = {
		'lines.address': () => ({ lines: [{ ...line(), address: proxy.address.toUpperCase() }] }),
		'lines.token': () => ({ lines: [{ ...line(), token: 'other' }] }),
		'lines.phone': () => ({ lines: [{ ...line(), phone: '+15550000002' }] }),
		'lines, by one more': () => ({ lines: [line(), { ...line(), phone: '+15550000002' }] }),
		ca: () => ({ ca: certificates.caPem }),
		tls: () => ({ tls: true, ca: certificates.caPem }),
	};

	it.each(Object.entries(selfHostedVariants))('two self-hosted credentials that differ in %s never share', async (field, vary) => {
		proxy = await TcpProxy.start(plain.port);
		const base: SelfHostedConnection = { kind: 'selfHosted', tls: false, lines: [line()] };
		const connections = await connectionsOf(base, { ...base, ...vary() });
		// A TLS client on a plaintext server dials again and again.
		if (field === 'tls') expect(connections).toBeGreaterThanOrEqual(2);
		else expect(connections).toBe(2);
	});
});

describe('by HTTP', () => {
	const line = { address: 'https://a.example.test', token: 't', phone: '+15550000001' };
	const own: SelfHostedConnection = { kind: 'selfHosted', protocol: 'http', tls: true, lines: [line] };
	const cloud: CloudConnection = {
		kind: 'cloud',
		projectId: 'p',
		projectSecret: 's',
		controlPlaneUrl: 'https://control.example.test',
		sharedAddress: 'shared.example.test:443',
		dedicatedAddressPattern: '{instanceId}.example.test:443',
		http: 'https://middleware.example.test',
	};

	it.each<[string, Connection, Connection, number]>([
		['in nothing', own, structuredClone(own), 1],
		['in the protocol', own, { kind: 'selfHosted', tls: true, lines: [{ ...line, address: 'a.example.test:443' }] }, 2],
		['in the address', own, { ...own, lines: [{ ...line, address: 'https://a.example.test/b' }] }, 2],
		['in the instance', own, { ...own, lines: [{ ...line, instanceId: 'one' }] }, 2],
		['in the middleware', cloud, { ...cloud, http: 'https://other.example.test' }, 2],
		['in whether there is one', cloud, { ...cloud, http: undefined }, 2],
	])('two credentials that differ %s', async (_name, left, right, expected) => {
		const targets: unknown[] = [];
		const pool = createPool({
			openTransport: (target): Transport => {
				targets.push(target);
				return { unary: async () => await Promise.resolve('x' as never), serverStream: () => never(), close: () => {} };
			},
		});
		for (const each of [left, right, left, right]) {
			const link = pool.link(each);
			const context = { http: plane.http };
			const [found] = (await link.inventory(context)).lines;
			await link.unary(found?.id ?? '', say, 'x', { context });
		}
		pool.close();
		expect(targets).toHaveLength(expected);
		expect(targets[0]).toEqual({ baseUrl: left === own ? line.address : cloud.http });
	});
});

it('any two credentials share exactly when they are equal', async () => {
	proxy = await TcpProxy.start(plain.port);
	const seed = Date.now() % 1_000_000;
	console.info(`seed ${seed}`);
	const random = seeded(seed);
	// Texts that run into each other when they are joined without framing.
	const texts = ['a', 'ab', 'b', '', '"', 'a","b', 'a,b', '\\', 'null'];
	const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
	const text = () => pick(texts);
	const connection = (): Connection =>
		random() < 0.5
			? {
					kind: 'cloud',
					projectId: `p${text()}`,
					projectSecret: text(),
					controlPlaneUrl: 'https://control.example.test',
					sharedAddress: 'localhost:1',
					dedicatedAddressPattern: 'x',
					...(random() < 0.5 ? { webhookSecret: text() } : {}),
					...(random() < 0.5 ? { http: `https://localhost/${text()}` } : {}),
				}
			: {
					kind: 'selfHosted',
					tls: random() < 0.5,
					...(random() < 0.5 ? { protocol: 'http' as const } : {}),
					lines: Array.from({ length: 1 + Math.floor(random() * 2) }, () => ({
						address: 'https://localhost:1',
						token: text(),
						phone: text(),
						...(random() < 0.5 ? { instanceId: text() } : {}),
					})),
				};
	for (let round = 0; round < 500; round++) {
		let opened = 0;
		const openTransport = (): Transport => {
			opened += 1;
			return { unary: async () => await Promise.resolve('x' as never), serverStream: () => never(), close: () => {} };
		};
		const pool = createPool({ openTransport });
		const pair = [connection(), random() < 0.3 ? undefined : connection()] as const;
		const [left, right] = [pair[0], pair[1] ?? structuredClone(pair[0])];
		for (const each of [left, right]) {
			const link = pool.link(each);
			const context = each.kind === 'cloud' ? { http: plane.http } : noHttp;
			const [line] = (await link.inventory(context)).lines;
			await link.unary(line?.id ?? '', say, 'x', { context });
		}
		pool.close();
		// Both were built field by field in one order, so that equal means equal as text.
		const equal = JSON.stringify(left) === JSON.stringify(right);
		expect({ left, right, opened }).toEqual({ left, right, opened: equal ? 1 : 2 });
	}
});

function never(): never {
	throw new Error('not here');
}
