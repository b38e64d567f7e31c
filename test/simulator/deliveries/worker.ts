import type { Clock } from '../../../nodes/shared/domain/clock';
import type { Webhook, Webhooks } from '../controlPlane/webhooks';
import { Mailbox } from '../mailbox';
import type { Random } from '../random';
import { wait } from '../wait';
import { post, type PostResult } from './post';
import { sign } from './signer';

/** Base waits before the second and later attempts, in milliseconds. The contract's list. */
export const backoffMilliseconds = [200, 1_000, 5_000, 10_000, 10_000] as const;
const timeoutMilliseconds = 30_000;
/** Each wait is between half and one and a half times its base. */
const jitter = 0.5;

/** One attempt to deliver one message to one URL. */
export interface DeliveryAttempt {
	readonly webhookId: string;
	readonly webhookUrl: string;
	readonly messageId: string;
	/** 1 to 6. */
	readonly attempt: number;
	/** Milliseconds since the epoch, on the simulator's clock, when it began. */
	readonly at: number;
	/** HTTP status of the answer. */
	readonly status?: number;
	/** Why there was no answer. */
	readonly failure?: Extract<PostResult, { failure: string }>['failure'];
	/** The failure in words; nothing decides on it. */
	readonly reason?: string;
	/** What the receiver answered. */
	readonly answer?: string;
	/** As sent, names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The raw bytes as text. */
	readonly body: string;
}

/** What became of one message at one webhook. */
export interface DeliveryResult {
	readonly webhookId: string;
	readonly messageId: string;
	/** True after a 2xx. False means that the message is lost to this webhook. */
	readonly delivered: boolean;
	readonly attempts: readonly DeliveryAttempt[];
}

/** Ways to make a delivery that the real worker would not make. */
export interface Tampering {
	/** Signs with this instead of the webhook's secret. */
	readonly secret?: string;
	/** Sent instead of the real signature. */
	readonly signature?: string;
	/** Added to the time that is signed and sent; negative is in the past. */
	readonly timestampOffsetSeconds?: number;
	/** Sent and signed instead of the real time; need not be a number. */
	readonly timestamp?: string;
	/** Sent and signed instead of the real body. */
	readonly body?: string | Buffer;
	/** Sent, but not signed, instead of the real body: what somebody on the way would do. */
	readonly bodyAfterSigning?: string | Buffer;
	/** Added to or replacing the real headers; `undefined` leaves one out. */
	readonly headers?: Readonly<Record<string, string | undefined>>;
	/** Attempts at most; default 6. */
	readonly attempts?: number;
}

export interface WorkerOptions {
	readonly webhooks: Webhooks;
	readonly clock: Clock;
	readonly random: Random;
	readonly portOf: (host: string) => number | undefined;
	readonly stopping: AbortSignal;
}

/** Delivers messages to webhooks: signed, at least once, in no particular order. */
export class DeliveryWorker {
	readonly attempts = new Mailbox<DeliveryAttempt>();

	constructor(private readonly options: WorkerOptions) {}

	/** Delivers to every webhook registered now, or to the one named. */
	deliver(
		messageId: string,
		payload: unknown,
		only?: string,
		tampering: Tampering = {},
	): Promise<DeliveryResult[]> {
		const targets = this.options.webhooks.all.filter((webhook) => only === undefined || webhook.id === only);
		return Promise.all(targets.map((webhook) => this.deliverTo(webhook, messageId, payload, tampering)));
	}

	private async deliverTo(
		webhook: Webhook,
		messageId: string,
		payload: unknown,
		tampering: Tampering,
	): Promise<DeliveryResult> {
		const { clock, random, stopping, webhooks } = this.options;
		const attempts: DeliveryAttempt[] = [];
		const limit = tampering.attempts ?? backoffMilliseconds.length + 1;
		for (let attempt = 1; attempt <= limit; attempt++) {
			if (attempt > 1) {
				const base = backoffMilliseconds[attempt - 2] ?? backoffMilliseconds[backoffMilliseconds.length - 1] ?? 0;
				await wait(clock, base * (1 - jitter + 2 * jitter * random()), stopping);
			}
			// A webhook deleted meanwhile gets nothing more; a rotated secret signs from now on.
			const current = webhooks.get(webhook.id);
			if (current === undefined || stopping.aborted) break;
			const made = await this.attempt(current, messageId, attempt, payload, tampering);
			attempts.push(made);
			this.attempts.push(made);
			if (isFinal(made)) break;
		}
		const last = attempts[attempts.length - 1];
		return { webhookId: webhook.id, messageId, delivered: isSuccess(last?.status), attempts };
	}

	private async attempt(
		webhook: Webhook,
		messageId: string,
		attempt: number,
		payload: unknown,
		tampering: Tampering,
	): Promise<DeliveryAttempt> {
		const { clock, portOf, stopping } = this.options;
		const at = clock.now();
		const signed = Buffer.from(tampering.body ?? JSON.stringify(payload));
		const body = tampering.bodyAfterSigning === undefined ? signed : Buffer.from(tampering.bodyAfterSigning);
		const headers = headersFor(webhook, at, signed, tampering);
		const result = await post({ url: webhook.webhookUrl, headers, body, clock, timeoutMilliseconds, portOf, signal: stopping });
		const made = { webhookId: webhook.id, webhookUrl: webhook.webhookUrl, messageId, attempt, at };
		const sent = { headers, body: body.toString('utf8') };
		if ('failure' in result) return { ...made, ...sent, failure: result.failure, reason: result.reason };
		return { ...made, ...sent, status: result.status, answer: result.body };
	}
}

function headersFor(webhook: Webhook, at: number, body: Buffer, tampering: Tampering): Record<string, string> {
	const seconds = Math.floor(at / 1000) + (tampering.timestampOffsetSeconds ?? 0);
	const timestamp = tampering.timestamp ?? String(seconds);
	const headers: Record<string, string | undefined> = {
		'content-type': 'application/json',
		'user-agent': 'spectrum-webhook/1.0.0',
		'x-spectrum-event': 'messages',
		'x-spectrum-webhook-id': webhook.id,
		'x-spectrum-timestamp': timestamp,
		'x-spectrum-signature': tampering.signature ?? sign(tampering.secret ?? webhook.signingSecret, timestamp, body),
	};
	for (const [name, value] of Object.entries(tampering.headers ?? {})) headers[name.toLowerCase()] = value;
	return Object.fromEntries(
		Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
}

function isSuccess(status: number | undefined): boolean {
	return status !== undefined && status >= 200 && status < 300;
}

/** Retried: 408, 429, 5xx, no answer. Everything else ends the delivery, a redirect too. */
function isFinal({ status, failure }: DeliveryAttempt): boolean {
	if (status !== undefined) return !(status === 408 || status === 429 || status >= 500);
	return failure === 'unreachable' || failure === 'stopped';
}
