import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Connection } from '../model/connection';

/** The cipher and the lengths of its parts, in bytes. */
const cipher = 'aes-256-gcm';
const lengths = { key: 32, nonce: 12, tag: 16 } as const;

/**
 * Encrypts a text with the secret of a credential, for storing it where people can read who may not see the credential.
 * Only the same credential opens it again.
 *
 * @param purpose sealed texts of one purpose cannot be opened for another
 */
export function seal(connection: Connection, purpose: string, text: string): string {
	const nonce = randomBytes(lengths.nonce);
	const encryption = createCipheriv(cipher, keyOf(connection, purpose), nonce);
	const encrypted = Buffer.concat([encryption.update(text, 'utf8'), encryption.final()]);
	return Buffer.concat([nonce, encryption.getAuthTag(), encrypted]).toString('base64url');
}

/** Opens a sealed text. Undefined when it was changed, or sealed with another credential or for another purpose. */
export function unseal(connection: Connection, purpose: string, sealed: string): string | undefined {
	const bytes = Buffer.from(sealed, 'base64url');
	if (bytes.length < lengths.nonce + lengths.tag) return undefined;
	const tagAt = lengths.nonce;
	const textAt = tagAt + lengths.tag;
	try {
		const decryption = createDecipheriv(cipher, keyOf(connection, purpose), bytes.subarray(0, tagAt));
		decryption.setAuthTag(bytes.subarray(tagAt, textAt));
		return Buffer.concat([decryption.update(bytes.subarray(textAt)), decryption.final()]).toString('utf8');
	} catch {
		return undefined;
	}
}

/**
 * A secret that only the holder of a credential can make again, as 43 characters for an address.
 *
 * @param purpose secrets of one purpose say nothing about those of another
 * @param name the same name gives the same secret
 */
export function derivedSecret(connection: Connection, purpose: string, name: string): string {
	return createHmac('sha256', keyOf(connection, purpose)).update(name).digest('base64url');
}

function keyOf(connection: Connection, purpose: string): Buffer {
	const secret = connection.kind === 'cloud' ? connection.projectSecret : JSON.stringify(connection.lines.map(({ token }) => token));
	return Buffer.from(hkdfSync('sha256', secret, '', purpose, lengths.key));
}
