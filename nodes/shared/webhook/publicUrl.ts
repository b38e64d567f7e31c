import { BlockList, isIP } from 'node:net';
import type { Parsed } from '../domain/address';

/** Names that never leave a machine or a local network. */
const localSuffixes = ['localhost', 'local', 'localdomain', 'internal', 'intranet', 'lan', 'home', 'corp', 'home.arpa'];

/** Networks that cannot be reached from the internet: private, loopback, link-local, reserved, for documentation. */
const closedNetworks = new BlockList();
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
] as const) {
	closedNetworks.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
	// Forms that carry an IPv4 address of any network.
	['::', 96],
	['::ffff:0:0:0', 96],
	['64:ff9b::', 96],
	['64:ff9b:1::', 48],
	['2002::', 16],
	['100::', 64],
	['2001:db8::', 32],
	['3fff::', 20],
	['fc00::', 7],
	['fe80::', 10],
	['fec0::', 10],
	['ff00::', 8],
] as const) {
	closedNetworks.addSubnet(network, prefix, 'ipv6');
}

/**
 * Reads an address that Spectrum is to deliver to: https, and public as far as its text can tell. Nothing is looked
 * up: what a name resolves to here says nothing about Spectrum's side.
 */
export function parsePublicUrl(input: string): Parsed<string> {
	if (!URL.canParse(input)) return { ok: false, problem: 'is not a URL' };
	const url = new URL(input);
	if (url.protocol !== 'https:') return { ok: false, problem: 'does not start with https://' };
	if (url.username !== '' || url.password !== '') {
		return { ok: false, problem: 'carries a user name or a password, which Spectrum does not send' };
	}
	// The URL class has already turned forms such as 127.1 or 0x7f000001 into four decimal parts.
	const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	const family = isIP(host);
	if (family !== 0) {
		return closedNetworks.check(host, family === 4 ? 'ipv4' : 'ipv6')
			? { ok: false, problem: `has the host ${host}, which cannot be reached from the internet` }
			: { ok: true, value: input };
	}
	if (host.split('.').includes('')) return { ok: false, problem: `has the host ${url.hostname}, which is not a valid name` };
	if (localSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)) || !host.includes('.')) {
		return { ok: false, problem: `has the host ${host}, a name that exists in a local network only` };
	}
	return { ok: true, value: input };
}
