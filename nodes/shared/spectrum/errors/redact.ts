import { shortened } from '../values/cut';

const mask = '[hidden]';

/** Shorter texts are not secrets, and hiding them would blank out half of an error message. */
const shortestSecret = 4;

/** The longest text of a server that a person sees, in characters. */
const longestQuote = 300;

/** `text` without any of `secrets`. */
export function redact(text: string, secrets: readonly string[]): string {
	let clean = text;
	for (const secret of secrets) {
		if (secret.length >= shortestSecret) clean = clean.split(secret).join(mask);
	}
	return clean;
}

/** The longest text of a server that is processed, in characters: each step below takes time in proportion to it. */
const longestRead = 10_000;

/** The sequences that a terminal would interpret: CSI sequences, OSC and other strings, and shorter ones. */
const escapeSequence =
	/(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[PX\]^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;

/** Invisible characters: controls, bidi marks and other format characters, halves of surrogate pairs. White space stays. */
const unseen = /(?![\t\n\v\f\r])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** `text` without anything that colours, hides or reorders the text around it. */
function visible(text: string): string {
	return text.replace(escapeSequence, '').replace(unseen, '');
}

/** A server's text made safe to show: one line of visible characters, limited in length, without secrets. Empty for an empty text. */
export function quote(text: string, secrets: readonly string[]): string {
	// Secrets are hidden before the cut, so that no half of one is left, and again after invisible characters inside them are removed.
	const plain = visible(redact(text, secrets).slice(0, longestRead)).replace(/\s+/g, ' ');
	const line = redact(plain, secrets).trim();
	return shortened(line, longestQuote);
}

/**
 * A copy of a caught failure with its name, message, stack and `code`, and nothing more: errors of HTTP and gRPC
 * clients contain their request, and with it the credential.
 */
export function safeCause(cause: unknown, secrets: readonly string[] = [], depth = 0): Error {
	if (!isErrorLike(cause)) return new Error(shown(describe(cause), secrets));
	const copy = new Error(shown(String(cause.message), secrets));
	copy.name = String(cause.name);
	if (cause.stack !== undefined) copy.stack = shown(String(cause.stack), secrets);
	const code = (cause as { code?: unknown }).code;
	if (typeof code === 'string' || typeof code === 'number') Object.assign(copy, { code });
	if (cause.cause !== undefined && depth < 3) copy.cause = safeCause(cause.cause, secrets, depth + 1);
	return copy;
}

/** A message or a stack made safe to show, because it may repeat a server's text. */
function shown(text: string, secrets: readonly string[]): string {
	return redact(visible(redact(text, secrets)), secrets);
}

/** Not `instanceof`: errors of another realm, such as a DOMException under a test runner, are errors too. */
function isErrorLike(value: unknown): value is Error {
	return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}

/** Describes a thrown value that is not an Error, without showing its content unless it is a text. */
function describe(value: unknown): string {
	return typeof value === 'string' ? value : `A value of type ${typeof value} was thrown`;
}
