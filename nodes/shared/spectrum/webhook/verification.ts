import { acceptedSecrets, acceptedStandardSecrets, type StoredWebhook } from './storedWebhook';
import { verifySignature, type SignatureVerdict } from './signature';
import { isStandardSecret, verifyStandardSignature } from './standardSignature';

/** A request with its signatures: v0, Standard Webhooks, or both. */
export interface DeliveryRequest {
	/** The bytes as they arrived. A body that was parsed and written again no longer matches its signature. */
	readonly body: Uint8Array;
	/** `X-Spectrum-Timestamp` and `X-Spectrum-Signature`. */
	readonly v0: { readonly timestamp?: string; readonly signature?: string };
	/** `webhook-id`, `webhook-timestamp` and `webhook-signature`. */
	readonly standard: { readonly id?: string; readonly timestamp?: string; readonly signature?: string };
}

/** Secrets, grouped by the signature that they make. */
export interface KnownSecrets {
	readonly v0: readonly string[];
	readonly standard: readonly string[];
	/** Secrets whose text does not show whether they make v0 signatures or those of Standard Webhooks. */
	readonly either: readonly string[];
}

export interface Verification {
	readonly verdict: SignatureVerdict;
	/** `webhook-id`, when the delivery is accepted and a signature covers it. */
	readonly deliveryId?: string;
	/** False when the request has a signature for which no secret is held. */
	readonly isComplete: boolean;
}

/** The secrets that the node has stored. */
export function ownSecrets(stored: StoredWebhook | undefined, now: number): KnownSecrets {
	return { v0: acceptedSecrets(stored, now), standard: acceptedStandardSecrets(stored, now), either: [] };
}

/**
 * The secret that a person has put into the credential. A secret of 64 characters signs v0. A secret that begins with
 * `whsec_` may make either signature: older registrations gave the v0 secret this prefix, and then the whole text is the key.
 */
export function secretsByHand(secret: string): KnownSecrets {
	if (secret === '') return { v0: [], standard: [], either: [] };
	return isStandardSecret(secret) ? { v0: [], standard: [], either: [secret] } : { v0: [secret], standard: [], either: [] };
}

export function joinSecrets(one: KnownSecrets, other: KnownSecrets): KnownSecrets {
	return {
		v0: [...one.v0, ...other.v0],
		standard: [...one.standard, ...other.standard],
		either: [...one.either, ...other.either],
	};
}

/**
 * Verifies one delivery. Every signature for which a secret is held must be right, and there must be at least one. Spectrum
 * sends one signature or both, and a forger must not be able to choose the one that is not checked.
 */
export function verifyDelivery({ body, v0, standard }: DeliveryRequest, held: KnownSecrets, now: number): Verification {
	const hasV0 = v0.signature !== undefined;
	const hasStandard = standard.signature !== undefined;
	// If both are present, such a secret is for Standard Webhooks: a registration with both secrets uses the prefix only there.
	const checksV0 = hasV0 && (held.v0.length > 0 || (!hasStandard && held.either.length > 0));
	const checksStandard = hasStandard && (held.standard.length > 0 || held.either.length > 0);
	const verdicts: SignatureVerdict[] = [];
	if (checksV0) verdicts.push(verifySignature({ body, ...v0 }, [...held.v0, ...held.either], now));
	if (checksStandard) verdicts.push(verifyStandardSignature({ body, ...standard }, [...held.standard, ...held.either], now));
	const verdict = worst(verdicts);
	return {
		verdict,
		...(verdict === 'accepted' && checksStandard && standard.id !== undefined ? { deliveryId: standard.id } : {}),
		isComplete: hasV0 === checksV0 && hasStandard === checksStandard,
	};
}

/** The verdict on all signatures. A forgery comes first, so that a stranger learns nothing about this clock. */
function worst(verdicts: readonly SignatureVerdict[]): SignatureVerdict {
	if (verdicts.length === 0 || verdicts.includes('badSignature')) return 'badSignature';
	return verdicts.find((verdict) => verdict !== 'accepted') ?? 'accepted';
}
