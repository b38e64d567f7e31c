import { isInstanceId, parseBaseUrl, parseEndpoint, parseHttpsUrl } from '../../../../nodes/shared/spectrum/net/endpoint';

describe('parseEndpoint', () => {
	test.each(['imessage.example.com:443', '127.0.0.1:50051', '[::1]:443', '{instanceId}.imsg.photon.codes:443', 'localhost:{instanceId}'])(
		'accepts %s',
		(address) => {
			expect(parseEndpoint(` ${address} `)).toEqual({ ok: true, value: address });
		},
	);

	test.each([
		['https://imessage.example.com:443', /URL/],
		['imessage.example.com', /host:port/],
		['imessage.example.com:443/path', /host:port/],
		['imessage.example.com:0', /port/],
		['imessage.example.com:70000', /port/],
		['', /empty/],
	])('refuses %j', (address, problem) => {
		const parsed = parseEndpoint(address);
		expect(!parsed.ok && parsed.problem).toMatch(problem);
	});
});

describe('parseBaseUrl', () => {
	test.each([
		['imessage.example.com', 'https://imessage.example.com'],
		[' IMESSAGE.example.com:443 ', 'https://imessage.example.com'],
		['imessage.example.com:8443', 'https://imessage.example.com:8443'],
		['127.0.0.1:8080', 'https://127.0.0.1:8080'],
		['[::1]:8080', 'https://[::1]:8080'],
		['https://imessage.example.com/', 'https://imessage.example.com'],
		['HTTPS://imessage.example.com/behind/a/proxy//', 'https://imessage.example.com/behind/a/proxy'],
	])('makes a base URL of %j', (address, value) => {
		expect(parseBaseUrl(address, 'https', 'is wrong')).toEqual({ ok: true, value });
	});

	test('the scheme is that of the setting, and a URL with the other one is refused', () => {
		expect(parseBaseUrl('localhost:8080', 'http', 'is wrong')).toEqual({ ok: true, value: 'http://localhost:8080' });
		expect(parseBaseUrl('http://localhost', 'http', 'is wrong')).toEqual({ ok: true, value: 'http://localhost' });
		for (const [address, scheme] of [
			['http://localhost', 'https'],
			['https://localhost', 'http'],
		] as const) {
			expect(parseBaseUrl(address, scheme, 'does not fit')).toEqual({ ok: false, problem: 'does not fit' });
		}
	});

	test.each([
		['', /empty/],
		['https://', /neither/],
		['two words', /neither/],
		['host:port', /neither/],
		['host:70000', /neither/],
		['host:0', /port/],
		['ftp://host', /not one of HTTP/],
		['https://user:secret@host', /user name/],
		['secret@host', /user name/],
		['host?key=secret', /query/],
		['https://host/#', /fragment/],
		[`https://host/${'/'.repeat(5_000_000)}x`, /longer than 2,000/],
	])('refuses %.40j', (address, problem) => {
		const parsed = parseBaseUrl(address, 'https', 'is wrong');
		expect(!parsed.ok && parsed.problem).toMatch(problem);
		expect(JSON.stringify(parsed)).not.toContain('secret');
	});
});

test.each([
	['50051', true],
	['line-1.eu_2', true],
	['a'.repeat(200), true],
	['a'.repeat(201), false],
	['', false],
	['-a', false],
	['a/b', false],
	['a\r\nx: y', false],
])('whether %.20j can be the ID of an instance', (text, can) => {
	expect(isInstanceId(text)).toBe(can);
});

describe('parseHttpsUrl', () => {
	test('drops the trailing slash', () => {
		expect(parseHttpsUrl('https://spectrum.example.com/')).toEqual({ ok: true, value: 'https://spectrum.example.com' });
	});

	test.each([
		'https://spectrum.example.com/?',
		'https://spectrum.example.com?key=secret',
		'https://spectrum.example.com/base#',
		'https://spectrum.example.com/#/secret',
	])('refuses the query or fragment of %s: a path behind it would be part of it', (url) => {
		const parsed = parseHttpsUrl(url);
		expect(!parsed.ok && parsed.problem).toMatch(/query or a fragment/);
		expect(JSON.stringify(parsed)).not.toContain('secret');
	});

	test.each(['http://spectrum.example.com', 'spectrum.example.com', 'https://user:secret@spectrum.example.com'])('refuses %s', (url) => {
		const parsed = parseHttpsUrl(url);
		expect(parsed.ok).toBe(false);
		expect(JSON.stringify(parsed)).not.toContain('secret@');
	});
});
