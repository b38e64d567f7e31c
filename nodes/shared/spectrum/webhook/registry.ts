import { ControlPlane } from '../auth/controlPlane';
import type { DisabledWebhook, NewWebhook } from '../auth/payloads';
import type { Clock } from '../timing/clock';
import type { CloudConnection } from '../model/connection';
import type { HttpPort } from '../net/http';
import { SpectrumError } from '../errors/SpectrumError';

/** A webhook as the project lists it: ours, or anybody's. */
export interface ListedWebhook {
	readonly id: string;
	readonly webhookUrl: string;
	/** Present when Spectrum does not deliver to it any more. */
	readonly disabled?: DisabledWebhook;
}

/** The webhooks of one project. One attempt a call; failures are SpectrumErrors. */
export interface WebhookRegistry {
	list(): Promise<readonly ListedWebhook[]>;
	/** The only time that the secrets are shown. */
	register(url: string): Promise<NewWebhook>;
	/** Lets Spectrum deliver to a disabled one again. May be made twice. */
	enable(id: string): Promise<void>;
	remove(id: string): Promise<void>;
}

/** The form of the deliveries that this pack reads. It can be changed in the dashboard, but not back. */
export const schemaVersion = 'normalized-events.v1';

/** Statuses by which a control plane refuses what was sent, be it the address or a field. */
const schemaRefusals: ReadonlySet<string | undefined> = new Set(['HTTP 400', 'HTTP 422']);

/** The registry of a credential's project. */
export function registryOf(connection: CloudConnection, http: HttpPort, clock: Clock): WebhookRegistry {
	const controlPlane = new ControlPlane(connection, http, clock);
	return {
		list: () => controlPlane.webhooks(),
		register: (url) => registerPinned(controlPlane, url),
		enable: (id) => controlPlane.enableWebhook(id),
		remove: (id) => controlPlane.deleteWebhook(id),
	};
}

/**
 * With the form of deliveries that this pack reads. A control plane that does not know that field may refuse it, as it
 * refuses an address, with 422: then it is asked once more without, and what it says to that counts.
 */
async function registerPinned(controlPlane: ControlPlane, url: string): Promise<NewWebhook> {
	try {
		return await controlPlane.registerWebhook(url, schemaVersion);
	} catch (caught) {
		if (!(caught instanceof SpectrumError) || !schemaRefusals.has(caught.status)) throw caught;
		return await controlPlane.registerWebhook(url);
	}
}
