import { createHmac } from 'node:crypto';

/** `v0=` and the HMAC-SHA256 over `v0:<timestamp>:<raw body>`, keyed with the secret's text. */
export function sign(secret: string, timestampSeconds: number | string, body: Buffer): string {
	const hmac = createHmac('sha256', secret);
	hmac.update(`v0:${timestampSeconds}:`);
	hmac.update(body);
	return `v0=${hmac.digest('hex')}`;
}
