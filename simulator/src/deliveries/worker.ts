import { outsideTime, type Clock } from '../clock';
import type { Webhook, Webhooks } from '../controlPlane/webhooks';
import { Mailbox, type MailboxLimits } from '../mailbox';
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

/** A message that is not delivered yet: its next attempt. */
export interface PendingDelivery {
	readonly messageId: string;
	readonly webhookId: string;
	/** 1 to 6. */
	readonly attempt: number;
	/** When it is to be made, in milliseconds since the epoch on the simulator's clock. */
	readonly due: number;
	/** The body, before it is signed. */
	readonly payload: unknown;
}

export interface WorkerOptions {
	readonly webhooks: Webhooks;
	readonly behaviour: DeliveryBehaviour;
	readonly clock: Clock;
	readonly random: Random;
	readonly portOf: (host: string) => number | undefined;
	readonly stopping: AbortSignal;
	readonly attemptsKept: MailboxLimits<DeliveryAttempt>;
}

/** Delivers messages to webhooks: signed, at least once, in no particular order. */
export class DeliveryWorker {
	readonly attempts: Mailbox<DeliveryAttempt>;
	/** What is under way, and what a former run has left. */
	private readonly waiting = new Set<PendingDelivery>();
	private readonly resting = new Set<PendingDelivery>();

	constructor(private readonly options: WorkerOptions) {
		this.attempts = new Mailbox(options.attemptsKept);
	}

	/** Delivers to every webhook that is registered now and wants it, or to the one named. */
	deliver(messageId: string, payloads: Payloads, only?: string, tampering: Tampering = {}): Promise<DeliveryResult[]> {
		const targets = this.options.webhooks.all.flatMap((webhook) => {
			const payload = wanted(webhook) && (only === undefined || webhook.id === only) ? payloads[webhook.generation] : undefined;
			return payload === undefined ? [] : [{ webhook, payload }];
		});
		const due = this.options.clock.now();
		return Promise.all(
			targets.map(({ webhook: { id: webhookId }, payload }) => this.goOn({ messageId, webhookId, attempt: 1, due, payload }, tampering)),
		);
	}

	/** Deliveries that another run can go on with, oldest first; not those that a person or a test has tampered with. */
	get pending(): readonly PendingDelivery[] {
		return [...this.waiting];
	}

	/** What a former run has left. It rests until `resume`. */
	restore(pending: readonly PendingDelivery[]): void {
		for (const delivery of pending) {
			this.waiting.add(delivery);
			this.resting.add(delivery);
		}
	}

	/** Goes on with what rests; what has fallen due meanwhile is delivered at once. */
	async resume(): Promise<void> {
		const resting = [...this.resting];
		this.resting.clear();
		await Promise.all(
			resting.map(async (delivery) => {
				this.waiting.delete(delivery);
				await this.goOn(delivery, {});
			}),
		);
	}

	/** Makes the attempts from this one on. */
	private async goOn(first: PendingDelivery, tampering: Tampering): Promise<DeliveryResult> {
		const { clock, random, stopping, webhooks } = this.options;
		const { messageId, webhookId, payload } = first;
		const attempts: DeliveryAttempt[] = [];
		const limit = tampering.attempts ?? backoffMilliseconds.length + 1;
		let next = first;
		let pause = first.due - clock.now();
		for (;;) {
			const forget = this.remember(next, tampering);
			if (pause > 0) await wait(clock, pause, stopping);
			// The simulator ends: another run goes on with it.
			if (stopping.aborted) break;
			const { attempt } = next;
			// A webhook deleted or disabled meanwhile gets nothing more; a rotated secret signs from now on.
			const current = webhooks.get(webhookId);
			const made = current && wanted(current) ? await this.attempt(current, messageId, attempt, payload, tampering) : undefined;
			forget();
			if (made !== undefined) attempts.push(made);
			// Whoever waits for the attempt goes on when the wait before the next one has begun.
			if (made !== undefined) this.attempts.push(made);
			if (made === undefined || isFinal(made) || attempt >= limit) break;
			const base = backoffMilliseconds[attempt - 1] ?? backoffMilliseconds[backoffMilliseconds.length - 1] ?? 0;
			pause = base * (1 - jitter + 2 * jitter * random());
			next = { ...next, attempt: attempt + 1, due: clock.now() + pause };
		}
		const last = attempts[attempts.length - 1];
		// What another run goes on with is not lost.
		if (!stopping.aborted) this.note(webhookId, last);
		return { webhookId, messageId, delivered: isSuccess(last?.status), attempts };
	}

	/** The answer forgets it. */
	private remember(delivery: PendingDelivery, tampering: Tampering): () => void {
		if (Object.keys(tampering).length > 0) return () => undefined;
		this.waiting.add(delivery);
		return () => this.waiting.delete(delivery);
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
