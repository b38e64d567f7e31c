import { codeText } from './codes';
import { kindTexts } from './kinds';
import { quote, safeCause } from './redact';
import { statusKinds, type GrpcStatus } from './statuses';
import { SpectrumError, type ErrorKind } from './SpectrumError';

/** A failed call, as any transport that carries gRPC's statuses can describe it. */
export interface GrpcFailure {
	readonly status: GrpcStatus;
	/** The server's text. Shown, never decided on. */
	readonly details?: string;
	/** The trailers of the server, names in lower case. Empty when the client made the status itself. */
	readonly trailers: Readonly<Record<string, string>>;
	/** True when the client made the status itself: no trailers came from a server. */
	readonly local: boolean;
	/** True when the connection failed before anything of an answer, even headers, arrived. */
	readonly connectionFailed: boolean;
	/** True when the caller aborted or closed the connection. */
	readonly cancelled: boolean;
	/** `host:port` of the server. */
	readonly address: string;
	/** Texts that must never be shown: the token. */
	readonly secrets: readonly string[];
	readonly cause?: unknown;
}

const contextPrefix = 'error-context-';

/** Structured details first, the status second, the text never. */
export function fromGrpc(failure: GrpcFailure): SpectrumError {
	const { status, trailers, secrets } = failure;
	const cause = failure.cause === undefined ? undefined : safeCause(failure.cause, secrets);
	if (failure.cancelled) return new SpectrumError({ kind: 'cancelled', ...kindTexts.cancelled, status, cause });

	const code = failure.local ? undefined : trailers['error-code'];
	const known = codeText(code);
	const text = known ?? statusText(failure);
	const said = quote(failure.details ?? '', secrets);
	return new SpectrumError({
		kind: text.kind,
		message: said === '' ? text.message : `${text.message} (the ${failure.local ? 'connection' : 'server'} says: ${said})`,
		advice: text.advice,
		code: code === undefined || code === '' ? undefined : quote(code, secrets),
		status,
		retryable: !failure.local && trailers['x-retryable']?.toLowerCase() === 'true',
		connectionFailed: failure.connectionFailed,
		context: contextOf(trailers, secrets),
		cause,
	});
}

/** Kind and words of a failure without a known code. */
function statusText(failure: GrpcFailure): { kind: ErrorKind; message: string; advice: string } {
	const { status, local, address } = failure;
	if (local && status === 'RESOURCE_EXHAUSTED') {
		// grpc-js measures messages itself and says it with this status: a size, not a quota.
		return { kind: 'tooLarge', ...kindTexts.tooLarge };
	}
	const kind = statusKinds[status];
	if (failure.connectionFailed) {
		return {
			kind,
			message: `No connection to ${address}, or it broke before an answer came`,
			advice: 'Check the address in the credential and that n8n can reach it. If the server has a certificate of its own, put its authority into the credential; if it has none, switch TLS off there.',
		};
	}
	if (local && kind === 'timeout') {
		return { kind, message: `${address} did not answer in time`, advice: kindTexts.timeout.advice };
	}
	return { kind, ...kindTexts[kind] };
}

/** The `error-context-*` entries without their prefix. */
function contextOf(trailers: Readonly<Record<string, string>>, secrets: readonly string[]): Record<string, string> {
	const context: Record<string, string> = {};
	for (const [name, value] of Object.entries(trailers)) {
		if (name.startsWith(contextPrefix) && name.length > contextPrefix.length) {
			context[name.slice(contextPrefix.length)] = quote(value, secrets);
		}
	}
	return context;
}
