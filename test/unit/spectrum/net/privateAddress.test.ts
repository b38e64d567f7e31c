import { isPrivateAddress, isPrivateHost } from '../../../../nodes/shared/spectrum/net/privateAddress';

test.each([
	'8.8.8.8',
	'1.1.1.1',
	'172.15.255.255',
	'172.32.0.1',
	'100.63.0.1',
	'2606:4700::1111',
	'2a00:1450:4001:80e::200e',
	'5eff:ffff::1',
	'5f01::1',
])('%s is public', (address) => expect(isPrivateAddress(address)).toBe(false));

test.each([
	'127.0.0.1',
	'10.1.2.3',
	'172.16.0.1',
	'172.31.255.255',
	'192.168.1.1',
	'169.254.169.254',
	'100.64.0.1',
	'0.0.0.0',
	'224.0.0.1',
	'255.255.255.255',
	'::1',
	'::',
	'::ffff:127.0.0.1',
	'::ffff:8.8.8.8',
	'64:ff9b::a00:1',
	'2002:7f00:1::',
	'fd00:ec2::254',
	'fe80::1',
	'ff02::1',
	'fe80::1%eth0',
	'5f00::1',
	'5f00:ffff:ffff::1',
	'no address',
	'',
])('%j is private', (address) => expect(isPrivateAddress(address)).toBe(true));

test.each([
	['http://127.0.0.1/', true],
	['http://2130706433/', true],
	['http://0x7f.1/', true],
	['http://[::1]:8080/', true],
	['http://[::ffff:7f00:1]/', true],
	['http://localhost./', true],
	['http://db.internal/', true],
	['http://printer.local/', true],
	['https://example.com/', false],
	['https://8.8.8.8/', false],
])('the host of %s: %s', (url, expected) => expect(isPrivateHost(new URL(url).hostname)).toBe(expected));
