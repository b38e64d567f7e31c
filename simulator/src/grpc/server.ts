import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { TestCertificates } from '../net/certificates';
import type { Place } from '../net/listen';
import type { Faults } from '../faults';
import type { Behaviour } from '../services/behaviour';
import type { Method, StreamMethod } from '../services/method';
import { services } from '../services/registry';
import type { LineStore } from '../store/line';
import type { Tokens } from '../store/tokens';
import type { Users } from '../store/users';
import type { CallRecord } from './calls';
import type { OpenStream } from './openStream';
import { serveStream, type Streams } from './stream';
import { TcpFront } from './tcpFront';
import { serveUnary } from './unary';

/** The contract's largest message, in bytes, each way. */
const maximumMessageBytes = 100 * 1024 * 1024;

export interface LineServerOptions {
	readonly store: LineStore;
	readonly tokens: Tokens;
	readonly faults: Faults;
	readonly behaviour: Behaviour;
	readonly users: Users;
	readonly onCall: (record: CallRecord) => void;
	/** Called with each stream as it opens. */
	readonly onStream: (stream: OpenStream) => void;
	/** What a self-hosted server would ask for; default: made for this run. */
	readonly staticToken?: string;
	/** Aborted when the simulator stops: whatever a call waits for ends. */
	readonly stopping: AbortSignal;
}

/** The gRPC server of one line. */
export class LineServer {
	private constructor(
		readonly store: LineStore,
		/** Token without an end, as a self-hosted server has. */
		readonly staticToken: string,
		private readonly server: Server,
		private readonly front: TcpFront,
		private readonly open: ReadonlySet<OpenStream>,
	) {}

	/**
	 * @param options Called with the port once it is known: a dedicated line's instance id is its port.
	 * @param certificates Absent: plaintext.
	 * @param place Default 127.0.0.1, on a port given by the system.
	 */
	static async start(
		options: (port: number) => LineServerOptions,
		certificates: TestCertificates | undefined,
		place?: Place,
	): Promise<LineServer> {
		const server = new Server({
			'grpc.max_receive_message_length': maximumMessageBytes,
			'grpc.max_send_message_length': maximumMessageBytes,
		});
		const inner = await bind(server, certificates);
		const mayConnect = (): boolean => {
			const { faults, store } = resolved;
			return faults.take(['connect'], [store.phone, store.id]) === undefined;
		};
		const front = await TcpFront.listen(inner, mayConnect, place).catch((error: unknown) => {
			server.forceShutdown();
			throw error;
		});
		// Nobody knows the port yet, so nothing can arrive before the services are there.
		const resolved = options(front.port);
		const streams: Streams = { open: new Set(), onOpen: resolved.onStream };
		addServices(server, resolved, streams, front);
		const { tokens, store, staticToken } = resolved;
		return new LineServer(store, tokens.mintStatic(store.id, staticToken), server, front, streams.open);
	}

	get port(): number {
		return this.front.port;
	}

	/** `host:port` for clients. */
	get address(): string {
		return `localhost:${this.port}`;
	}

	get connections(): { readonly open: number; readonly opened: number } {
		return { open: this.front.open, opened: this.front.opened };
	}

	/** Streams open now, oldest first. */
	get streams(): readonly OpenStream[] {
		return [...this.open];
	}

	/** Cuts every connection, as a restart of the server would. */
	cutConnections(): void {
		this.front.cutAll();
	}

	/** Resolves when no client is connected. */
	whenIdle(): Promise<void> {
		return this.front.whenEmpty();
	}

	async stop(): Promise<void> {
		await this.front.close();
		this.server.forceShutdown();
	}
}

function addServices(server: Server, options: LineServerOptions, streams: Streams, front: TcpFront): void {
	for (const { name, definition, methods } of services) {
		const handlers: UntypedServiceImplementation = {};
		for (const [rpc, { responseStream }] of Object.entries(definition)) {
			const methodName = { service: name, method: rpc };
			const method = methods[rpc];
			handlers[rpc] = responseStream
				? serveStream(methodName, isStream(method) ? method : undefined, options, streams, front)
				: serveUnary(methodName, isStream(method) ? undefined : method, options, (peer) => front.cut(peer));
		}
		server.addService(definition, handlers);
	}
}

function isStream(method: Method | undefined): method is StreamMethod {
	return method?.kind === 'stream' || method?.kind === 'live';
}

async function bind(server: Server, certificates: TestCertificates | undefined): Promise<number> {
	const credentials =
		certificates === undefined
			? ServerCredentials.createInsecure()
			: // Named, because otherwise grpc-js looks for the machine's default roots; no client shows a certificate.
				ServerCredentials.createSsl(Buffer.from(certificates.caPem), [
					{ private_key: Buffer.from(certificates.keyPem), cert_chain: Buffer.from(certificates.certPem) },
				]);
	return await new Promise<number>((resolve, reject) => {
		server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port)));
	});
}
