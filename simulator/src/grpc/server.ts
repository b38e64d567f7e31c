import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { TestCertificates } from '../net/certificates';
import type { Place } from '../net/listen';
import { largestMessageBytes } from '../calls/largestMessage';
import type { OpenStream } from '../calls/openStream';
import type { ServedLine } from '../calls/servedLine';
import { isStream } from '../services/method';
import { services } from '../services/registry';
import type { LineStore } from '../store/line';
import { serveStream } from './stream';
import { TcpFront } from '../net/tcpFront';
import { serveUnary } from './unary';

export interface LineServerOptions extends Omit<ServedLine, 'streams'> {
	/** What a self-hosted server would ask for; default: made for this run. */
	readonly staticToken?: string;
}

/** The gRPC server of one line. */
export class LineServer {
	private constructor(
		readonly store: LineStore,
		/** Token without an end, as a self-hosted server has. */
		readonly staticToken: string,
		private readonly server: Server,
		private readonly front: TcpFront,
		/** For calls that come another way. */
		readonly served: ServedLine,
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
			'grpc.max_receive_message_length': largestMessageBytes,
			'grpc.max_send_message_length': largestMessageBytes,
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
		const served: ServedLine = { ...resolved, streams: new Set() };
		addServices(server, served, front);
		const { tokens, store, staticToken } = resolved;
		return new LineServer(store, tokens.mintStatic(store.id, staticToken), server, front, served);
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
		return [...this.served.streams];
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

function addServices(server: Server, line: ServedLine, front: TcpFront): void {
	for (const { name, definition, methods } of services) {
		const handlers: UntypedServiceImplementation = {};
		for (const [rpc, { responseStream }] of Object.entries(definition)) {
			const methodName = { service: name, method: rpc };
			const method = methods[rpc];
			handlers[rpc] = responseStream
				? serveStream(methodName, isStream(method) ? method : undefined, line, front)
				: serveUnary(methodName, isStream(method) ? undefined : method, line, (peer) => front.cut(peer));
		}
		server.addService(definition, handlers);
	}
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
