// First, because grpc-js reads their variables when it is loaded.
import './quiet';
import { grpcRootsFile, removeGrpcRoots } from '../grpcRoots';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Simulator } from '../../../simulator/src';

const cloud = 'https://spectrum.photon.codes';

/**
 * The way from the vendor's SDK to a simulator. The SDK knows Spectrum Cloud's names alone, and cannot be given others
 * for dedicated lines: so its requests to the control plane are sent on, and its gRPC connections pass a proxy that knows
 * which line stands behind a name. What the SDK does is the same as on the Internet, TLS and certificates included.
 */
export class Internet {
	private readonly sockets = new Set<Socket>();

	private constructor(
		private readonly proxy: Server,
		private readonly before: typeof globalThis.fetch,
	) {}

	/** One at a time: what it changes belongs to the process. */
	static async lead(spectrum: Simulator): Promise<Internet> {
		const proxy = createServer();
		const internet = new Internet(proxy, globalThis.fetch);
		proxy.on('connect', ({ url = '' }, client: Socket) => internet.tunnel(url, client));
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		// grpc-js reads the roots once in a process, so every simulator of a test file must have the same authority.
		writeFileSync(grpcRootsFile, spectrum.caPem);
		process.env.grpc_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
		process.env.SPECTRUM_IMESSAGE_ADDRESS = spectrum.lines[0]?.address;
		globalThis.fetch = (input, init) => toControlPlane(spectrum, input as string, init);
		return internet;
	}

	async close(): Promise<void> {
		globalThis.fetch = this.before;
		delete process.env.grpc_proxy;
		delete process.env.SPECTRUM_IMESSAGE_ADDRESS;
		for (const socket of this.sockets) socket.destroy();
		await new Promise<void>((resolve) => this.proxy.close(() => resolve()));
	}

	/** `<port>.imsg.photon.codes:443` and `localhost:<port>` alike lead to that port. */
	private tunnel(target: string, client: Socket): void {
		const port = /^(\d+)\.imsg\.photon\.codes:443$/.exec(target)?.[1] ?? /^localhost:(\d+)$/.exec(target)?.[1];
		if (port === undefined) {
			client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		const server = connect(Number(port), '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			server.pipe(client).pipe(server);
		});
		for (const socket of [client, server]) {
			this.sockets.add(socket);
			socket.on('error', () => undefined);
			socket.on('close', () => {
				this.sockets.delete(socket);
				client.destroy();
				server.destroy();
			});
		}
	}
}

export { removeGrpcRoots };

async function toControlPlane(spectrum: Simulator, url: string, init: RequestInit = {}): Promise<Response> {
	if (!url.startsWith(`${cloud}/`)) throw new TypeError(`The SDK asks for ${url}`);
	return await new Promise((resolve, reject) => {
		const outgoing = request(url.replace(cloud, spectrum.controlPlaneUrl), {
			method: init.method ?? 'GET',
			headers: Object.fromEntries(new Headers(init.headers)),
			ca: spectrum.caPem,
			agent: false,
		});
		outgoing.once('error', reject);
		outgoing.once('response', (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.once('error', reject);
			response.once('end', () => resolve(new Response(Buffer.concat(chunks), { status: response.statusCode })));
		});
		outgoing.end(init.body as string | undefined);
	});
}
