import { acceptedSecrets, acceptedStandardSecrets, type KeptWebhook } from './keptWebhook';
import { verifySignature, type SignatureVerdict } from './signature';
import { isStandardSecret, verifyStandardSignature } from './standardSignature';

/** A request with the signatures of both generations, as far as it has them. */
export interface DeliveryRequest {
	/** The bytes as they arrived. A body that was parsed and written again has another signature. */
	readonly body: Uint8Array;
	/** `X-Spectrum-Timestamp` and `X-Spectrum-Signature`. */
	readonly v0: { readonly timestamp?: string; readonly signature?: string };
	/** `webhook-id`, `webhook-timestamp` and `webhook-signature`. */
	readonly standard: { readonly id?: string; readonly timestamp?: string; readonly signature?: string };
}

/** Secrets by the signature that they make. */
export interface HeldSecrets {
	readonly v0: readonly string[];
	readonly standard: readonly string[];
	/** Secrets that make v0 signatures, or those of Standard Webhooks, and do not say which. */
	readonly either: readonly string[];
}

export interface Verification {
	readonly verdict: SignatureVerdict;
	/** `webhook-id`, when the delivery is accepted and a signature covers it. */
	readonly deliveryId?: string;
	/** False when the request has a signature for which no secret is held. */
	readonly isComplete: boolean;
}

/** The secrets that the node keeps. */
export function keptSecrets(kept: KeptWebhook | undefined, now: number): HeldSecrets {
	return { v0: acceptedSecrets(kept, now), standard: acceptedStandardSecrets(kept, now), either: [] };
}

/**
 * The secret that a person has put into the credential. A 64-character one signs v0. One that begins with `whsec_` may be
 * either: older registrations called the v0 secret so, and it is used as given then.
 */
export function secretsByHand(secret: string): HeldSecrets {
	if (secret === '') return { v0: [], standard: [], either: [] };
	return isStandardSecret(secret) ? { v0: [], standard: [], either: [secret] } : { v0: [secret], standard: [], either: [] };
}

export function joinSecrets(one: HeldSecrets, other: HeldSecrets): HeldSecrets {
	return {
		v0: [...one.v0, ...other.v0],
		standard: [...one.standard, ...other.standard],
		either: [...one.either, ...other.either],
	};
}

/**
 * Judges one delivery. Every signature for which a secret is held must be right, and at least one must be there: Spectrum
 * signs in one way or in both, and the sender of a request must not be able to choose the one that is not checked.
 */
export function verifyDelivery({ body, v0, standard }: DeliveryRequest, held: HeldSecrets, now: number): Verification {
	const hasV0 = v0.signature !== undefined;
	const hasStandard = standard.signature !== undefined;
	// Where both are there, such a secret is that of the newer one: a registration that has both calls only that one so.
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

/** A forgery before everything else, so that a stranger learns nothing about this clock. */
function worst(verdicts: readonly SignatureVerdict[]): SignatureVerdict {
	if (verdicts.length === 0 || verdicts.includes('badSignature')) return 'badSignature';
	return verdicts.find((verdict) => verdict !== 'accepted') ?? 'accepted';
}
