import { notRegistered, type Audience } from './audience';
import { codeText, type ErrorText } from './codes';
import { kindTexts } from './kinds';
import { quote, safeCause } from './redact';
import { SpectrumError } from './SpectrumError';
import { statusKinds, type GrpcStatus } from './statuses';

/** What a server says about a call that it refused, whatever carries the answer. */
export interface Refusal {
	readonly status: GrpcStatus;
	/** The server's `error-code`. */
	readonly code?: string;
	/** The server's text. It is shown but decides nothing. */
	readonly details?: string;
	/** Whether another try makes sense. */
	readonly retryable: boolean;
	/** True when the server certainly did not accept the request. */
	readonly notAccepted?: boolean;
	readonly retryAfterMilliseconds?: number;
	/** What the code is about. */
	readonly context: Readonly<Record<string, string>>;
	/** Set for a call that writes to a person when the line may write only to registered people. */
	readonly audience?: Audience;
	/** Texts that must never be shown: the token. */
	readonly secrets: readonly string[];
	readonly cause?: unknown;
}

/** The error of a refusal. The code decides first, then the status. */
export function fromRefusal(refusal: Refusal): SpectrumError {
	const { status, code, secrets } = refusal;
	const { kind, message, advice } = codeText(code) ?? statusText(refusal);
	const serverText = quote(refusal.details ?? '', secrets);
	return new SpectrumError({
		kind,
		message: serverText === '' ? message : `${message} (the server says: ${serverText})`,
		advice,
		code: code === undefined || code === '' ? undefined : quote(code, secrets),
		status,
		retryable: refusal.retryable,
		notAccepted: refusal.notAccepted,
		retryAfterMilliseconds: refusal.retryAfterMilliseconds,
		context: quotedContext(refusal.context, secrets),
		cause: refusal.cause === undefined ? undefined : safeCause(refusal.cause, secrets),
	});
}

/** The context as it may be shown. */
export function quotedContext(context: Refusal['context'], secrets: readonly string[]): Record<string, string> {
	// Over HTTP the server chooses the names as freely as the values.
	return Object.fromEntries(Object.entries(context).map(([name, value]) => [quote(name, secrets), quote(value, secrets)]));
}

function statusText({ status, code, audience }: Refusal): ErrorText {
	const kind = statusKinds[status];
	// This refusal has no code of its own. A code that the server gives is about something else.
	if (status === 'PERMISSION_DENIED' && audience === 'registered' && code === undefined) return { kind, ...notRegistered };
	return { kind, ...kindTexts[kind] };
}

/** What the proxy in front of shared lines says when it refuses a burst. */
export interface Shed {
	readonly isUnavailable: boolean;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/**
 * Whether the proxy in front of shared lines (Envoy) refused a burst. It does not follow the contract. Its header marks
 * such an answer, but often only the text does. This is the one place that decides on a text.
 */
export function isShedByProxy({ isUnavailable, headers, text }: Shed): boolean {
	return isUnavailable && (headers['x-envoy-overloaded'] === 'true' || /\breset reason: overflow\b/.test(text));
}
