import { hmacSha256Hex } from '../keys/hash';

/** How far a delivery's timestamp may lie from now, either way, in milliseconds. The contract's bound. */
export const timestampToleranceMilliseconds = 300_000;

/** The parts of a request that the signature covers, and the signature itself. */
export interface SignedRequest {
	/** The bytes as they arrived. A body that was parsed and written again has another signature. */
	readonly body: Uint8Array;
	/** `X-Spectrum-Timestamp`, Unix seconds. */
	readonly timestamp?: string;
	/** `X-Spectrum-Signature`, `v0=` and 64 hex digits. */
	readonly signature?: string;
}

/**
 * `badSignature`: nobody who knows a secret sent this, or a signature or timestamp header is missing.
 * The other refusals were signed rightly.
 */
export type SignatureVerdict = 'accepted' | 'badSignature' | 'malformedTimestamp' | 'staleTimestamp' | 'futureTimestamp';

/**
 * Judges one delivery against every secret that may have signed it.
 *
 * The signature comes first: it covers the timestamp's text, so a request that is both forged and old is a forgery,
 * and a stranger learns nothing about this clock.
 */
export function verifySignature(request: SignedRequest, secrets: readonly string[], now: number): SignatureVerdict {
	const { body, timestamp, signature } = request;
	if (timestamp === undefined || signature === undefined) return 'badSignature';
	// A hash over a large body takes long, and anybody can send one.
	if (!/^v0=[0-9a-f]{64}$/.test(signature)) return 'badSignature';
	const signed = Buffer.concat([Buffer.from(`v0:${timestamp}:`, 'utf8'), body]);
	let matches = false;
	for (const secret of secrets) {
		// An empty key would be one that everybody knows.
		if (secret === '') continue;
		// No early end: the time taken must not tell which secret came close.
		matches = isSameText(`v0=${hmacSha256Hex(secret, signed)}`, signature) || matches;
	}
	return matches ? judgeTimestamp(timestamp, now) : 'badSignature';
}

/** Judges the time of a request whose signature, which covers it, is right. */
export function judgeTimestamp(timestamp: string, now: number): SignatureVerdict {
	if (!/^\d{1,12}$/.test(timestamp)) return 'malformedTimestamp';
	const sentAt = Number(timestamp) * 1_000;
	if (sentAt < now - timestampToleranceMilliseconds) return 'staleTimestamp';
	if (sentAt > now + timestampToleranceMilliseconds) return 'futureTimestamp';
	return 'accepted';
}

/** Compares in a time that depends on the length only. The expected length is public. */
export function isSameText(expected: string, given: string): boolean {
	if (expected.length !== given.length) return false;
	let difference = 0;
	for (let index = 0; index < expected.length; index++) {
		difference |= expected.charCodeAt(index) ^ given.charCodeAt(index);
	}
	return difference === 0;
}
