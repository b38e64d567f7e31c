import { present } from '../values/present';

/** How long the secret of a webhook that was replaced or removed is still accepted, in milliseconds. */
export const formerSecretMilliseconds = 15 * 60 * 1_000;

/** The secret of the registration before this one. */
export interface FormerSecret {
	readonly webhookId: string;
	readonly secret: string;
	/** For the signatures of Standard Webhooks. Absent if the registration gave none. */
	readonly standardSecret?: string;
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
export type KeptWebhook =
	| (Common & { readonly state: 'own'; readonly webhookId: string; readonly secret: string; readonly standardSecret?: string })
	| (Common & { readonly state: 'byHand'; readonly webhookId: string })
	| (Common & { readonly state: 'removed' });

/** A registration that the node made. */
export type OwnWebhook = Extract<KeptWebhook, { state: 'own' }>;

type Secrets = Pick<FormerSecret, 'secret' | 'standardSecret'>;

/** The secrets that may have made the v0 signature of a delivery now: the current one, then the former one. */
export function acceptedSecrets(kept: KeptWebhook | undefined, now: number): string[] {
	return currentAndFormer(kept, now).map(({ secret }) => secret);
}

/** The same for the signatures of Standard Webhooks. */
export function acceptedStandardSecrets(kept: KeptWebhook | undefined, now: number): string[] {
	return currentAndFormer(kept, now).flatMap(({ standardSecret }) => standardSecret ?? []);
}

function currentAndFormer(kept: KeptWebhook | undefined, now: number): Secrets[] {
	if (kept === undefined) return [];
	const current = kept.state === 'own' ? [kept] : [];
	return kept.former !== undefined && kept.former.until > now ? [...current, kept.former] : current;
}

/** The former secret of the next state. Its time begins when it stops being the current secret. */
export function formerAfter(kept: KeptWebhook | undefined, now: number): { former?: FormerSecret } {
	if (kept?.state === 'own') {
		const { webhookId, secret, standardSecret } = kept;
		const until = now + formerSecretMilliseconds;
		return { former: { webhookId, secret, ...present({ standardSecret }), until } };
	}
	return kept?.former !== undefined && kept.former.until > now ? { former: kept.former } : {};
}

/** The later of two states. */
export function latest(first: KeptWebhook | undefined, second: KeptWebhook | undefined): KeptWebhook | undefined {
	if (first === undefined || second === undefined) return first ?? second;
	return second.since > first.since ? second : first;
}

/** Reads the stored state. Undefined for a value that no version of this pack has written. */
export function asKeptWebhook(value: unknown): KeptWebhook | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { state, url, since, webhookId, secret } = value as Partial<Record<string, unknown>>;
	const isBase = typeof url === 'string' && typeof since === 'number';
	const isKnown =
		state === 'removed' ||
		(state === 'byHand' && typeof webhookId === 'string') ||
		(state === 'own' && typeof webhookId === 'string' && typeof secret === 'string');
	return isBase && isKnown ? (value as KeptWebhook) : undefined;
}
