import { parseEndpoint, parseHttpsUrl } from '../../../../nodes/shared/spectrum/net/endpoint';

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
