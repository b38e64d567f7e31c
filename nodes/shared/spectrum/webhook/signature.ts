import { hmacSha256 } from '../keys/hmac';

/** Largest distance of a delivery's timestamp from now, in the past or the future, in milliseconds. Set by the contract. */
export const timestampToleranceMilliseconds = 300_000;

/** The parts of a request that the signature covers, with the signature. */
export interface SignedRequest {
	/** The bytes as they arrived. A body that was parsed and written again no longer matches its signature. */
	readonly body: Uint8Array;
	/** `X-Spectrum-Timestamp`, Unix seconds. */
	readonly timestamp?: string;
	/** `X-Spectrum-Signature`, `v0=` and 64 hex digits. */
	readonly signature?: string;
}

/**
 * `badSignature`: the sender does not know a secret, or a signature or timestamp header is missing. The other refusals have
 * a right signature.
 */
export type SignatureVerdict = 'accepted' | 'badSignature' | 'malformedTimestamp' | 'staleTimestamp' | 'futureTimestamp';

/**
 * Verifies one delivery with every secret that may have signed it.
 *
 * The signature is checked first. It covers the text of the timestamp, so a request that is both forged and old counts as
 * forged, and a stranger learns nothing about this clock.
 */
export function verifySignature(request: SignedRequest, secrets: readonly string[], now: number): SignatureVerdict {
	const { body, timestamp, signature } = request;
	if (timestamp === undefined || signature === undefined) return 'badSignature';
	// A hash over a large body takes long, and any stranger can send such a body.
	if (!/^v0=[0-9a-f]{64}$/.test(signature)) return 'badSignature';
	let matches = false;
	for (const secret of secrets) {
		// Everyone knows an empty key.
		if (secret === '') continue;
		// Compares with every secret: the time taken must not reveal which one came close.
		matches = isSameText(`v0=${hmacSha256(secret, `v0:${timestamp}:`, body, 'hex')}`, signature) || matches;
	}
	return matches ? judgeTimestamp(timestamp, now) : 'badSignature';
}

/** Checks the timestamp of a request with a right signature. The signature covers the timestamp. */
export function judgeTimestamp(timestamp: string, now: number): SignatureVerdict {
	if (!/^\d{1,12}$/.test(timestamp)) return 'malformedTimestamp';
	const sentAt = Number(timestamp) * 1_000;
	if (sentAt < now - timestampToleranceMilliseconds) return 'staleTimestamp';
	if (sentAt > now + timestampToleranceMilliseconds) return 'futureTimestamp';
	return 'accepted';
}

/** Compares in a time that depends only on the length. The expected length is public. */
export function isSameText(expected: string, given: string): boolean {
	if (expected.length !== given.length) return false;
	let difference = 0;
	for (let index = 0; index < expected.length; index++) {
		difference |= expected.charCodeAt(index) ^ given.charCodeAt(index);
	}
	return difference === 0;
}
