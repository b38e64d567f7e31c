import { createHmac, randomBytes } from 'node:crypto';

/** Headers of a delivery, in the names of HTTP. */
export type DeliveryHeaders = Readonly<Record<string, string>>;

/** A new secret of Standard Webhooks. */
export function standardSecret(bytes: Buffer = randomBytes(24)): string {
	return `whsec_${bytes.toString('base64')}`;
}

/** `v0=` over `v0:<timestamp>:<raw body>`, keyed with the secret's text. Made by node:crypto, so that no fault of ours hides itself. */
export function v0Headers(secret: string, body: string, seconds: number | string): DeliveryHeaders {
	const hmac = createHmac('sha256', secret).update(`v0:${seconds}:`).update(body);
	return { 'x-spectrum-timestamp': String(seconds), 'x-spectrum-signature': `v0=${hmac.digest('hex')}` };
}

/** `v1,` over `<webhook-id>.<timestamp>.<raw body>`, keyed with the bytes behind `whsec_`; one signature for each secret. */
export function standardHeaders(secrets: readonly string[], id: string, body: string, seconds: number | string): DeliveryHeaders {
	const signatures = secrets.map((secret) => {
		const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
		return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')}`;
	});
	return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}
