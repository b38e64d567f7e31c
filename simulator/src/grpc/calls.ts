import type { Metadata, status } from '@grpc/grpc-js';

/** How a call ended, from the server's side. */
export type CallOutcome =
	| { readonly type: 'answered' }
	| { readonly type: 'refused'; readonly status: status; readonly code: string }
	/** The connection or the stream was cut before the answer, or the client gave up before the write. */
	| { readonly type: 'cut' }
	/** The client closed a live stream, or its connection broke outside the simulator. */
	| { readonly type: 'left' };

/** One RPC as the server saw it. */
export interface CallRecord {
	/** `SendTextMessage`. */
	readonly method: string;
	/** `MessageService`. */
	readonly service: string;
	/** Number of the line (`shared` on the shared plan), or its instance id when it has no number. */
	readonly line: string;
	/** Names in lower case; `authorization` redacted. */
	readonly metadata: Readonly<Record<string, string>>;
	/** The request in the wire's field names. An optional field that was not set is absent, not its default. */
	readonly request: Readonly<Record<string, unknown>>;
	/** Milliseconds since the epoch, on the simulator's clock. */
	readonly at: number;
	/** Absent while the call is being answered. */
	outcome?: CallOutcome;
}

/** Metadata as plain text, without the secret. */
export function readableMetadata(metadata: Metadata): Record<string, string> {
	const readable: Record<string, string> = {};
	for (const key of Object.keys(metadata.getMap())) {
		readable[key] = key === 'authorization' ? '[redacted]' : metadata.get(key).map(String).join(', ');
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
