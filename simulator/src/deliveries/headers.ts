import { signingNow, type Webhook } from '../controlPlane/webhooks';
import type { SignatureSchemes } from './behaviour';
import { eventId, sign, signStandard } from './signer';
import type { Tampering } from './tampering';

export interface SignedDelivery {
	readonly webhook: Webhook;
	readonly messageId: string;
	/** Milliseconds since the epoch, on the simulator's clock. */
	readonly at: number;
	/** The time that is signed: receivers compare it with their own clocks, which nobody has moved. */
	readonly signedAt: number;
	/** The bytes that are signed. */
	readonly body: Buffer;
	readonly schemes: SignatureSchemes;
}

/** Names in lower case. */
export function headersFor(delivery: SignedDelivery, tampering: Tampering): Record<string, string> {
	const { webhook, signedAt } = delivery;
	const seconds = Math.floor(signedAt / 1000) + (tampering.timestampOffsetSeconds ?? 0);
	const timestamp = tampering.timestamp ?? String(seconds);
	const schemes = webhook.generation === 'july' ? 'v0' : delivery.schemes;
	const headers: Record<string, string | undefined> = {
		'content-type': 'application/json',
		'user-agent': 'spectrum-webhook/1.0.0',
		'x-spectrum-event': 'messages',
		'x-spectrum-webhook-id': webhook.id,
		...(schemes === 'standard' ? {} : oldSignature(delivery, timestamp, tampering)),
		...(schemes === 'v0' ? {} : standardSignature(delivery, timestamp, tampering)),
	};
	for (const [name, value] of Object.entries(tampering.headers ?? {})) headers[name.toLowerCase()] = value;
	return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function oldSignature({ webhook, body }: SignedDelivery, timestamp: string, tampering: Tampering): Record<string, string> {
	return {
		'x-spectrum-timestamp': timestamp,
		'x-spectrum-signature': tampering.signature ?? sign(tampering.secret ?? webhook.signingSecret, timestamp, body),
	};
}

function standardSignature(
	{ webhook, messageId, at, body }: SignedDelivery,
	timestamp: string,
	{ secret, standardSecret = secret, standardSignature }: Tampering,
): Record<string, string> {
	const secrets = standardSecret === undefined ? signingNow(webhook, at) : [standardSecret];
	const id = eventId(webhook.id, messageId);
	return {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': standardSignature ?? secrets.map((key) => signStandard(key, id, timestamp, body)).join(' '),
	};
}
