import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { defaultChannelTimes, GrpcTransport, type ChannelTimes } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import type { WireMethod } from '../../../../nodes/shared/spectrum/transport/Transport';
import type { TestCertificates } from '../../../../simulator/src/net/certificates';
import { whenClosed } from '../../../support/whenClosed';

/** A method with one answer, text both ways. */
export const say: WireMethod<string, string> = {
	path: '/test.Echo/Say',
	encode: (text) => Buffer.from(text),
	decode: (bytes) => Buffer.from(bytes).toString(),
};

/** A method with many answers. */
export const count: WireMethod<string, string> = { ...say, path: '/test.Echo/Count' };

export type SayHandler = grpc.handleUnaryCall<Buffer, Buffer>;
export type CountHandler = grpc.handleServerStreamingCall<Buffer, Buffer>;

/** Answers with what was said. */
export const echo: SayHandler = (call, callback) => callback(null, call.request);

export interface TestServer {
	readonly port: number;
	/** `localhost:port`. */
	readonly address: string;
	readonly server: grpc.Server;
	stop(): void;
}

const bytes = {
	requestSerialize: (value: Buffer) => value,
	requestDeserialize: (value: Buffer) => value,
	responseSerialize: (value: Buffer) => value,
	responseDeserialize: (value: Buffer) => value,
};

const service: grpc.ServiceDefinition = {
	say: { path: say.path, requestStream: false, responseStream: false, ...bytes },
	count: { path: count.path, requestStream: false, responseStream: true, ...bytes },
};

/** A real gRPC server on a free port. */
export async function startServer(
	handlers: { say?: SayHandler; count?: CountHandler },
	certificates?: Pick<TestCertificates, 'certPem' | 'keyPem'>,
): Promise<TestServer> {
	const limit = 110 * 1024 * 1024;
	const server = new grpc.Server({ 'grpc.max_receive_message_length': limit, 'grpc.max_send_message_length': limit });
	const refuse = { code: grpc.status.UNIMPLEMENTED };
	const refuseToSay: SayHandler = (_call, callback) => callback(refuse);
	const refuseToCount: CountHandler = (call) => call.emit('error', refuse);
	server.addService(service, { say: handlers.say ?? refuseToSay, count: handlers.count ?? refuseToCount });
	const credentials =
		certificates === undefined
			? grpc.ServerCredentials.createInsecure()
			: grpc.ServerCredentials.createSsl(null, [
					{ cert_chain: Buffer.from(certificates.certPem), private_key: Buffer.from(certificates.keyPem) },
				]);
	const port = await new Promise<number>((resolve, reject) => {
		server.bindAsync('localhost:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
	});
	return { port, address: `localhost:${port}`, server, stop: () => server.forceShutdown() };
}

/** Stands between client and server, counts connections, and cuts them. */
export class TcpProxy {
	opened = 0;
	private readonly sockets = new Set<Socket>();

	private constructor(private readonly listener: TcpServer) {}

	static async start(targetPort: number): Promise<TcpProxy> {
		const listener = createServer();
		const proxy = new TcpProxy(listener);
		listener.on('connection', (near) => {
			proxy.opened += 1;
			const far = connect({ port: targetPort, host: 'localhost' });
			for (const [from, to] of [
				[near, far],
				[far, near],
			] as const) {
				from.pipe(to);
				from.on('error', () => to.destroy());
				from.on('close', () => {
					to.destroy();
					proxy.sockets.delete(from);
				});
			}
			proxy.sockets.add(near);
		});
		listener.listen(0, 'localhost');
		await once(listener, 'listening');
		return proxy;
	}

	get port(): number {
		return (this.listener.address() as AddressInfo).port;
	}

	get address(): string {
		return `localhost:${this.port}`;
	}

	/** Connections open now. */
	get open(): number {
		return this.sockets.size;
	}

	/** Ends every connection: `reset` as a crash does, otherwise as an orderly close. */
	cut(how: 'reset' | 'close'): void {
		for (const socket of this.sockets) {
			if (how === 'reset') socket.resetAndDestroy();
			else socket.end();
		}
	}

	/** Carries nothing from the client on any more, and ends nothing: a cable that was pulled. */
	freeze(): void {
		for (const socket of this.sockets) {
			socket.unpipe();
			socket.pause();
		}
	}

	/** Resolves when no connection is open any more. */
	async whenEmpty(): Promise<void> {
		await Promise.all([...this.sockets].map(whenClosed));
	}

	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		this.listener.close();
		await once(this.listener, 'close');
	}
}

/** What one test opened; `tearDown` closes it in the opposite order. */
export class Bench {
	private readonly cleanUps: Array<() => unknown> = [];

	onTearDown(cleanUp: () => unknown): void {
		this.cleanUps.push(cleanUp);
	}

	async tearDown(): Promise<void> {
		for (const cleanUp of this.cleanUps.splice(0).reverse()) await cleanUp();
	}

	async serve(...parameters: Parameters<typeof startServer>): Promise<TestServer> {
		const server = await startServer(...parameters);
		this.onTearDown(() => server.stop());
		return server;
	}

	async proxyTo(port: number): Promise<TcpProxy> {
		const proxy = await TcpProxy.start(port);
		this.onTearDown(() => proxy.stop());
		return proxy;
	}

	/** A plaintext transport. */
	open(address: string, times: Partial<ChannelTimes> = {}): GrpcTransport {
		const transport = new GrpcTransport({ address, tls: false }, { ...defaultChannelTimes, ...times });
		this.onTearDown(() => transport.close());
		return transport;
	}

	/** A plaintext transport to a server of its own. */
	async connect(handlers: Parameters<typeof startServer>[0]): Promise<GrpcTransport> {
		return this.open((await this.serve(handlers)).address);
	}
}

/** Counts what listens to its signal. */
export class CountedController extends AbortController {
	listeners = 0;

	constructor() {
		super();
		const { signal } = this;
		const add = signal.addEventListener.bind(signal);
		const remove = signal.removeEventListener.bind(signal);
		signal.addEventListener = (...parameters: Parameters<typeof add>) => {
			this.listeners += 1;
			add(...parameters);
		};
		signal.removeEventListener = (...parameters: Parameters<typeof remove>) => {
			this.listeners -= 1;
			remove(...parameters);
		};
	}
}

/** A promise with its ends outside. */
export function deferred<Value = void>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
	let resolve: (value: Value) => void = () => {};
	const promise = new Promise<Value>((done) => {
		resolve = done;
	});
	return { promise, resolve };
}

/** The error a promise rejects with; fails when it resolves. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
	try {
		await work;
	} catch (error) {
		return error;
	}
	throw new Error('Expected a rejection');
}

/** A generator of numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
