import type { NewWebhook } from '../auth/payloads';
import type { SpectrumError } from '../errors/SpectrumError';
import { isPassing, settle, type Patience } from './patience';
import type { ListedWebhook, WebhookRegistry } from './registry';

/** One registration, and what was there before it. */
export interface RegistrationAttempt {
	readonly registry: WebhookRegistry;
	readonly patience: Patience;
	readonly url: string;
	/** What was listed before. None of it has the URL. */
	readonly before: readonly ListedWebhook[];
	readonly isSameUrl: (first: string, second: string) => boolean;
}

/** `taken`: somebody else registered the address meanwhile. */
export type RegistrationOutcome =
	| { readonly verdict: 'registered'; readonly webhook: NewWebhook }
	| { readonly verdict: 'taken'; readonly by: ListedWebhook };

/** What the failure of a registration says about the webhook. */
type Failure =
	/** It was certainly not registered, and trying again may help. */
	| 'passing'
	/** It may have been registered, and its secret is lost. */
	| 'unclear'
	| 'taken'
	| 'final';

/**
 * Registers an address so that at most one webhook of ours exists afterwards. A secret is shown once: when the answer
 * is lost, the webhook that has appeared since is ours and useless, so it is removed and registered anew.
 */
export async function registerOnce(attempt: RegistrationAttempt): Promise<RegistrationOutcome> {
	const { registry, patience, url } = attempt;
	let mayBeThere = false;
	for (;;) {
		const outcome = await settle(() => registry.register(url));
		if (outcome.ok) return { verdict: 'registered', webhook: outcome.value };
		const failure = failureOf(outcome.error);
		if (failure === 'final') throw outcome.error;
		if (failure === 'unclear') mayBeThere = true;
		if (failure === 'taken') {
			const there = await appeared(attempt);
			// Not listed although it is taken: nothing here can tell whose it is.
			if (there === undefined) throw outcome.error;
			if (!mayBeThere) return { verdict: 'taken', by: there };
		}
		const mayGoOn = await patience.wait(outcome.error);
		const cleanUp = await settle(async () => {
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
	await attempt.patience.repeat(() => removeIfThere(attempt.registry, lost.id));
}

/** Removes a webhook; one that is gone already counts as removed. */
export async function removeIfThere(registry: WebhookRegistry, id: string): Promise<void> {
	const outcome = await settle(() => registry.remove(id));
	if (!outcome.ok && outcome.error.kind !== 'notFound') throw outcome.error;
}

/** The webhook of the address that was not there before. */
async function appeared({ registry, patience, url, before, isSameUrl }: RegistrationAttempt): Promise<ListedWebhook | undefined> {
	const listed = await patience.repeat(() => registry.list());
	return listed.find(
		({ id, webhookUrl }) => isSameUrl(webhookUrl, url) && !before.some((earlier) => earlier.id === id),
	);
}

function failureOf(error: SpectrumError): Failure {
	if (error.kind === 'duplicate') return 'taken';
	// 429 is an answer: the server says that it did nothing.
	if (error.kind === 'quota') return 'passing';
	// A success whose body could not be read.
	if (error.kind === 'protocol' && error.status?.startsWith('HTTP 2') === true) return 'unclear';
	return isPassing(error) ? 'unclear' : 'final';
}
