import type { Parsed } from '../model/address/address';

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
	if (url.username !== '' || url.password !== '') {
		return { ok: false, problem: 'carries a user name or password; enter those in the fields above' };
	}
	// Looks at the text, because a parsed URL shows no query and no fragment if they are empty.
	if (/[?#]/.test(text)) {
		return { ok: false, problem: 'has a query or a fragment, but paths are added at its end' };
	}
	return { ok: true, value: text.replace(/\/+$/, '') };
}
