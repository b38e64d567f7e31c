import type { DisabledWebhook } from '../auth/payloads';
import type { Clock } from '../timing/clock';
import { SpectrumError, type ErrorKind } from '../errors/SpectrumError';
import { whyDisabled } from './disabled';
import { formerAfter, isOfOtherAccount, type StoredWebhook, type OwnWebhook } from './storedWebhook';
import { outcomeOf } from '../errors/outcome';
import { isPassingOrTimeout } from '../errors/passing';
import { RetryWindow } from './retryWindow';
import { parsePublicUrl } from './publicUrl';
import { registerOnce, removeIfThere } from './registerOnce';
import type { ListedWebhook, WebhookRegistry } from './registry';
import { present } from '../values/present';

/** One webhook address of one node, with everything that is needed to manage it. */
export interface Registration {
	readonly registry: WebhookRegistry;
	readonly clock: Clock;
	/** The account of the credential. Absent: it counts as the one that registered what is stored. */
	readonly account?: string;
	/** The address that Spectrum is to deliver to. */
	readonly url: string;
	/**
	 * `test` while the editor listens. That address exists for two minutes and is never registered by hand, so a webhook
	 * found there is left over from a test that did not end properly.
	 */
	readonly purpose: 'production' | 'test';
	/** Whether the credential holds the secret of a webhook registered by hand. */
	readonly hasSecretByHand: boolean;
	/** For the jitter between attempts; default Math.random. */
	readonly random?: () => number;
}

/** How long a check and a removal keep trying, in milliseconds. The start of n8n and a deactivation wait for them. */
const checkRetryMilliseconds = 5_000;
const removalRetryMilliseconds = 10_000;

/** The failures of a control plane that cannot enable webhooks: it has no such route, or no such method. */
const refusesToEnable: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['notFound', 'invalid']);

/** `unverified`: the node holds a registration, but cannot ask Spectrum about it now. */
export type CheckVerdict = 'present' | 'unverified' | 'missing';

/**
 * The result of a removal, with what to store. `failed` keeps the registration, so that the next activation finds it again.
 * `left` keeps it too, because it has another address: the data may be a copy from another n8n that still uses the webhook.
 * The two cannot be distinguished, because a restored backup has the same encryption key and therefore the same id.
 * `foreign` keeps it because the credential is now one of another account, which cannot remove it.
 */
export type Removal =
	| { readonly verdict: 'removed' | 'notOurs'; readonly stored: StoredWebhook | undefined }
	| { readonly verdict: 'left' | 'foreign'; readonly stored: OwnWebhook }
	| { readonly verdict: 'failed'; readonly stored: OwnWebhook; readonly error: SpectrumError };

/** The result of a registration. */
export interface Registered {
	readonly stored: StoredWebhook;
	/** The webhook that was stored before, which is still registered at another address. */
	readonly left?: ListedWebhook;
	/** The webhook of the address was disabled. It was enabled, or another one was registered in its place. */
	readonly reactivated?: Reactivated;
}

export interface Reactivated {
	readonly disabled: DisabledWebhook;
	readonly by: 'enabling' | 'registering';
}

/**
 * Whether the node's webhook is still registered and enabled; a disabled webhook brings nothing. If Spectrum does not
 * answer, a registration that the node holds counts as `unverified` and stays: dropping it would turn a passing failure at
 * the start of n8n into lost messages.
 */
export async function checkWebhook(stored: StoredWebhook | undefined, registration: Registration): Promise<CheckVerdict> {
	assertPublic(registration.url);
	if (!canVerify(stored, registration)) return 'missing';
	const retries = new RetryWindow(registration.clock, registration.random, checkRetryMilliseconds);
	const listed = await outcomeOf(() => retries.repeat(() => registration.registry.list()));
	if (listed.ok) {
		const there = listed.value.find(({ id, webhookUrl }) => id === stored.webhookId && isSameUrl(webhookUrl, registration.url));
		return there !== undefined && there.disabled === undefined ? 'present' : 'missing';
	}
	if (isPassingOrTimeout(listed.error)) return 'unverified';
	throw listed.error;
}

/**
 * Registers the address. An existing webhook of the address is used and enabled instead if its secret is known. Lost answers
 * leave no webhook behind, and webhooks of other addresses are not touched.
 */
export async function createWebhook(stored: StoredWebhook | undefined, registration: Registration): Promise<Registered> {
	assertPublic(registration.url);
	const retries = new RetryWindow(registration.clock, registration.random);
	const before = await retries.repeat(() => registration.registry.list());
	const left = before.find(
		({ id, webhookUrl }) => stored?.state === 'own' && id === stored.webhookId && !isSameUrl(webhookUrl, registration.url),
	);
	const registered = await register(stored, registration, retries, before);
	return left === undefined ? registered : { ...registered, left };
}

async function register(
	stored: StoredWebhook | undefined,
	registration: Registration,
	retries: RetryWindow,
	before: readonly ListedWebhook[],
): Promise<Registered> {
	const { registry, url } = registration;
	const there = before.find(({ webhookUrl }) => isSameUrl(webhookUrl, url));
	if (there !== undefined) {
		if (stored?.state === 'own' && stored.webhookId === there.id) return await reactivated(stored, there, registration, retries, before);
		if (registration.purpose === 'production') return await adopted(there, stored, registration, retries);
		await retries.repeat(() => removeIfThere(registry, there.id));
	}
	return await registerNew(stored, registration, retries, before);
}

async function registerNew(
	stored: StoredWebhook | undefined,
	registration: Registration,
	retries: RetryWindow,
	before: readonly ListedWebhook[],
): Promise<Registered> {
	const { registry, clock, url } = registration;
	const since = clock.now();
	const outcome = await registerOnce({ registry, retries, url, before, isSameUrl });
	if (outcome.verdict === 'taken') return await adopted(outcome.by, stored, registration, retries);
	const { id: webhookId, signingSecret: secret, standardSigningSecret: standardSecret } = outcome.webhook;
	return {
		stored: {
			state: 'own',
			webhookId,
			secret,
			...present({ standardSecret }),
			url,
			since: Math.max(since, (stored?.since ?? 0) + 1),
			...formerStillValid(stored, registration),
		},
	};
}

/** The node's own webhook, enabled. If the control plane cannot enable it, a new webhook replaces it. */
async function reactivated(
	stored: OwnWebhook,
	{ id, disabled }: ListedWebhook,
	registration: Registration,
	retries: RetryWindow,
	before: readonly ListedWebhook[],
): Promise<Registered> {
	if (disabled === undefined) return { stored };
	const { registry } = registration;
	const enabling = await outcomeOf(() => retries.repeat(() => registry.enable(id)));
	if (enabling.ok) return { stored, reactivated: { disabled, by: 'enabling' } };
	if (!refusesToEnable.has(enabling.error.kind)) throw enabling.error;
	await retries.repeat(() => removeIfThere(registry, id));
	const registered = await registerNew(
		stored,
		registration,
		retries,
		before.filter((other) => other.id !== id),
	);
	return { ...registered, reactivated: { disabled, by: 'registering' } };
}

/** Removes only the webhook that the node registered for this address, by its id. */
export async function removeWebhook(
	stored: StoredWebhook | undefined,
	registration: Pick<Registration, 'registry' | 'clock' | 'random' | 'account' | 'url'>,
): Promise<Removal> {
	const { registry, clock, random, account, url } = registration;
	if (stored?.state !== 'own') {
		const mayStillSign = stored?.state === 'removed' && formerAfter(stored, clock.now()).former !== undefined;
		return { verdict: 'notOurs', stored: mayStillSign ? stored : undefined };
	}
	// The other account would answer that there is no such webhook.
	if (isOfOtherAccount(stored, account)) return { verdict: 'foreign', stored };
	if (!isSameUrl(stored.url, url)) return { verdict: 'left', stored };
	const retries = new RetryWindow(clock, random, removalRetryMilliseconds);
	const removal = await outcomeOf(() => retries.repeat(() => removeIfThere(registry, stored.webhookId)));
	if (!removal.ok) return { verdict: 'failed', stored, error: removal.error };
	const now = clock.now();
	return {
		verdict: 'removed',
		stored: { state: 'removed', url: stored.url, since: Math.max(now, stored.since + 1), ...formerAfter(stored, now) },
	};
}

/** Refuses an address that Spectrum cannot deliver to, before anything is registered. */
function assertPublic(url: string): void {
	const parsed = parsePublicUrl(url);
	if (parsed.ok) return;
	throw new SpectrumError({
		kind: 'invalid',
		message: `Spectrum cannot deliver to this n8n: its webhook address ${url} ${parsed.problem}`,
		advice:
			'Spectrum delivers to public https:// addresses only. Set N8N_WEBHOOK_URL, in older versions of n8n WEBHOOK_URL, to the public address, for example https://n8n.example.com/. On a computer without one, open a tunnel (such as cloudflared or ngrok) and set it to the address of the tunnel.',
	});
}

/** Whether the node holds what it needs to verify deliveries to this address. */
function canVerify(
	stored: StoredWebhook | undefined,
	{ account, url, hasSecretByHand }: Registration,
): stored is Exclude<StoredWebhook, { state: 'removed' }> {
	if (stored === undefined || stored.state === 'removed' || !isSameUrl(stored.url, url)) return false;
	if (isOfOtherAccount(stored, account)) return false;
	return stored.state === 'own' || hasSecretByHand;
}

/** The webhook that a person has registered, enabled. It cannot be replaced, because its secret is in the credential. */
async function adopted(
	{ id, disabled }: ListedWebhook,
	stored: StoredWebhook | undefined,
	registration: Registration,
	retries: RetryWindow,
): Promise<Registered> {
	const { registry, url, clock } = registration;
	if (!registration.hasSecretByHand) throw unknownSecret(url, id);
	if (disabled !== undefined) {
		const enabling = await outcomeOf(() => retries.repeat(() => registry.enable(id)));
		if (!enabling.ok) throw notEnabled(id, disabled, enabling.error);
	}
	return {
		stored: {
			state: 'byHand',
			webhookId: id,
			url,
			since: Math.max(clock.now(), (stored?.since ?? 0) + 1),
			...formerStillValid(stored, registration),
		},
		...(disabled === undefined ? {} : { reactivated: { disabled, by: 'enabling' } }),
	};
}

function unknownSecret(url: string, webhookId: string): SpectrumError {
	return new SpectrumError({
		kind: 'duplicate',
		message: `Spectrum already delivers to ${url}, through a webhook (${webhookId}) whose signing secret this node does not know`,
		advice:
			'Remove that webhook in the Spectrum dashboard and publish the workflow again; the node then registers its own. Or put the signing secret of that webhook into the credential, as "Webhook Signing Secret".',
	});
}

function notEnabled(webhookId: string, disabled: DisabledWebhook, error: SpectrumError): SpectrumError {
	return new SpectrumError({
		...error,
		message: `The webhook ${webhookId}, which was registered by hand, is disabled (${whyDisabled(disabled)}) and could not be enabled: ${error.message}`,
		advice: 'Enable it in the Spectrum dashboard, then publish the workflow again.',
		cause: error,
	});
}

/**
 * The former secret, unless it signs the deliveries of another address or of another account: what those bring would count
 * as messages of the new account, and would be answered from its numbers.
 */
function formerStillValid(stored: StoredWebhook | undefined, registration: Registration): ReturnType<typeof formerAfter> {
	if (stored === undefined || !isSameUrl(stored.url, registration.url)) return {};
	const { former } = formerAfter(stored, registration.clock.now());
	return former === undefined || isOfOtherAccount(former, registration.account) ? {} : { former };
}

/** Compares addresses in their normal form, because the server may write them differently. */
function isSameUrl(first: string, second: string): boolean {
	return first === second || (URL.canParse(first) && URL.canParse(second) && new URL(first).href === new URL(second).href);
}
