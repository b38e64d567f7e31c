import type { Parsed } from '../model/address/address';

/** Shown wherever a gRPC address is refused. */
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

/** Reads a base URL that must be https: the credential's secret travels to it. Paths are added to it: no trailing slash comes back. */
export function parseHttpsUrl(input: string): Parsed<string> {
	const text = input.trim();
	if (!URL.canParse(text)) return { ok: false, problem: 'is not a URL' };
	const url = new URL(text);
	if (url.protocol !== 'https:') {
		return { ok: false, problem: 'is not an https:// URL; the project secret is sent there and must be encrypted' };
	}
	if (url.username !== '' || url.password !== '') {
		return { ok: false, problem: 'carries a user name or password; they belong into the fields above' };
	}
	// In the text, not in the URL, which has neither when only the mark stands there.
	if (/[?#]/.test(text)) {
		return { ok: false, problem: 'has a query or a fragment, but paths are added at its end' };
	}
	return { ok: true, value: text.replace(/\/+$/, '') };
}
