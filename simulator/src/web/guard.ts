import type { IncomingMessage } from 'node:http';
import { WebError } from './route';

/**
 * Refuses what another website could send through the browser of a person on this machine. A name of their own that
 * points here (DNS rebinding) shows in `Host`; a form or script of theirs (CSRF) in `Origin` and `Sec-Fetch-Site`.
 */
export function checkCaller({ method, headers }: IncomingMessage, hosts: ReadonlySet<string>): void {
	const { host = '', origin } = headers;
	if (!hosts.has(host.toLowerCase())) throw new WebError(421, 'This server answers under its own address only');
	const isOwn = origin === `http://${host}`;
	if (origin !== undefined && !isOwn) throw new WebError(403, 'Another website may not use this server');
	if (method === 'GET' || method === 'HEAD') return;
	if (!isOwn) throw new WebError(403, 'An action needs the Origin of this page');
	const site = headers['sec-fetch-site'];
	if (site !== undefined && site !== 'same-origin') throw new WebError(403, 'Another website may not use this server');
}

/** What may stand in `Host`. */
export function ownHosts(host: string, port: number): ReadonlySet<string> {
	const named = host.includes(':') ? `[${host}]` : host;
	return new Set(['127.0.0.1', 'localhost', '[::1]', named.toLowerCase()].map((name) => `${name}:${port}`));
}
