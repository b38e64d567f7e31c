import { PortInUse } from '../../net/listen';
import type { Simulator } from '../../Simulator';
import { WebError } from '../route';
import { phoneNumberOf } from './people';

/** Lines and webhooks that the panel makes at most. */
const mostLines = 20;
const mostWebhooks = 100;

/** Starts a line of the dedicated plan; the answer says so in words. */
export async function addLine(simulator: Simulator, given: string): Promise<string> {
	const { lines, settings } = simulator;
	if (settings.plan === 'shared') throw new WebError(422, 'The shared plan has exactly one line');
	const phone = phoneNumberOf(given);
	if (lines.some((line) => line.phone === phone)) throw new WebError(422, `There is already a line ${phone}`);
	if (lines.length >= mostLines) throw new WebError(422, `There are already ${mostLines} lines, and the panel cannot add more`);
	try {
		await simulator.addLine(phone);
	} catch (error) {
		if (error instanceof PortInUse) throw new WebError(422, error.message);
		throw error;
	}
	return `Added ${phone}`;
}

/** What a person learns of a webhook that they have registered, once. */
export interface RegisteredWebhook {
	readonly message: string;
	/** The key of the v0 signature. */
	readonly signingSecret: string;
	/** The key of the Standard Webhooks signature; absent on a registration of July. */
	readonly standardSigningSecret?: string;
}

/** Registers a URL as a person on the dashboard does. One that cannot be reached is registered too, as by the real service. */
export function registerWebhook(simulator: Simulator, url: string): RegisteredWebhook {
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw new WebError(422, `${url} is not the address of a website, such as https://n8n.example.com/webhook/imessage`);
	}
	if (simulator.webhooks.length >= mostWebhooks) {
		throw new WebError(422, `${mostWebhooks} webhooks are registered. Remove one first`);
	}
	const webhook = simulator.registerWebhook(url);
	if (webhook === undefined) throw new WebError(422, 'This URL is registered already');
	const problem = simulator.unreachableReason(url);
	const { signingSecret, standardSigningSecret } = webhook;
	const message = problem === undefined ? 'Registered' : `Registered, but nothing can be delivered to it: ${problem}`;
	return { message, signingSecret, standardSigningSecret };
}

/** Retries to it end too. */
export function removeWebhook(simulator: Simulator, id: string): string {
	if (!simulator.deleteWebhook(id)) throw new WebError(404, 'This webhook is not registered any more');
	return 'Removed';
}
