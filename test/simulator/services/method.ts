import type { ServiceDefinition } from '@grpc/grpc-js';
import type { LineStore } from '../store/line';

/** What a method may use. */
export interface CallContext {
	readonly line: LineStore;
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

/** One service: its definition, and the methods that the simulator has. The rest answers UNIMPLEMENTED. */
export interface ServiceModule {
	/** `MessageService`. */
	readonly name: string;
	readonly definition: ServiceDefinition;
	readonly methods: Readonly<Record<string, UnaryMethod>>;
}

export function read<Request, Response>(handle: (context: CallContext, request: Request) => Response): UnaryMethod {
	return { kind: 'read', handle };
}

export function write<Request, Response>(handle: (context: CallContext, request: Request) => Response): UnaryMethod {
	return { kind: 'write', handle };
}
