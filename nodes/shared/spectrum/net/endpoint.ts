import type { Parsed } from '../model/address/address';
import { withoutEnding } from '../values/ending';

/** The example in every error about a gRPC address. */
export const endpointExample = 'imessage.example.com:443';

/** Reads a gRPC address, `host:port`. An IPv6 host stands in brackets. */
export function parseEndpoint(input: string): Parsed<string> {
	const text = input.trim();
	if (text === '') return { ok: false, problem: 'is empty' };
	if (text.includes('://')) {
		return {
			ok: false,
			problem: 'is a URL, but gRPC connects to host:port: leave out the scheme and any path',
		};
	}
	const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._{}-]+):(\d{1,5}|\{instanceId\})$/.exec(text);
	if (match === null) return { ok: false, problem: 'is not of the form host:port' };
	const port = match[2] ?? '';
	if (/^\d/.test(port) && (Number(port) < 1 || Number(port) > 65_535)) {
		return { ok: false, problem: 'has a port outside 1 to 65535' };
	}
	return { ok: true, value: text };
}

/** The example in every error about the address of an HTTP server. */
export const baseUrlExample = 'https://imessage.example.com';

/** Longest address of an HTTP server, in characters. */
const longestUrl = 2_000;

/**
 * Reads the address of an HTTP server: `host`, `host:port` or a URL. The result is a base URL without a trailing slash, to
 * which paths are added. It always begins with `scheme`, because a setting decides about encryption and not the address.
 *
 * @param mismatch what is wrong with a URL of the other scheme, as a clause without a subject
 */
export function parseBaseUrl(input: string, scheme: 'https' | 'http', mismatch: string): Parsed<string> {
	const text = input.trim();
	if (text === '') return { ok: false, problem: 'is empty' };
	if (text.length > longestUrl) return { ok: false, problem: `is longer than ${longestUrl.toLocaleString('en-US')} characters` };
	const whole = text.includes('://') ? text : `${scheme}://${text}`;
	if (!URL.canParse(whole)) return { ok: false, problem: 'is neither host:port nor a URL' };
	const url = new URL(whole);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, problem: 'is a URL, but not one of HTTP' };
	if (url.protocol !== `${scheme}:`) return { ok: false, problem: mismatch };
	const excess = excessIn(url, text, ', which the server does not expect there');
	if (excess !== undefined) return { ok: false, problem: excess };
	if (url.port === '0') return { ok: false, problem: 'has a port outside 1 to 65535' };
	return { ok: true, value: `${url.origin}${withoutEnding(url.pathname, '/')}` };
}

/** Longest ID of an instance, in characters. */
export const longestInstanceId = 200;

/** Whether a text can be the ID of a line's instance. It becomes part of a host name, or a header. */
export function isInstanceId(text: string): boolean {
	return text.length <= longestInstanceId && /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text);
}

/**
 * Reads a base URL. It must be https, because the credential's secret is sent to it. The result has no trailing slash,
 * because paths are added to it.
 */
export function parseHttpsUrl(input: string): Parsed<string> {
	const text = input.trim();
	if (!URL.canParse(text)) return { ok: false, problem: 'is not a URL' };
	const url = new URL(text);
	if (url.protocol !== 'https:') {
		return { ok: false, problem: 'is not an https:// URL; the project secret is sent there and must be encrypted' };
	}
	const excess = excessIn(url, text, '; enter those in the fields above');
	if (excess !== undefined) return { ok: false, problem: excess };
	return { ok: true, value: withoutEnding(text, '/') };
}

/**
 * What a base URL may not have, as a clause without a subject.
 *
 * @param instead follows the problem of a user name or a password
 */
function excessIn({ username, password }: URL, text: string, instead: string): string | undefined {
	if (username !== '' || password !== '') return `carries a user name or password${instead}`;
	// Looks at the text, because a parsed URL shows no query and no fragment if they are empty.
	return /[?#]/.test(text) ? 'has a query or a fragment, but paths are added at its end' : undefined;
}
