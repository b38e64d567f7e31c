import { BlockList, isIP } from 'node:net';

/** Every range that does not lead to the public internet: IANA's special-purpose registries, and the host of a machine at Azure. */
const blocked4 = listOf('ipv4', [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'168.63.129.16/32',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.88.99.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/4',
	'240.0.0.0/4',
]);

/**
 * The same for IPv6. Ranges that contain an IPv4 address are blocked completely, because a public host does not need them,
 * except {@link translated}. IPv6 has a list of its own, because a block list applies `::ffff:0:0/96` to every IPv4 address.
 */
const blocked6 = listOf('ipv6', [
	'::/96',
	'::ffff:0:0/96',
	'::ffff:0:0:0/96',
	'64:ff9b::/96',
	'64:ff9b:1::/48',
	'100::/64',
	'2001::/23',
	'2001:db8::/32',
	'2002::/16',
	'3fff::/20',
	'5f00::/16',
	'fc00::/7',
	'fe80::/10',
	'fec0::/10',
	'ff00::/8',
]);

function listOf(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
	const list = new BlockList();
	for (const range of ranges) {
		const [network = '', prefix] = range.split('/');
		list.addSubnet(network, Number(prefix), family);
	}
	return list;
}

/** Whether an IP address belongs to the host itself or to a network behind it. A text that is not an IP address counts as private. */
export function isPrivateAddress(address: string): boolean {
	const version = isIP(address);
	if (version === 0) return true;
	if (version === 4) return blocked4.check(address, 'ipv4');
	const inner = translated(address);
	return inner === undefined ? blocked6.check(address, 'ipv6') : blocked4.check(inner, 'ipv4');
}

/**
 * The IPv4 address in one of `64:ff9b::/96` (RFC 6052). In a network without IPv4, the DNS gives such an address for every
 * public host that has no other.
 */
function translated(address: string): string | undefined {
	const url = `http://[${address}]`;
	// A URL writes each address in one way only.
	const { hostname } = URL.canParse(url) ? new URL(url) : { hostname: '' };
	const [, high, low = ''] = /^\[64:ff9b::(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})\]$/.exec(hostname) ?? [];
	if (low === '') return undefined;
	const parts = [Number.parseInt(high ?? '0', 16), Number.parseInt(low, 16)];
	return parts.map((part) => `${part >> 8}.${part & 255}`).join('.');
}

/** Whether a host of a URL is known to be private without looking it up. */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname
		.replace(/^\[|\]$/g, '')
		.replace(/\.$/, '')
		.toLowerCase();
	if (isIP(host) !== 0) return isPrivateAddress(host);
	return host === 'localhost' || /\.(localhost|local|internal|home\.arpa)$/.test(host);
}
