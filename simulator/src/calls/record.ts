import type { status } from '@grpc/grpc-js';

/** How a call ended, from the server's side. */
export type CallOutcome =
	| { readonly type: 'answered' }
	| { readonly type: 'refused'; readonly status: status; readonly code: string }
	/** The connection or the stream was cut before the answer, or the client gave up before the write. */
	| { readonly type: 'cut' }
	/** Somebody in between answered in place of the server: see `ProxyFault`. */
	| { readonly type: 'intercepted'; readonly status: number }
	/** The client closed a live stream, or its connection broke outside the simulator. */
	| { readonly type: 'left' };

/** Metadata of a call, or the headers of a request: names in lower case. */
export type CallMetadata = Readonly<Partial<Record<string, string>>>;

/** One RPC as the server saw it. */
export interface CallRecord {
	/** `SendTextMessage`. */
	readonly method: string;
	/** `MessageService`. */
	readonly service: string;
	/** Number of the line (`shared` on the shared plan), or its instance id when it has no number. */
	readonly line: string;
	/** How it came. Over HTTP the metadata are the headers. */
	readonly transport: 'grpc' | 'http';
	/** Over HTTP: `GET /v1/messages/{message_guid}`. */
	readonly route?: string;
	/** Names in lower case; `authorization` redacted. */
	readonly metadata: Readonly<Record<string, string>>;
	/** The request in the wire's field names. An optional field that was not set is absent, not its default. */
	readonly request: Readonly<Record<string, unknown>>;
	/** Milliseconds since the epoch, on the simulator's clock. */
	readonly at: number;
	/** Absent while the call is being answered. */
	outcome?: CallOutcome;
}

/** What clients and proxies sign in with. */
const secret = /^(?:proxy-)?authorization$|cookie/;

/** Metadata without the secrets. */
export function withoutSecrets(metadata: CallMetadata): Record<string, string> {
	const readable: Record<string, string> = {};
	for (const [key, value] of Object.entries(metadata)) {
		if (value !== undefined) readable[key] = secret.test(key) ? '[redacted]' : value;
	}
	return readable;
}

interface GeneratedMessage {
	toObject(): Record<string, unknown>;
	readonly [field: string]: unknown;
}

/** A generated message as plain data. `toObject` alone would show an absent optional field as its default. */
export function readableMessage(message: unknown): Record<string, unknown> {
	const generated = message as GeneratedMessage;
	const readable: Record<string, unknown> = {};
	for (const field of Object.keys(generated.toObject())) {
		if (generated[`has_${field}`] === false) continue;
		const value = generated[field];
		readable[field] = Array.isArray(value) ? value.map(readableValue) : readableValue(value);
	}
	return readable;
}

function readableValue(value: unknown): unknown {
	const isMessage = typeof value === 'object' && value !== null && 'toObject' in value;
	return isMessage ? readableMessage(value) : value;
}
