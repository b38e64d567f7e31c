const mask = '[hidden]';

/** Shorter texts would blot out half of an error message, and are not secrets. */
const shortestSecret = 4;

/** Longest text of a server that is shown to a person. */
const longestQuote = 300;

/** `text` without any of `secrets`. */
export function redact(text: string, secrets: readonly string[]): string {
	let clean = text;
	for (const secret of secrets) {
		if (secret.length >= shortestSecret) clean = clean.split(secret).join(mask);
	}
	return clean;
}

/** What a server said, fit to be shown: one line, bounded, without secrets. Empty when it said nothing. */
export function quote(text: string, secrets: readonly string[]): string {
	const line = redact(text, secrets).replace(/\s+/g, ' ').trim();
	return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}

/**
 * A copy of a caught failure with its name, message, stack and `code`, and nothing else: errors of HTTP and gRPC
 * clients carry their request with them, and the credential in it.
 */
export function safeCause(cause: unknown, secrets: readonly string[] = [], depth = 0): Error {
	if (!isErrorLike(cause)) return new Error(redact(describe(cause), secrets));
	const copy = new Error(redact(String(cause.message), secrets));
	copy.name = String(cause.name);
	if (cause.stack !== undefined) copy.stack = redact(String(cause.stack), secrets);
	const code = (cause as { code?: unknown }).code;
	if (typeof code === 'string' || typeof code === 'number') Object.assign(copy, { code });
	if (cause.cause !== undefined && depth < 3) copy.cause = safeCause(cause.cause, secrets, depth + 1);
	return copy;
}

/** Not `instanceof`: errors of another realm, such as a DOMException under a test runner, are errors too. */
function isErrorLike(value: unknown): value is Error {
	return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}

/** Names a thrown value that is no Error without printing what may be in it. */
function describe(value: unknown): string {
	return typeof value === 'string' ? value : `A value of type ${typeof value} was thrown`;
}
