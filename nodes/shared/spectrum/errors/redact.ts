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

/** Longest text of a server that is read at all: each step below costs time by length. */
const longestRead = 10_000;

/** What a terminal would obey: CSI sequences, OSC and other strings, and shorter ones. */
const escapeSequence =
	/(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[PX\]^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;

/** Characters that are not seen: controls, bidi marks and other format characters, halves of surrogate pairs. White space stays. */
const unseen = /(?![\t\n\v\f\r])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** `text` without anything that colours, hides or reorders what stands around it. */
function visible(text: string): string {
	return text.replace(escapeSequence, '').replace(unseen, '');
}

/** What a server said, fit to be shown: one line of visible characters, bounded, without secrets. Empty when it said nothing. */
export function quote(text: string, secrets: readonly string[]): string {
	// Hidden before it is cut, so that no half of a secret is left, and after what stood in its middle is gone.
	const plain = visible(redact(text, secrets).slice(0, longestRead)).replace(/\s+/g, ' ');
	const line = redact(plain, secrets).trim();
	return line.length > longestQuote ? `${wholeCharacters(line, longestQuote)}…` : line;
}

/** Never half of an emoji. */
function wholeCharacters(text: string, length: number): string {
	const cut = text.slice(0, length);
	return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/**
 * A copy of a caught failure with its name, message, stack and `code`, and nothing else: errors of HTTP and gRPC
 * clients carry their request with them, and the credential in it.
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

/** A message or a stack may repeat what a server said. */
function shown(text: string, secrets: readonly string[]): string {
	return redact(visible(redact(text, secrets)), secrets);
}

/** Not `instanceof`: errors of another realm, such as a DOMException under a test runner, are errors too. */
function isErrorLike(value: unknown): value is Error {
	return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}

/** Names a thrown value that is no Error without printing what may be in it. */
function describe(value: unknown): string {
	return typeof value === 'string' ? value : `A value of type ${typeof value} was thrown`;
}
