import type { ServiceDefinition } from '@grpc/grpc-js';
import type { SendNotes } from '../store/arrivals';
import type { LineStore } from '../store/line';
import type { Users } from '../store/users';
import type { Behaviour } from './behaviour';

/** What a method may use. */
export interface CallContext {
	readonly line: LineStore;
	readonly behaviour: Behaviour;
	/** Whom the project may write to, and who has opted in. */
	readonly users: Users;
	/** Aborted when the simulator stops. */
	readonly stopping: AbortSignal;
	/** Field 100 of the request, when it is set. */
	readonly clientMessageId?: string;
	/** `x-idempotency-key`. */
	readonly idempotencyKey?: string;
}

/** What a method that answers with a stream may use. */
export interface StreamContext extends CallContext {
	/** Aborted when this call is over, whoever ended it. */
	readonly ended: AbortSignal;
}

/** A method with one answer. A write is protected against repeats by the server around it. */
export interface UnaryMethod {
	readonly kind: 'read' | 'write';
	/** The parameter is each method's own request class. */
	handle(context: CallContext, request: never): unknown;
}

/** A method that answers with a stream: one with an end, or a live one. */
export interface StreamMethod {
	readonly kind: 'stream' | 'live';
	/** Refuses at once, or gives the frames; the end of them is the end of the stream. */
	handle(context: StreamContext, request: never): Iterable<unknown> | AsyncIterable<unknown>;
}

export type Method = UnaryMethod | StreamMethod;

export function isStream(method: Method | undefined): method is StreamMethod {
	return method?.kind === 'stream' || method?.kind === 'live';
}

/** One service: its definition, and the methods that the simulator has. The rest answers UNIMPLEMENTED. */
export interface ServiceModule {
	/** `MessageService`. */
	readonly name: string;
	readonly definition: ServiceDefinition;
	readonly methods: Readonly<Record<string, Method>>;
}

export function read<Request, Response>(handle: (context: CallContext, request: Request) => Response): UnaryMethod {
	return { kind: 'read', handle };
}

export function write<Request, Response>(handle: (context: CallContext, request: Request) => Response): UnaryMethod {
	return { kind: 'write', handle };
}

export function stream<Request, Frame>(handle: (context: StreamContext, request: Request) => Iterable<Frame>): StreamMethod {
	return { kind: 'stream', handle };
}

/** A stream that only the client, or a fault, ends. */
export function live<Request, Frame>(handle: (context: StreamContext, request: Request) => AsyncIterable<Frame>): StreamMethod {
	return { kind: 'live', handle };
}

/** The ids of a write, for the phones it reaches. */
export function notesOf({ clientMessageId, idempotencyKey }: CallContext): SendNotes {
	return { clientMessageId, idempotencyKey };
}
