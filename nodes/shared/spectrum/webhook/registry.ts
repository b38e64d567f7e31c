import { ControlPlane } from '../auth/controlPlane';
import type { DisabledWebhook, NewWebhook } from '../auth/payloads';
import type { Clock } from '../timing/clock';
import type { CloudConnection } from '../model/connection';
import type { HttpPort } from '../net/http';
import { SpectrumError } from '../errors/SpectrumError';

/** A webhook in the project's list, whether it is ours or not. */
export interface ListedWebhook {
	readonly id: string;
	readonly webhookUrl: string;
	/** Present when Spectrum no longer delivers to it. */
	readonly disabled?: DisabledWebhook;
}

/** The webhooks of one project. Each call makes one attempt. Failures are SpectrumErrors. */
export interface WebhookRegistry {
	list(): Promise<readonly ListedWebhook[]>;
	/** Registers an address. Only this answer contains the secrets. */
	register(url: string): Promise<NewWebhook>;
	/** Enables a disabled webhook. Safe to call twice. */
	enable(id: string): Promise<void>;
	remove(id: string): Promise<void>;
}

/** The format of deliveries that this pack reads. The dashboard can change it, but not back. */
export const schemaVersion = 'normalized-events.v1';

/** Statuses with which a control plane refuses the address or a field of a request. */
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
 * Registers an address with the format of deliveries that this pack reads. A control plane that does not know that field
 * may refuse it with 422, the status with which it also refuses an address. Then a second attempt without the field decides.
 */
async function registerPinned(controlPlane: ControlPlane, url: string): Promise<NewWebhook> {
	try {
		return await controlPlane.registerWebhook(url, schemaVersion);
	} catch (caught) {
		if (!(caught instanceof SpectrumError) || !schemaRefusals.has(caught.status)) throw caught;
		return await controlPlane.registerWebhook(url);
	}
}
