import { request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Proxy } from '../net/proxy';

/** Why a proxy opened no tunnel. Its message may be shown to users. */
export class TunnelRefused extends Error {
	constructor(
		message: string,
		/** Whether waiting rarely helps: true when the proxy itself refuses, false when it cannot reach the server. */
		readonly lasting: boolean,
	) {
		super(message);
	}
}

/**
 * Opens a tunnel to a server through a connection to a proxy, with HTTP's CONNECT. Rejects with {@link TunnelRefused} when
 * the proxy refuses. It has no time limit of its own: the caller ends it by destroying the socket.
 *
 * The proxy support of grpc-js cannot do this. It reads the variables only in lower case, and sends its CONNECT through
 * the default HTTP agent of the process: n8n sets one that would send the CONNECT itself through a proxy.
 */
export async function tunnel(socket: Socket, proxy: Proxy, target: string): Promise<Socket> {
	const near = proxy.tls ? await encrypted(socket, proxy) : socket;
	return await new Promise((resolve, reject) => {
		const connectRequest = request({
			method: 'CONNECT',
			path: target,
			// With `createConnection` and without an agent, Node uses no agent.
			createConnection: () => near,
			headers: {
				host: target,
				...(proxy.credentials === undefined ? {} : { 'proxy-authorization': `Basic ${Buffer.from(proxy.credentials).toString('base64')}` }),
			},
		});
		const refuse = (status: number | undefined): void => {
			near.destroy();
			reject(new TunnelRefused(`it answered HTTP ${status}`, status !== undefined && status < 500));
		};
		connectRequest.once('connect', (response, through: Socket, head: Buffer) => {
			// Node's HTTP client has released the socket, and its next user does not listen yet.
			through.on('error', () => {});
			if (response.statusCode !== 200) return refuse(response.statusCode);
			if (head.length > 0) through.unshift(head);
			resolve(through);
		});
		// An answer other than 2xx arrives like the answer to an ordinary request.
		connectRequest.once('response', (response) => {
			response.on('error', () => {});
			refuse(response.statusCode);
		});
		connectRequest.once('error', (error) => reject(new TunnelRefused(`it ended the connection (${codeOf(error)})`, false)));
		connectRequest.end();
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
