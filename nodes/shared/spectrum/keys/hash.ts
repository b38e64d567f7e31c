import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** SHA-256 of a UTF-8 text, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
	return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * One hash over several parts. The parts are joined as a JSON array, so that moving a character from one part to its neighbour
 * gives another hash.
 */
export function hashOfParts(parts: ReadonlyArray<string | number>): string {
	return sha256Hex(JSON.stringify(parts));
}
