import type { Audience } from './audience';
import { codeText } from './codes';
import { bareText } from './middlewareTexts';
import { quote } from './redact';
import { fromRefusal, isShedByProxy, type Refusal } from './refusal';
import { parseRetryAfter } from './retryAfter';
import { asFields, asText } from '../values/json';
import { SpectrumError } from './SpectrumError';
import { grpcStatuses, type GrpcStatus } from './statuses';

/** An answer of the address of an HTTP server, other than the one that was asked for. */
export interface UnexpectedAnswer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The parsed JSON, or the text if it is not JSON. Undefined when it was not read. */
	readonly body: unknown;
}

/** What is known about the call. */
export interface HttpCallFacts {
	/** Base URL of the server. */
	readonly address: string;
	/** Whether the server would recognise a repeat, or a repeat does no harm. */
	readonly isRepeatable: boolean;
	/** Set for a call that writes to a person when the line may write only to registered people. */
	readonly audience?: Audience;
	/** Texts that must never be shown: the token. */
	readonly secrets: readonly string[];
	/** Milliseconds since the epoch, for a `Retry-After` that is a date. */
	readonly now: number;
}

/** Whether Spectrum's HTTP server gave an answer. It marks each of them. */
export function isFromMiddleware(headers: Readonly<Record<string, string>>): boolean {
	return 'x-spectrum-middleware' in headers;
}

/** The error of such an answer. What its body says decides first, then its status. The text decides in `isShedByProxy` only. */
export function fromHttpAnswer(answer: UnexpectedAnswer, facts: HttpCallFacts): SpectrumError {
	const { isRepeatable } = facts;
	const refusal = refusalIn(answer, facts);
	const error = refusal === undefined ? fromBareAnswer(answer, facts) : fromRefusal(refusal);
	// A write without a key must not be made twice.
	if (!error.retryable || isRepeatable || error.notAccepted) return error;
	return new SpectrumError({ ...error, message: error.message, cause: error.cause, retryable: false });
}

/** What the body says, if it follows the contract (9.4). */
function refusalIn({ body, headers }: UnexpectedAnswer, { audience, secrets, now }: HttpCallFacts): Refusal | undefined {
	const { code, message, errorCode, retryable, context, requestId } = asFields(body) ?? {};
	const status = grpcStatuses.find((name) => name.toLowerCase() === code);
	if (status === undefined) return undefined;
	return {
		status,
		code: asText(errorCode),
		details: withRequest(asText(message) ?? '', status, asText(requestId) ?? headers['x-request-id']),
		retryable: retryable === true,
		retryAfterMilliseconds: parseRetryAfter(headers, now),
		context: contextTexts(context),
		audience,
		secrets,
	};
}

/** The failures that only the operator of the server can look into. The ID of the request lets them find it. */
const failures: ReadonlySet<GrpcStatus> = new Set<GrpcStatus>(['UNKNOWN', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS']);

function withRequest(message: string, status: GrpcStatus, requestId: string | undefined): string {
	if (requestId === undefined || !failures.has(status)) return message;
	return message === '' ? `request ${requestId}` : `${message}; request ${requestId}`;
}

/** An answer that does not follow the contract: of a proxy, of another site, or of an HTTP server that gave no reason. */
function fromBareAnswer({ status, headers, body }: UnexpectedAnswer, { address, secrets, now }: HttpCallFacts): SpectrumError {
	const contentType = headers['content-type'];
	const text = bareText({ status, address, contentType, isFromMiddleware: isFromMiddleware(headers) });
	const { errorCode } = asFields(body) ?? {};
	const named = isFromMiddleware(headers) ? codeText(asText(errorCode)) : undefined;
	const isShed = isShedByProxy({ isUnavailable: status === 503, headers, text: typeof body === 'string' ? body : '' });
	return new SpectrumError({
		kind: named?.kind ?? text.kind,
		message: quote(text.message, secrets),
		advice: named?.advice ?? text.advice,
		code: named === undefined ? undefined : asText(errorCode),
		status: text.status,
		retryable: text.retryable,
		notAccepted: isShed || text.notAccepted,
		lasting: text.lasting,
		retryAfterMilliseconds: parseRetryAfter(headers, now),
	});
}

/** Entries of `context` that are read. Servers send a handful. */
const mostEntries = 50;

function contextTexts(context: unknown): Record<string, string> {
	const texts: Record<string, string> = {};
	for (const [name, value] of Object.entries(asFields(context) ?? {}).slice(0, mostEntries)) {
		if (typeof value === 'string') texts[name] = value;
		else if (typeof value === 'number' || typeof value === 'boolean') texts[name] = String(value);
	}
	return texts;
}
