import type { NewWebhook } from '../auth/payloads';
import type { SpectrumError } from '../errors/SpectrumError';
import { outcomeOf } from '../errors/outcome';
import { isPassingOrTimeout } from '../errors/passing';
import type { RetryWindow } from './retryWindow';
import type { ListedWebhook, WebhookRegistry } from './registry';

/** One registration, with the webhooks that existed before it. */
export interface RegistrationAttempt {
	readonly registry: WebhookRegistry;
	readonly retries: RetryWindow;
	readonly url: string;
	/** The webhooks that were listed before. None of them has the URL. */
	readonly before: readonly ListedWebhook[];
	readonly isSameUrl: (first: string, second: string) => boolean;
}

/** `taken`: the address was registered by someone else in the meantime. */
export type RegistrationOutcome =
	| { readonly verdict: 'registered'; readonly webhook: NewWebhook }
	| { readonly verdict: 'taken'; readonly by: ListedWebhook };

/** What a failed registration means for the webhook. */
type Failure =
	/** It was not registered, and another attempt may succeed. */
	| 'passing'
	/** It may have been registered, and its secret is lost. */
	| 'unclear'
	| 'taken'
	| 'final';

/**
 * Registers an address so that at most one webhook of ours exists afterwards. Spectrum shows a secret only once. If the
 * answer is lost, a webhook that has appeared since is ours but useless, so it is removed and registered again.
 */
export async function registerOnce(attempt: RegistrationAttempt): Promise<RegistrationOutcome> {
	const { registry, retries, url } = attempt;
	let mayBeThere = false;
	for (;;) {
		const outcome = await outcomeOf(() => registry.register(url));
		if (outcome.ok) return { verdict: 'registered', webhook: outcome.value };
		const failure = failureOf(outcome.error);
		if (failure === 'final') throw outcome.error;
		if (failure === 'unclear') mayBeThere = true;
		if (failure === 'taken') {
			const there = await appeared(attempt);
			// It is taken but not listed, so its owner is not known.
			if (there === undefined) throw outcome.error;
			if (!mayBeThere) return { verdict: 'taken', by: there };
		}
		const mayGoOn = await retries.wait(outcome.error);
		const cleanUp = await outcomeOf(async () => {
			if (mayBeThere) await removeLost(attempt);
		});
		if (!mayGoOn) throw outcome.error;
		if (!cleanUp.ok) throw cleanUp.error;
	}
}

/** Removes the webhook whose answer was lost, when there is one. */
async function removeLost(attempt: RegistrationAttempt): Promise<void> {
	const lost = await appeared(attempt);
	if (lost === undefined) return;
	await attempt.retries.repeat(() => removeIfThere(attempt.registry, lost.id));
}

/** Removes a webhook. A webhook that no longer exists counts as removed. */
export async function removeIfThere(registry: WebhookRegistry, id: string): Promise<void> {
	const outcome = await outcomeOf(() => registry.remove(id));
	if (!outcome.ok && outcome.error.kind !== 'notFound') throw outcome.error;
}

/** The webhook of the address that has appeared since the attempt began. */
async function appeared({ registry, retries, url, before, isSameUrl }: RegistrationAttempt): Promise<ListedWebhook | undefined> {
	const listed = await retries.repeat(() => registry.list());
	return listed.find(({ id, webhookUrl }) => isSameUrl(webhookUrl, url) && !before.some((earlier) => earlier.id === id));
}

function failureOf(error: SpectrumError): Failure {
	if (error.kind === 'duplicate') return 'taken';
	// By answering 429, the server says that it did nothing.
	if (error.kind === 'quota') return 'passing';
	// It succeeded, but its body could not be read.
	if (error.kind === 'protocol' && error.status?.startsWith('HTTP 2') === true) return 'unclear';
	return isPassingOrTimeout(error) ? 'unclear' : 'final';
}
