import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A forward proxy that tunnels by CONNECT, on a free port. */
export class ConnectProxy {
	/** What was asked for, as `host:port`, with the credentials that came. */
	readonly asked: Array<{ readonly target: string; readonly authorization: string | undefined }> = [];
	/** Requests that were no CONNECT. */
	readonly others: string[] = [];
	/** Answers every CONNECT with this status instead. */
	refuseWith: number | undefined;
	/** Answers no CONNECT at all. */
	silent = false;
	private readonly sockets = new Set<Socket>();

	private constructor(private readonly server: Server) {}

	static async start(): Promise<ConnectProxy> {
		const server = createServer();
		const proxy = new ConnectProxy(server);
		server.on('connection', (socket) => {
			proxy.sockets.add(socket);
			socket.on('error', () => {});
		});
		server.on('request', (request, response) => {
			proxy.others.push(`${request.method} ${request.url}`);
			response.writeHead(400).end();
		});
		server.on('connect', (request, near: Socket, head: Buffer) => {
			const target = request.url ?? '';
			proxy.asked.push({ target, authorization: request.headers['proxy-authorization'] });
			if (proxy.silent) return;
			if (proxy.refuseWith !== undefined) {
				near.end(`HTTP/1.1 ${proxy.refuseWith} No\r\ncontent-length: 0\r\n\r\n`);
				return;
			}
			const colon = target.lastIndexOf(':');
			const far = connect(Number(target.slice(colon + 1)), target.slice(0, colon).replace(/^\[|\]$/g, ''));
			far.on('error', () => near.end('HTTP/1.1 502 No\r\n\r\n'));
			far.once('connect', () => {
				proxy.sockets.add(far);
				near.write('HTTP/1.1 200 Connection established\r\n\r\n');
				far.write(head);
				near.pipe(far).pipe(near);
				near.once('close', () => far.destroy());
			});
		});
		server.listen(0, 'localhost');
		await once(server, 'listening');
		return proxy;
	}

	get address(): string {
		return `localhost:${(this.server.address() as AddressInfo).port}`;
	}

	stop(): void {
		for (const socket of this.sockets) socket.destroy();
		this.server.close();
	}
}

/** Every variable that could lead a connection through a proxy, or past one. */
const variables = ['grpc_proxy', 'no_grpc_proxy', 'https_proxy', 'http_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [
	name,
	name.toUpperCase(),
]);

/** Runs with these variables and no other proxy; puts the old ones back. */
export async function withProxies<Result>(environment: Readonly<Record<string, string>>, run: () => Promise<Result>): Promise<Result> {
	const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
	for (const name of variables) delete process.env[name];
	Object.assign(process.env, environment);
	try {
		return await run();
	} finally {
		for (const [name, value] of Object.entries(before)) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	}
}
