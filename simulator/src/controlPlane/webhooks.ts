import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Generation } from '../deliveries/behaviour';

export type SchemaVersion = 'normalized-events.v1' | 'raw-inbound.v1';

/** `manual`: a person did it. `receiver_gone`: the receiver answered 410. `delivery_failures`: too many lost messages. */
export type DisabledReason = 'manual' | 'receiver_gone' | 'delivery_failures';

/** Secrets of one webhook that were replaced and still sign. */
const mostFormerSecrets = 20;

/** A secret that was replaced and still signs. */
export interface FormerSecret {
	readonly secret: string;
	/** Milliseconds since the epoch. */
	readonly until: number;
}

/** A registered URL. The secrets are shown to the client once, and to the tests always. */
export interface Webhook {
	readonly id: string;
	readonly webhookUrl: string;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly updatedAt: string;
	/** 64 characters; its text is the key of the v0 signature. */
	readonly signingSecret: string;
	readonly generation: Generation;
	/** `whsec_` and base64: the key of the Standard Webhooks signature. Absent on a registration of July. */
	readonly standardSigningSecret?: string;
	/** Those that a rotation has replaced; they sign until their time is over. */
	readonly formerSecrets: readonly FormerSecret[];
	/** `raw-inbound.v1` has a body that the contract does not describe: nothing is delivered to it. */
	readonly schemaVersion: SchemaVersion;
	readonly eventTypes: readonly string[];
	readonly failureNotificationEmail?: string;
	/** ISO 8601; with its reason, while it is disabled. */
	readonly disabledAt?: string;
	readonly disabledReason?: DisabledReason;
}

/** What a registration may say about itself. */
export interface WebhookOptions {
	readonly generation: Generation;
	readonly schemaVersion?: SchemaVersion;
	readonly eventTypes?: readonly string[];
	readonly failureNotificationEmail?: string;
}

/** The webhooks of the project, oldest first. */
export class Webhooks {
	private readonly byId = new Map<string, Webhook>();
	/** Messages lost in a row. */
	private readonly failures = new Map<string, number>();

	constructor(private readonly clock: Clock) {}

	get all(): readonly Webhook[] {
		return [...this.byId.values()];
	}

	get(id: string): Webhook | undefined {
		return this.byId.get(id);
	}

	/** How many messages each has lost in a row, by its id. */
	get lost(): ReadonlyMap<string, number> {
		return this.failures;
	}

	restore(webhooks: readonly Webhook[], lost: ReadonlyMap<string, number>): void {
		for (const webhook of webhooks) this.byId.set(webhook.id, webhook);
		for (const [id, count] of lost) this.failures.set(id, count);
	}

	/** Undefined when the URL is registered already. */
	register(webhookUrl: string, { generation, ...options }: WebhookOptions): Webhook | undefined {
		if (this.all.some((webhook) => webhook.webhookUrl === webhookUrl)) return undefined;
		const now = this.now();
		const webhook: Webhook = {
			id: randomUUID(),
			webhookUrl,
			createdAt: now,
			updatedAt: now,
			signingSecret: randomBytes(32).toString('hex'),
			generation,
			standardSigningSecret: generation === 'november' ? newStandardSecret() : undefined,
			formerSecrets: [],
			schemaVersion: options.schemaVersion ?? 'normalized-events.v1',
			eventTypes: options.eventTypes ?? ['message.received'],
			failureNotificationEmail: options.failureNotificationEmail,
		};
		this.byId.set(webhook.id, webhook);
		return webhook;
	}

	delete(id: string): boolean {
		this.failures.delete(id);
		return this.byId.delete(id);
	}

	/** Changes what may change about a registration; the answer is how it stands then. */
	change(id: string, changes: Partial<Pick<Webhook, 'failureNotificationEmail' | 'schemaVersion'>>): Webhook {
		const changed = { ...this.find(id), ...changes, updatedAt: this.now() };
		this.byId.set(id, changed);
		return changed;
	}

	/** Delivers again from now on; what was missed meanwhile stays lost. */
	enable(id: string): Webhook {
		this.failures.delete(id);
		const changed = { ...this.find(id), disabledAt: undefined, disabledReason: undefined, updatedAt: this.now() };
		this.byId.set(id, changed);
		return changed;
	}

	/** One that is disabled already keeps its reason. */
	disable(id: string, disabledReason: DisabledReason): Webhook {
		const webhook = this.find(id);
		if (webhook.disabledAt !== undefined) return webhook;
		const changed = { ...webhook, disabledAt: this.now(), disabledReason, updatedAt: this.now() };
		this.byId.set(id, changed);
		return changed;
	}

	/** Counts what became of a message; the answer is how many were lost in a row. */
	countLost(id: string, isDelivered: boolean): number {
		const lost = isDelivered ? 0 : (this.failures.get(id) ?? 0) + 1;
		this.failures.set(id, lost);
		return lost;
	}

	/** Signs v0 with another secret from now on; the answer is that secret. */
	rotate(id: string, signingSecret = randomBytes(32).toString('hex')): string {
		this.byId.set(id, { ...this.find(id), signingSecret, updatedAt: this.now() });
		return signingSecret;
	}

	/** Signs Standard Webhooks with another secret, and for a time with those before it too. */
	rotateStandard(id: string, overlapSeconds: number): { readonly secret: string; readonly previousValidUntil: number } {
		const webhook = this.find(id);
		const secret = newStandardSecret();
		const previousValidUntil = this.clock.now() + overlapSeconds * 1000;
		const { standardSigningSecret: former } = webhook;
		const replaced = former === undefined ? [] : [{ secret: former, until: previousValidUntil }];
		const now = this.clock.now();
		const formerSecrets = [...replaced, ...webhook.formerSecrets].filter(({ until }) => until > now).slice(0, mostFormerSecrets);
		this.byId.set(id, { ...webhook, standardSigningSecret: secret, formerSecrets, updatedAt: this.now() });
		return { secret, previousValidUntil };
	}

	private find(id: string): Webhook {
		const webhook = this.byId.get(id);
		if (webhook === undefined) throw new Error(`No webhook ${id} is registered`);
		return webhook;
	}

	private now(): string {
		return new Date(this.clock.now()).toISOString();
	}
}

/** The Standard Webhooks secrets that sign at a moment, the newest first. */
export function signingNow({ standardSigningSecret, formerSecrets }: Webhook, now: number): string[] {
	if (standardSigningSecret === undefined) return [];
	return [standardSigningSecret, ...formerSecrets.flatMap(({ secret, until }) => (now < until ? [secret] : []))];
}

function newStandardSecret(): string {
	return `whsec_${randomBytes(24).toString('base64')}`;
}
