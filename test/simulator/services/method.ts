import type { ServiceDefinition } from '@grpc/grpc-js';
import type { RpcErrorOptions } from '../grpc/errors';
import type { SendNotes } from '../store/arrivals';
import type { LineStore } from '../store/line';
import type { PollChoices } from '../store/polls';
import type { ReadActors } from './eventProjection';

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
	/**
	 * Time between the heartbeats of a live stream, on the simulator's clock; `Infinity`: none. Read when a stream opens
	 * and at each of its heartbeats.
	 */
	heartbeatMilliseconds: number;
	/** A replay has a heartbeat before its first event and after each so many; 0: none. */
	replayHeartbeatEvery: number;
	/** Whether an event stream answers with its headers when it opens; if not, they come with the first frame. */
	earlyHeaders: boolean;
	/** How many events a line's log keeps. */
	retainedEvents: number;
	/**
	 * Whether a cursor is refused that the log cannot go on from: events after it are dropped, or the log is not there
	 * yet. If not, the replay gives what there is, and says nothing.
	 */
	rejectsCursors: boolean;
	/** The answer to such a cursor. */
	cursorError: { readonly code: string } & RpcErrorOptions;
	/** Whom `message_read` names. */
	readActors: ReadActors;
	/** Streams that one server has open at a time, downloads included; one more is refused. */
	maxStreams: number;
	/** Whether a stream ends with its token. */
	endsStreamsWithToken: boolean;
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
	handle: (context: StreamContext, request: Request) => Iterable<Frame>,
): StreamMethod {
	return { kind: 'stream', handle };
}

/** A stream that only the client, or a fault, ends. */
export function live<Request, Frame>(
	handle: (context: StreamContext, request: Request) => AsyncIterable<Frame>,
): StreamMethod {
	return { kind: 'live', handle };
}

/** The ids of a write, for the phones it reaches. */
export function notesOf({ clientMessageId, idempotencyKey }: CallContext): SendNotes {
	return { clientMessageId, idempotencyKey };
}
