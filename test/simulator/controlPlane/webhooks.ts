import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../../nodes/shared/domain/clock';

/** A registered URL. The secret is shown to the client once, and to the tests always. */
export interface Webhook {
	readonly id: string;
	readonly webhookUrl: string;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly updatedAt: string;
	/** 64 characters; its text is the key of the signature. */
	readonly signingSecret: string;
}

/** The webhooks of the project, oldest first. */
export class Webhooks {
	private readonly byId = new Map<string, Webhook>();

	constructor(private readonly clock: Clock) {}

	get all(): readonly Webhook[] {
		return [...this.byId.values()];
	}

	get(id: string): Webhook | undefined {
		return this.byId.get(id);
	}

	/** Undefined when the URL is registered already. */
	register(webhookUrl: string): Webhook | undefined {
		if (this.all.some((webhook) => webhook.webhookUrl === webhookUrl)) return undefined;
		const now = new Date(this.clock.now()).toISOString();
		const webhook: Webhook = {
			id: randomUUID(),
			webhookUrl,
			createdAt: now,
			updatedAt: now,
			signingSecret: newSecret(),
		};
		this.byId.set(webhook.id, webhook);
		return webhook;
	}

	delete(id: string): boolean {
		return this.byId.delete(id);
	}

	/** Signs with another secret from now on; the answer is that secret. */
	rotate(id: string, signingSecret = newSecret()): string {
		const webhook = this.byId.get(id);
		if (webhook === undefined) throw new Error(`No webhook ${id} is registered`);
		this.byId.set(id, { ...webhook, signingSecret, updatedAt: new Date(this.clock.now()).toISOString() });
		return signingSecret;
	}
}

function newSecret(): string {
	return randomBytes(32).toString('hex');
}
