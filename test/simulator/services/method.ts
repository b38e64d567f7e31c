import type { ServiceDefinition } from '@grpc/grpc-js';
import type { SendNotes } from '../store/arrivals';
import type { LineStore } from '../store/line';
import type { PollChoices } from '../store/polls';

/** What the contract leaves open, or what servers do now and then. May be changed at any time. */
export interface Behaviour {
	/** Polls are stored without their title, as servers have been seen to do. */
	emptyPollTitles: boolean;
	/** Whether one person may choose several options of a poll. */
	pollChoices: PollChoices;
	/** How long the server takes until a background can be handed out, on the simulator's clock. */
	backgroundMilliseconds: number;
	/** Size of the pieces of a download. */
	chunkBytes: number;
}

/** What a method may use. */
export interface CallContext {
	readonly line: LineStore;
	readonly behaviour: Behaviour;
	/** Aborted when the simulator stops. */
	readonly stopping: AbortSignal;
	/** Field 100 of the request, when it is set. */
	readonly clientMessageId?: string;
	/** `x-idempotency-key`. */
	readonly idempotencyKey?: string;
}

/** A method with one answer. A write is protected against repeats by the server around it. */
export interface UnaryMethod {
	readonly kind: 'read' | 'write';
	/** The parameter is each method's own request class. */
	handle(context: CallContext, request: never): unknown;
}

/** A method that answers with a stream. */
export interface StreamMethod {
	readonly kind: 'stream';
	/** Refuses at once, or gives the frames; the end of them is the end of the stream. */
	handle(context: CallContext, request: never): Iterable<unknown>;
}

export type Method = UnaryMethod | StreamMethod;

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

export function stream<Request, Frame>(
	handle: (context: CallContext, request: Request) => Iterable<Frame>,
): StreamMethod {
	return { kind: 'stream', handle };
}

/** The ids of a write, for the phones it reaches. */
export function notesOf({ clientMessageId, idempotencyKey }: CallContext): SendNotes {
	return { clientMessageId, idempotencyKey };
}
