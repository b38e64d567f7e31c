import { isIP } from 'node:net';
import type { Parsed } from '../model/address/address';
import { isPrivateAddress } from '../net/privateAddress';

/** Names that never leave a machine or a local network. */
const localSuffixes = ['localhost', 'local', 'localdomain', 'internal', 'intranet', 'lan', 'home', 'corp', 'home.arpa'];

/**
 * Reads an address that Spectrum is to deliver to. It must be https, and public as far as its text shows. Names are not
 * looked up, because Spectrum may resolve them differently.
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
	if (isIP(host) !== 0) {
		return isPrivateAddress(unmapped(host))
			? { ok: false, problem: `has the host ${host}, which cannot be reached from the internet` }
			: { ok: true, value: input };
	}
	if (host.split('.').includes('')) return { ok: false, problem: `has the host ${url.hostname}, which is not a valid name` };
	if (localSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)) || !host.includes('.')) {
		return { ok: false, problem: `has the host ${host}, a name that exists only in a local network` };
	}
	return { ok: true, value: input };
}

/**
 * Whether an address lies under another one: on the same host and port, and in its folder. Capitals in the host, a slash at
 * the end and the default port make no difference. A base with fewer folders matches too, one with other folders does not.
 */
export function isUnder(address: string, base: string): boolean {
	if (!URL.canParse(address) || !URL.canParse(base)) return false;
	const [inner, outer] = [new URL(address), new URL(base)];
	const folder = outer.pathname.endsWith('/') ? outer.pathname : `${outer.pathname}/`;
	return inner.origin === outer.origin && `${inner.pathname}/`.startsWith(folder);
}

/** The IPv4 address in an IPv6 address that only wraps one. The URL class writes its two halves in hex. */
function unmapped(address: string): string {
	const halves = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address)?.slice(1) ?? [];
	if (halves.length !== 2) return address;
	return halves
		.map((half) => Number.parseInt(half, 16))
		.flatMap((half) => [half >> 8, half & 0xff])
		.join('.');
}
