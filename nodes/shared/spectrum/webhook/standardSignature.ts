import { hmacSha256 } from '../keys/hmac';
import { isSameText, judgeTimestamp, type SignatureVerdict } from './signature';

/** The parts of a request that a signature of Standard Webhooks covers, with the signature. */
export interface StandardRequest {
	/** The bytes as they arrived. */
	readonly body: Uint8Array;
	/** `webhook-id`: the same on every attempt of a delivery. */
	readonly id?: string;
	/** `webhook-timestamp`, Unix seconds. */
	readonly timestamp?: string;
	/** `webhook-signature`: `v1,<base64>`, or several with spaces between them while a secret is rotated. */
	readonly signature?: string;
}

/** Prefix of a secret of Standard Webhooks. The key follows in base64. */
const prefix = 'whsec_';

/** Most signatures of one request that are compared. A rotation has two. */
const mostSignatures = 10;

/** Whether a text has the form of such a secret. */
export function isStandardSecret(secret: string): boolean {
	return secret.startsWith(prefix);
}

/** Verifies one delivery with every secret that may have signed it. As with v0, the signature is checked first. */
export function verifyStandardSignature(request: StandardRequest, secrets: readonly string[], now: number): SignatureVerdict {
	const { body, id, timestamp, signature } = request;
	if (id === undefined || timestamp === undefined || signature === undefined) return 'badSignature';
	const given = signature.split(' ', mostSignatures).filter((each) => /^v1,[A-Za-z0-9+/]{43}=$/.test(each));
	if (given.length === 0) return 'badSignature';
	let matches = false;
	for (const secret of secrets) {
		const key = keyOf(secret);
		// Everyone knows an empty key.
		if (key.length === 0) continue;
		const expected = `v1,${hmacSha256(key, `${id}.${timestamp}.`, body, 'base64')}`;
		// Compares with every secret: the time taken must not reveal which one came close.
		for (const each of given) matches = isSameText(expected, each) || matches;
	}
	return matches ? judgeTimestamp(timestamp, now) : 'badSignature';
}

function keyOf(secret: string): Uint8Array {
	return isStandardSecret(secret) ? Buffer.from(secret.slice(prefix.length), 'base64') : new Uint8Array();
}
