import { ControlPlane } from '../auth/controlPlane';
import type { Clock } from '../domain/clock';
import type { CloudConnection } from '../domain/connection';
import type { HttpPort } from '../domain/http';

/** A webhook as the project lists it: ours, or anybody's. */
export interface ListedWebhook {
	readonly id: string;
	readonly webhookUrl: string;
}

/** The webhooks of one project. One attempt a call; failures are SpectrumErrors. */
export interface WebhookRegistry {
	list(): Promise<readonly ListedWebhook[]>;
	/** The only time that the secret is shown. */
	register(url: string): Promise<{ readonly id: string; readonly signingSecret: string }>;
	remove(id: string): Promise<void>;
}

/** The registry of a credential's project. */
export function registryOf(connection: CloudConnection, http: HttpPort, clock: Clock): WebhookRegistry {
	const controlPlane = new ControlPlane(connection, http, clock);
	return {
		list: () => controlPlane.webhooks(),
		register: (url) => controlPlane.registerWebhook(url),
		remove: (id) => controlPlane.deleteWebhook(id),
	};
}
