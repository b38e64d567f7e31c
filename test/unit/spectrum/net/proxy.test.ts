import { isBehindProxy, proxyFor, type Environment } from '../../../../nodes/shared/spectrum/net/proxy';
import { requireFromCore } from '../../../support/host/core';

/** What n8n's HTTP client asks. It reads the variables of the process. */
const { getProxyForUrl } = requireFromCore('proxy-from-env') as { getProxyForUrl: (url: string) => string };

const address = 'lines.example.test:443';
const proxy = (port: number): string => `http://proxy.example.test:${port}`;

/** The port of the proxy that is chosen; undefined for none. */
function chosen(environment: Environment, { to = address, tls = true } = {}): string | undefined {
	const choice = proxyFor(to, tls, environment);
	return choice === undefined || 'unusable' in choice ? undefined : choice.address.split(':').at(-1);
}

describe('the proxy of a connection', () => {
	it.each(['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'grpc_proxy', 'GRPC_PROXY', 'npm_config_https_proxy'])(
		'is that of %s',
		(name) => {
			expect(proxyFor(address, true, { [name]: proxy(3128) })).toEqual({ address: 'proxy.example.test:3128', tls: false });
		},
	);

	it.each(['http_proxy', 'HTTP_PROXY', 'ALL_PROXY'])('is that of %s without TLS', (name) => {
		expect(chosen({ [name]: proxy(3128) }, { tls: false })).toBe('3128');
	});

	it('is the one that n8n takes for the same server, however the variables are mixed', () => {
		const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'];
		const before = { ...process.env };
		try {
			for (let mask = 0; mask < 2 ** names.length; mask++) {
				const environment = Object.fromEntries(
					names.filter((_name, bit) => (mask >> bit) & 1).map((name, index) => [name, proxy(4000 + index)]),
				);
				for (const name of names) delete process.env[name];
				Object.assign(process.env, environment);
				for (const tls of [true, false]) {
					const expected = getProxyForUrl(`${tls ? 'https' : 'http'}://${address}`);
					expect([mask, tls, chosen(environment, { tls })]).toEqual([mask, tls, expected === '' ? undefined : new URL(expected).port]);
				}
			}
		} finally {
			process.env = before;
		}
	});

	it('may ask for a user, a password, TLS, or have no port or scheme', () => {
		const of = (value: string) => proxyFor(address, true, { HTTPS_PROXY: value });
		expect(of('http://us%40er:p%3Ass@proxy.example.test')).toEqual({
			address: 'proxy.example.test:80',
			tls: false,
			credentials: 'us@er:p:ss',
		});
		expect(of('https://proxy.example.test')).toEqual({ address: 'proxy.example.test:443', tls: true });
		expect(of('https://[2001:db8::1]:8080')).toEqual({ address: '[2001:db8::1]:8080', tls: true });
		// As n8n reads it: the scheme of what is asked for.
		expect(of('proxy.example.test:8080')).toEqual({ address: 'proxy.example.test:8080', tls: true });
	});

	it.each(['socks5://user:secret@proxy.example.test:1080', 'http://', 'http://a b'])(
		'that cannot be used is named by its variable alone: %s',
		(value) => {
			const choice = proxyFor(address, true, { ALL_PROXY: value });
			expect(choice).toEqual({ unusable: expect.stringContaining('ALL_PROXY') });
			expect(JSON.stringify(choice)).not.toContain('secret');
		},
	);
});

describe('a host without a proxy', () => {
	it.each([
		['lines.example.test'],
		['LINES.example.test'],
		['.example.test'],
		['*.example.test'],
		['example.test'],
		['other.test, lines.example.test'],
		['other.test lines.example.test:443'],
		['*'],
	])('is one that NO_PROXY names: %s', (list) => {
		for (const name of ['NO_PROXY', 'no_proxy', 'no_grpc_proxy']) {
			expect(chosen({ HTTPS_PROXY: proxy(1), [name]: list })).toBeUndefined();
		}
	});

	it.each([['lines.example.test:8443'], ['ines.example.test'], ['other.test'], [''], [','], ['10.0.0.0/8'], ['lines.example.test.evil']])(
		'is not one that it does not name: %s',
		(list) => {
			expect(chosen({ HTTPS_PROXY: proxy(1), NO_PROXY: list })).toBe('1');
		},
	);

	it('may be an address in a range', () => {
		expect(chosen({ HTTPS_PROXY: proxy(1), NO_PROXY: '10.0.0.0/8' }, { to: '10.9.8.7:443' })).toBeUndefined();
		expect(chosen({ HTTPS_PROXY: proxy(1), NO_PROXY: '10.0.0.0/8' }, { to: '11.9.8.7:443' })).toBe('1');
		expect(chosen({ HTTPS_PROXY: proxy(1), NO_PROXY: '::1' }, { to: '[::1]:443' })).toBeUndefined();
	});
});

it("n8n's client has no use for what is gRPC's alone", () => {
	expect(isBehindProxy('https://control.example.test/x', { grpc_proxy: proxy(1) })).toBe(false);
	expect(isBehindProxy('https://control.example.test/x', { HTTPS_PROXY: proxy(1), no_grpc_proxy: '*' })).toBe(true);
	expect(isBehindProxy('https://control.example.test/x', { HTTPS_PROXY: proxy(1), NO_PROXY: 'control.example.test' })).toBe(false);
	expect(isBehindProxy('not a URL', { HTTPS_PROXY: proxy(1) })).toBe(false);
});
