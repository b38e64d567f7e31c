import { request } from 'node:http';
import { isIP } from 'node:net';
import type { Clock } from '../clock';

/** What became of one attempt. */
export type PostResult =
	| { readonly status: number; readonly body: string }
	/**
	 * `unreachable`: not https, not public, or a name that nothing answers to. `dropped`: the connection failed.
	 * `timeout`: no answer in time. `stopped`: the simulator stopped meanwhile.
	 */
	| { readonly failure: 'unreachable' | 'dropped' | 'timeout' | 'stopped'; readonly reason: string };

export interface PostOptions {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
	readonly clock: Clock;
	readonly timeoutMilliseconds: number;
	/** Local port that stands behind a public https name. */
	readonly portOf: (host: string) => number | undefined;
	readonly signal: AbortSignal;
}

/** Delivers as if a reverse proxy ended TLS in front of the local port. Redirects are not followed. */
export async function post(options: PostOptions): Promise<PostResult> {
	const target = targetOf(options.url, options.portOf);
	if ('reason' in target) return { failure: 'unreachable', reason: target.reason };
	if (options.signal.aborted) return { failure: 'stopped', reason: 'the simulator stopped' };
	return await send(options, target.url, target.port);
}

/** The addresses that deliveries come from. */
export const egressAddresses: readonly string[] = ['203.0.113.10'];

/** Why a URL cannot be delivered to; undefined for one that can. */
export function unreachableReason(url: string, portOf: PostOptions['portOf']): string | undefined {
	const target = targetOf(url, portOf);
	return 'reason' in target ? target.reason : undefined;
}

function targetOf(
	address: string,
	portOf: PostOptions['portOf'],
): { readonly url: URL; readonly port: number } | { readonly reason: string } {
	const url = new URL(address);
	if (url.protocol !== 'https:') return { reason: 'the URL is not https' };
	if (!isPublicName(url.hostname)) return { reason: 'the address is not public' };
	const port = portOf(url.hostname);
	if (port === undefined) return { reason: 'the name does not resolve' };
	return { url, port };
}

/** An address literal, a name without a dot and the names of local networks are never delivered to. */
function isPublicName(host: string): boolean {
	const name = host.replace(/^\[|\]$/g, '').toLowerCase();
	if (isIP(name) !== 0 || !name.includes('.')) return false;
	return !/\.(localhost|local|internal|lan|home\.arpa)$/.test(name);
}

function send(options: PostOptions, url: URL, port: number): Promise<PostResult> {
	return new Promise<PostResult>((resolve) => {
		const end = (result: PostResult): void => {
			cancelTimeout();
			options.signal.removeEventListener('abort', stop);
			resolve(result);
			outgoing.destroy();
		};
		const outgoing = request({
			host: '127.0.0.1',
			port,
			method: 'POST',
			path: `${url.pathname}${url.search}`,
			agent: false,
			headers: {
				...options.headers,
				host: url.host,
				'content-length': String(options.body.length),
				'x-forwarded-for': egressAddresses[0],
				'x-forwarded-host': url.host,
				'x-forwarded-proto': 'https',
			},
		});
		const stop = (): void => end({ failure: 'stopped', reason: 'the simulator stopped' });
		const cancelTimeout = options.clock.after(options.timeoutMilliseconds, () => end({ failure: 'timeout', reason: 'no answer in time' }));
		options.signal.addEventListener('abort', stop);
		outgoing.on('error', (error) => end({ failure: 'dropped', reason: error.message }));
		outgoing.on('response', (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', (error) => end({ failure: 'dropped', reason: error.message }));
			response.on('end', () => end({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
		});
		outgoing.end(options.body);
	});
}
