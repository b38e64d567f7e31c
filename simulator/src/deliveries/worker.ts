import { outsideTime, type Clock } from '../clock';
import type { Webhook, Webhooks } from '../controlPlane/webhooks';
import { Mailbox } from '../mailbox';
import type { Random } from '../random';
import { wait } from '../wait';
import { post, type PostResult } from './post';
import type { DeliveryBehaviour } from './behaviour';
import { headersFor } from './headers';
import type { Payloads } from './payload';
import type { Tampering } from './tampering';

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

export interface WorkerOptions {
	readonly webhooks: Webhooks;
	readonly behaviour: DeliveryBehaviour;
	readonly clock: Clock;
	readonly random: Random;
	readonly portOf: (host: string) => number | undefined;
	readonly stopping: AbortSignal;
}

/** Delivers messages to webhooks: signed, at least once, in no particular order. */
export class DeliveryWorker {
	readonly attempts = new Mailbox<DeliveryAttempt>();

	constructor(private readonly options: WorkerOptions) {}

	/** Delivers to every webhook that is registered now and wants it, or to the one named. */
	deliver(messageId: string, payloads: Payloads, only?: string, tampering: Tampering = {}): Promise<DeliveryResult[]> {
		const targets = this.options.webhooks.all.flatMap((webhook) => {
			const payload = wanted(webhook) && (only === undefined || webhook.id === only) ? payloads[webhook.generation] : undefined;
			return payload === undefined ? [] : [{ webhook, payload }];
		});
		return Promise.all(targets.map(({ webhook, payload }) => this.deliverTo(webhook, messageId, payload, tampering)));
	}

	private async deliverTo(webhook: Webhook, messageId: string, payload: unknown, tampering: Tampering): Promise<DeliveryResult> {
		const { clock, random, stopping, webhooks } = this.options;
		const attempts: DeliveryAttempt[] = [];
		const limit = tampering.attempts ?? backoffMilliseconds.length + 1;
		for (let attempt = 1; attempt <= limit; attempt++) {
			if (attempt > 1) {
				const base = backoffMilliseconds[attempt - 2] ?? backoffMilliseconds[backoffMilliseconds.length - 1] ?? 0;
				await wait(clock, base * (1 - jitter + 2 * jitter * random()), stopping);
			}
			// A webhook deleted or disabled meanwhile gets nothing more; a rotated secret signs from now on.
			const current = webhooks.get(webhook.id);
			if (current === undefined || !wanted(current) || stopping.aborted) break;
			const made = await this.attempt(current, messageId, attempt, payload, tampering);
			attempts.push(made);
			this.attempts.push(made);
			if (isFinal(made)) break;
		}
		const last = attempts[attempts.length - 1];
		this.note(webhook.id, last);
		return { webhookId: webhook.id, messageId, delivered: isSuccess(last?.status), attempts };
	}

	/** Disables a webhook that fails, when the test says so. */
	private note(webhookId: string, last: DeliveryAttempt | undefined): void {
		const { webhooks, behaviour } = this.options;
		if (last === undefined || last.failure === 'stopped' || webhooks.get(webhookId) === undefined) return;
		const lost = webhooks.countLost(webhookId, isSuccess(last.status));
		if (last.status === 410 && behaviour.disablesGoneReceivers) webhooks.disable(webhookId, 'receiver_gone');
		if (lost >= behaviour.disablesAfterFailures) webhooks.disable(webhookId, 'delivery_failures');
	}

	private async attempt(
		webhook: Webhook,
		messageId: string,
		attempt: number,
		payload: unknown,
		tampering: Tampering,
	): Promise<DeliveryAttempt> {
		const { clock, behaviour, portOf, stopping } = this.options;
		const at = clock.now();
		const signed = Buffer.from(tampering.body ?? JSON.stringify(payload));
		const body = tampering.bodyAfterSigning === undefined ? signed : Buffer.from(tampering.bodyAfterSigning);
		const schemes = behaviour.signatures;
		const headers = headersFor({ webhook, messageId, at, signedAt: outsideTime(clock), body: signed, schemes }, tampering);
		const result = await post({ url: webhook.webhookUrl, headers, body, clock, timeoutMilliseconds, portOf, signal: stopping });
		const made = { webhookId: webhook.id, webhookUrl: webhook.webhookUrl, messageId, attempt, at };
		const sent = { headers, body: body.toString('utf8') };
		if ('failure' in result) return { ...made, ...sent, failure: result.failure, reason: result.reason };
		return { ...made, ...sent, status: result.status, answer: result.body };
	}
}

/** Not one that is disabled, that hears of other events alone, or whose bodies the contract does not describe. */
function wanted({ disabledAt, schemaVersion, eventTypes }: Webhook): boolean {
	return disabledAt === undefined && schemaVersion === 'normalized-events.v1' && eventTypes.includes('message.received');
}

function isSuccess(status: number | undefined): boolean {
	return status !== undefined && status >= 200 && status < 300;
}

/** Retried: 408, 429, 5xx, no answer. Everything else ends the delivery, a redirect too. */
function isFinal({ status, failure }: DeliveryAttempt): boolean {
	if (status !== undefined) return !(status === 408 || status === 429 || status >= 500);
	return failure === 'unreachable' || failure === 'stopped';
}
