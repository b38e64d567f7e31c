import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** SHA-256 of a UTF-8 text, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
	return bytesToHex(sha256(utf8ToBytes(text)));
}

/** HMAC-SHA256 over `data`, keyed with the UTF-8 text of `key`, as 64 lower-case hex digits. */
export function hmacSha256Hex(key: string, data: Uint8Array): string {
	return bytesToHex(hmac(sha256, utf8ToBytes(key), data));
}

/** HMAC-SHA256 over `data`, keyed with bytes, in base64. */
export function hmacSha256Base64(key: Uint8Array, data: Uint8Array): string {
	return Buffer.from(hmac(sha256, key, data)).toString('base64');
}

/**
 * One hash over several parts. The parts are joined as a JSON array, so that moving a character from one part to its neighbour
 * gives another hash.
 */
export function hashOfParts(parts: ReadonlyArray<string | number>): string {
	return sha256Hex(JSON.stringify(parts));
}
