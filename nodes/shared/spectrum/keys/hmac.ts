import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA256 over a text and the bytes after it. Of node:crypto and not of @noble/hashes, because a stranger chooses the
 * bytes: 16 MiB take a few milliseconds here. The bytes are not copied.
 *
 * @param key a text counts as its UTF-8 bytes
 */
export function hmacSha256(key: string | Uint8Array, text: string, bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
	return createHmac('sha256', key).update(text, 'utf8').update(bytes).digest(encoding);
}
