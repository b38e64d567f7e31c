import { createHash, createHmac } from 'node:crypto';

/** `v0=` and the HMAC-SHA256 over `v0:<timestamp>:<raw body>`, keyed with the secret's text. */
export function sign(secret: string, timestampSeconds: number | string, body: Buffer): string {
	const hmac = createHmac('sha256', secret);
	hmac.update(`v0:${timestampSeconds}:`);
	hmac.update(body);
	return `v0=${hmac.digest('hex')}`;
}

/**
 * Standard Webhooks: `v1,` and the base64 of the HMAC-SHA256 over `<id>.<timestamp>.<raw body>`. The key is what stands
 * behind `whsec_` in base64; a secret without it, which only a forger has, is used as it is.
 */
export function signStandard(secret: string, id: string, timestampSeconds: number | string, body: Buffer): string {
	const prefix = 'whsec_';
	const key = secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret);
	const hmac = createHmac('sha256', key);
	hmac.update(`${id}.${timestampSeconds}.`);
	hmac.update(body);
	return `v1,${hmac.digest('base64')}`;
}

/** `webhook-id`: the same for every attempt to bring one message to one webhook. */
export function eventId(webhookId: string, messageId: string): string {
	return `evt_${createHash('sha256').update(`${webhookId} ${messageId}`).digest('hex').slice(0, 32)}`;
}
