import { present } from '../values/present';

/** How long the secret of a webhook that was replaced or removed is still accepted, in milliseconds. */
export const formerSecretMilliseconds = 15 * 60 * 1_000;

/** The secret of the registration before this one. */
export interface FormerSecret {
	readonly webhookId: string;
	readonly secret: string;
	/** For the signatures of Standard Webhooks. Absent if the registration gave none. */
	readonly standardSecret?: string;
	/** The account that registered it. Absent if it was not stored. */
	readonly account?: string;
	/** Milliseconds since the epoch. */
	readonly until: number;
}

/** What every state has. */
interface Common {
	/** The address that was registered. */
	readonly url: string;
	/** The account that registered it. Absent if it was not stored. */
	readonly account?: string;
	/** When this state began, in milliseconds since the epoch. */
	readonly since: number;
	readonly former?: FormerSecret;
}

/**
 * What a node stores about one webhook address, as JSON. Copies and backups of a workflow contain it.
 *
 * - `own`: the node registered the webhook, and removes it only while the node still has that address. `secret` makes v0
 *   signatures, `standardSecret` those of Standard Webhooks. Older registrations have no `standardSecret`.
 * - `byHand`: a person registered the webhook and put its secret into the credential. The node never removes it.
 * - `removed`: only the former secret is left.
 */
export type StoredWebhook =
	| (Common & { readonly state: 'own'; readonly webhookId: string; readonly secret: string; readonly standardSecret?: string })
	| (Common & { readonly state: 'byHand'; readonly webhookId: string })
	| (Common & { readonly state: 'removed' });

/** A registration that the node made. */
export type OwnWebhook = Extract<StoredWebhook, { state: 'own' }>;

type Secrets = Pick<FormerSecret, 'secret' | 'standardSecret'>;

/** The secrets that may have made the v0 signature of a delivery now: the current one, then the former one. */
export function acceptedSecrets(stored: StoredWebhook | undefined, now: number): string[] {
	return currentAndFormer(stored, now).map(({ secret }) => secret);
}

/** The same for the signatures of Standard Webhooks. */
export function acceptedStandardSecrets(stored: StoredWebhook | undefined, now: number): string[] {
	return currentAndFormer(stored, now).flatMap(({ standardSecret }) => standardSecret ?? []);
}

function currentAndFormer(stored: StoredWebhook | undefined, now: number): Secrets[] {
	if (stored === undefined) return [];
	const current = stored.state === 'own' ? [stored] : [];
	return stored.former !== undefined && stored.former.until > now ? [...current, stored.former] : current;
}

/** The former secret of the next state. Its time begins when it stops being the current secret. */
export function formerAfter(stored: StoredWebhook | undefined, now: number): { former?: FormerSecret } {
	if (stored?.state === 'own') {
		const { webhookId, secret, standardSecret, account } = stored;
		const until = now + formerSecretMilliseconds;
		return { former: { webhookId, secret, ...present({ standardSecret, account }), until } };
	}
	return stored?.former !== undefined && stored.former.until > now ? { former: stored.former } : {};
}

/** Whether something was registered by another account than this one. What is not known counts as the same. */
export function isOfOtherAccount(stored: Pick<Common, 'account'>, account: string | undefined): boolean {
	return stored.account !== undefined && account !== undefined && stored.account !== account;
}

/** The later of two states. */
export function latest(first: StoredWebhook | undefined, second: StoredWebhook | undefined): StoredWebhook | undefined {
	if (first === undefined || second === undefined) return first ?? second;
	return second.since > first.since ? second : first;
}

/** Reads the stored state. Undefined for a value that no version of this pack has written. */
export function readStoredWebhook(value: unknown): StoredWebhook | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { state, url, since, webhookId, secret } = value as Partial<Record<string, unknown>>;
	const isBase = typeof url === 'string' && typeof since === 'number';
	const isKnown =
		state === 'removed' ||
		(state === 'byHand' && typeof webhookId === 'string') ||
		(state === 'own' && typeof webhookId === 'string' && typeof secret === 'string');
	return isBase && isKnown ? (value as StoredWebhook) : undefined;
}
