import { parsePublicUrl } from '../../../../nodes/shared/spectrum/webhook/publicUrl';

test.each([
	'https://n8n.example.com/webhook/1/imessage',
	'https://n8n.example.com:8443/',
	'https://EXAMPLE.com',
	'https://local.example.com/',
	'https://localhost.example.com/',
	'https://8.8.8.8/',
	'https://[2606:4700::1111]/',
	'https://172.32.0.1/',
	'https://192.88.98.1/',
	'https://[2003::1]/',
	'https://[4000::1]/',
	'https://n8n.example.com./',
	'https://xn--bcher-kva.example.com/',
])('%s can be delivered to', (url) => {
	expect(parsePublicUrl(url)).toEqual({ ok: true, value: url });
});

test.each([
	['http://n8n.example.com/', 'https://'],
	['ftp://n8n.example.com/', 'https://'],
	['n8n.example.com', 'not a URL'],
	['', 'not a URL'],
	['https://user:word@n8n.example.com/', 'user name'],
	['https://localhost/', 'localhost'],
	['https://localhost./', 'localhost'],
	['https://localhost:5678/', 'localhost'],
	['https://n8n.localhost/', 'n8n.localhost'],
	['https://n8n/', 'local network'],
	['https://nas.local/', 'local network'],
	['https://NAS.LOCAL./', 'local network'],
	['https://n8n.svc.cluster.local/', 'local network'],
	['https://vm.internal/', 'local network'],
	['https://box.home.arpa/', 'local network'],
	['https://127.0.0.1/', 'internet'],
	['https://127.1/', 'internet'],
	['https://0x7f000001/', 'internet'],
	['https://2130706433/', 'internet'],
	['https://0.0.0.0/', 'internet'],
	['https://10.1.2.3/', 'internet'],
	['https://100.64.0.1/', 'internet'],
	['https://169.254.169.254/', 'internet'],
	['https://172.16.0.1/', 'internet'],
	['https://172.31.255.255/', 'internet'],
	['https://192.168.1.10/', 'internet'],
	['https://224.0.0.1/', 'internet'],
	['https://255.255.255.255/', 'internet'],
	['https://192.88.99.1/', 'internet'],
	['https://127.0.0.1../', 'not a valid name'],
	['https://foo.local../', 'not a valid name'],
	['https://n8n.example.com.../', 'not a valid name'],
	['https://n8n..example.com/', 'not a valid name'],
	['https://./', 'not a valid name'],
	['https://[::127.0.0.1]/', 'internet'],
	['https://[::192.168.0.1]/', 'internet'],
	['https://[::ffff:0:127.0.0.1]/', 'internet'],
	['https://[2002:7f00:1::]/', 'internet'],
	['https://[64:ff9b::127.0.0.1]/', 'internet'],
	['https://[64:ff9b:1::10.0.0.1]/', 'internet'],
	['https://[3fff::1]/', 'internet'],
	['https://[3fff:fff::1]/', 'internet'],
	['https://[fec0::1]/', 'internet'],
	['https://[::1]/', 'internet'],
	['https://[::]/', 'internet'],
	['https://[::ffff:127.0.0.1]/', 'internet'],
	['https://[::ffff:192.168.0.1]/', 'internet'],
	['https://[fd12:3456::1]/', 'internet'],
	['https://[fe80::1]/', 'internet'],
	['https://[2001:db8::1]/', 'internet'],
])('%s cannot be: %s', (url, reason) => {
	const parsed = parsePublicUrl(url);
	expect(parsed).toEqual({ ok: false, problem: expect.stringContaining(reason) });
});

test('a public address in its IPv6 form stays public', () => {
	expect(parsePublicUrl('https://[::ffff:8.8.8.8]/').ok).toBe(true);
});
