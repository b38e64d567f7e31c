import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../clock';
import type { TestCertificates } from '../net/certificates';
import { listen, type Place } from '../net/listen';
import type { Faults, RouteFault, RouteName, StruckFault } from '../faults';
import { until, wait } from '../wait';
import { fail, type RouteAnswer } from './answers';
import { RateLimit } from './rateLimit';
import type { Project } from './project';
import { findRoute, type FoundRoute } from './routes';

/** One request as the control plane saw it. */
export interface RequestRecord {
	/** Absent when no route matched. */
	readonly route?: RouteName;
	readonly method: string;
	readonly path: string;
	/** Whether an `authorization` header was there; its value is kept nowhere. */
	readonly authenticated: boolean;
	/** Milliseconds since the epoch, on the simulator's clock. */
	readonly at: number;
	/** Absent while unanswered, and when the connection was cut. */
	status?: number;
}

export interface ControlPlaneOptions {
	readonly project: Project;
	readonly projectSecret: () => string;
	readonly clock: Clock;
	readonly faults: Faults;
	readonly certificates: TestCertificates;
	readonly place: Place;
	/** Requests a second for the project. */
	readonly rateLimit: () => number;
	readonly onRequest: (record: RequestRecord) => void;
	readonly stopping: AbortSignal;
}

/** The HTTPS API that hands out tokens and keeps webhooks. */
export class ControlPlane {
	private readonly sockets = new Set<Socket>();
	private readonly limit: RateLimit;

	private constructor(
		private readonly server: Server,
		private readonly options: ControlPlaneOptions,
	) {
		this.limit = new RateLimit(options.clock, options.rateLimit);
		server.on('connection', (socket: Socket) => {
			this.sockets.add(socket);
			socket.once('close', () => this.sockets.delete(socket));
		});
		server.on('request', (request: IncomingMessage, response: ServerResponse) => {
			void this.serve(request, response);
		});
	}

	static async start(options: ControlPlaneOptions): Promise<ControlPlane> {
		const server = createServer({ key: options.certificates.keyPem, cert: options.certificates.certPem });
		const controlPlane = new ControlPlane(server, options);
		await listen(server, options.place, 'The control plane');
		return controlPlane;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { clock, faults, onRequest, stopping } = this.options;
		const method = request.method ?? '';
		const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'https://localhost');
		const { id, settings } = this.options.project;
		const [below, named = '', rest = ''] = /^\/projects\/([^/]+)(\/.*)$/.exec(path) ?? [];
		const found = findRoute(method, below === undefined ? path : rest, settings.generation, below === undefined);
		const projectId = below === undefined ? id : named;
		const record: RequestRecord = {
			route: found?.route.name,
			method,
			path,
			authenticated: request.headers.authorization !== undefined,
			at: clock.now(),
		};
		onRequest(record);
		const body = await readBody(request);
		if (body === undefined) return;
		const struck = found && faults.take<RouteFault>([found.route.name, 'controlPlane']);
		const gone = new AbortController();
		response.once('close', () => gone.abort());
		const signal = AbortSignal.any([gone.signal, stopping]);
		await delay(struck, true, clock, signal);
		if (struck?.fault.type === 'hang' || signal.aborted) return;
		if (struck?.fault.type === 'dropConnection') {
			request.socket.destroy();
			return;
		}
		const answer = struck?.fault.type === 'status' ? scripted(struck.fault) : this.answer(request, projectId, found, { body, query });
		await delay(struck, false, clock, signal);
		if (struck?.fault.type === 'answerLost') {
			request.socket.destroy();
			return;
		}
		record.status = answer.status;
		response.writeHead(answer.status, {
			'content-type': 'application/json; charset=utf-8',
			// No socket outlives its request, so that stopping has nothing to wait for.
			connection: 'close',
			...answer.headers,
		});
		response.end(answer.body);
	}

	private answer(
		request: IncomingMessage,
		projectId: string,
		found: FoundRoute | undefined,
		given: { readonly body: string; readonly query: URLSearchParams },
	): RouteAnswer {
		const { project, projectSecret } = this.options;
		const { authorization } = request.headers;
		if (found === undefined) return fail(404, 'No such route');
		if (authorization === undefined && !found.route.open) return fail(401, 'Basic authentication is needed', 'unauthorized');
		if (projectId !== project.id) return fail(404, 'No such project', 'notFound');
		if (authorization !== undefined && !isBasic(authorization, project.id, projectSecret())) {
			return fail(401, 'Project ID or secret is wrong', 'unauthorized');
		}
		if (!this.limit.allows()) return fail(429, 'Too many requests', 'rateLimited');
		return found.route.answer(project, { ...given, id: found.id });
	}
}

async function delay(struck: StruckFault<RouteFault> | undefined, beforeWrite: boolean, clock: Clock, signal: AbortSignal): Promise<void> {
	const fault = struck?.fault;
	if (fault?.type === 'slow' && Boolean(fault.beforeWrite) === beforeWrite) await wait(clock, fault.milliseconds, signal);
	if (fault?.type === 'hold' && Boolean(fault.beforeWrite) === beforeWrite) await until(struck!.released, signal);
}

function scripted(fault: Extract<RouteFault, { type: 'status' }>): RouteAnswer {
	const envelope = fail(fault.status, fault.message ?? 'Scripted failure', fault.code);
	return { ...envelope, body: fault.body ?? envelope.body, headers: fault.headers };
}

/** Undefined when the client went away first. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of request) chunks.push(chunk as Buffer);
	} catch {
		return undefined;
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** Compares hashes, so that neither the length nor a common beginning shows in the time it takes. */
function isBasic(authorization: string, user: string, password: string): boolean {
	const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
	const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(authorization), hash(expected));
}
