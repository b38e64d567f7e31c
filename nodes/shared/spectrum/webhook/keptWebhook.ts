import { present } from '../values/present';
/** How long the secret of a webhook that was replaced or removed is still accepted, in milliseconds. */
export const formerSecretMilliseconds = 15 * 60 * 1_000;

/** The secret of the registration before this one. */
export interface FormerSecret {
	readonly webhookId: string;
	readonly secret: string;
	/** Of the signatures of Standard Webhooks; absent where the registration gave none. */
	readonly standardSecret?: string;
	/** Milliseconds since the epoch. */
	readonly until: number;
}

interface Kept {
	/** The address that was registered. */
	readonly url: string;
	/** The account that it was registered with; absent where nobody noted it. */
	readonly account?: string;
	/** When this state began, in milliseconds since the epoch. */
	readonly since: number;
	readonly former?: FormerSecret;
}

/**
 * What a node keeps of one webhook address, as JSON. It travels with copies and backups of a workflow. `own`: registered
 * by the node, which removes it only while it has that very address; `secret` signs v0, `standardSecret` the signatures of
 * Standard Webhooks, which older registrations do not have. `byHand`: registered by a person, whose credential
 * holds the secret; never removed. `removed`: only the former secret is left.
 */
export type KeptWebhook =
	| (Kept & { readonly state: 'own'; readonly webhookId: string; readonly secret: string; readonly standardSecret?: string })
	| (Kept & { readonly state: 'byHand'; readonly webhookId: string })
	| (Kept & { readonly state: 'removed' });

/** A registration that the node made. */
export type OwnWebhook = Extract<KeptWebhook, { state: 'own' }>;

type Secrets = Pick<FormerSecret, 'secret' | 'standardSecret'>;

/** The secrets that may have signed a delivery now by v0: the current one, then the one before it. */
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

/** What the next state keeps as the secret before it. Its time begins when it stops being the current one. */
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

/** Reads what was stored; undefined for what no version of this pack has written. */
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
