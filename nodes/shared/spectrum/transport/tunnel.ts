import { request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Proxy } from '../net/proxy';

/** Why a proxy did not let a connection through. Its message is fit to be shown. */
export class TunnelRefused extends Error {
	constructor(
		message: string,
		/** Whether waiting seldom helps: the proxy's own refusal, not a server that it cannot reach. */
		readonly lasting: boolean,
	) {
		super(message);
	}
}

/**
 * Leads a connection to a proxy on to a server, by HTTP's CONNECT. Rejects with {@link TunnelRefused} when the proxy
 * refuses. How long it may take is the caller's business: destroying the socket ends it.
 *
 * Not left to grpc-js, which reads its variables in lower case only, and asks through the process's default HTTP agent:
 * n8n has put one there that would send the question itself through a proxy.
 */
export async function tunnel(socket: Socket, proxy: Proxy, target: string): Promise<Socket> {
	const near = proxy.tls ? await encrypted(socket, proxy) : socket;
	return await new Promise((resolve, reject) => {
		const asked = request({
			method: 'CONNECT',
			path: target,
			// With a connection at hand, and no agent named, Node asks no agent.
			createConnection: () => near,
			headers: {
				host: target,
				...(proxy.credentials === undefined
					? {}
					: { 'proxy-authorization': `Basic ${Buffer.from(proxy.credentials).toString('base64')}` }),
			},
		});
		const refuse = (status: number | undefined): void => {
			near.destroy();
			reject(new TunnelRefused(`it answered HTTP ${status}`, status !== undefined && status < 500));
		};
		asked.once('connect', (response, through: Socket, head: Buffer) => {
			// Between Node's HTTP client and what comes next, nobody listens.
			through.on('error', () => {});
			if (response.statusCode !== 200) return refuse(response.statusCode);
			if (head.length > 0) through.unshift(head);
			resolve(through);
		});
		// Any other answer than 2xx comes as one to an ordinary request.
		asked.once('response', (response) => {
			response.on('error', () => {});
			refuse(response.statusCode);
		});
		asked.once('error', (error) => reject(new TunnelRefused(`it ended the connection (${codeOf(error)})`, false)));
		asked.end();
	});
}

async function encrypted(socket: Socket, { address }: Proxy): Promise<Socket> {
	const host = address.slice(0, address.lastIndexOf(':')).replace(/^\[|\]$/g, '');
	return await new Promise((resolve, reject) => {
		const secure = connectTls({ socket, host, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 ? { servername: host } : {}) });
		secure.once('secureConnect', () => {
			secure.removeAllListeners('error');
			resolve(secure);
		});
		secure.once('error', (error: Error) => reject(new TunnelRefused(`no encrypted connection to it can be made (${codeOf(error)})`, true)));
	});
}

function codeOf(error: Error & { readonly code?: unknown }): string {
	return typeof error.code === 'string' ? error.code : error.name;
}
