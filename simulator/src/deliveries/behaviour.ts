/**
 * `july`: what the contract said first, six kinds of content and one signature. `november`: every kind that the vendor's
 * reader knows, and Standard Webhooks beside the old signature.
 */
export type Generation = 'july' | 'november';

/** How deliveries are signed. `both` is documented; production was seen to sign `v0` alone. */
export type SignatureSchemes = 'both' | 'v0' | 'standard';

/** What the contract leaves open about webhooks. May be changed at any time. */
export interface DeliveryBehaviour {
	/** `platform` in every delivery. Default `imessage`; older sources spell it `iMessage`. */
	deliveryPlatform: string;
	/** For registrations of November; those of July are signed v0 alone. Default `both`. */
	signatures: SignatureSchemes;
	/** Whether registrations of November also hear what the line itself sends, with `direction: outbound`. Default false. */
	deliversOwnMessages: boolean;
	/** Whether registering refuses with 422 what could not be delivered to: http, private and unknown hosts. Default false. */
	checksWebhookUrls: boolean;
	/** After so many lost messages in a row a webhook is disabled, with `delivery_failures`. Default `Infinity`. */
	disablesAfterFailures: number;
	/** Whether an answer of 410 disables the webhook, with `receiver_gone`. Default false. */
	disablesGoneReceivers: boolean;
}

export const usualDeliveries: DeliveryBehaviour = {
	deliveryPlatform: 'imessage',
	signatures: 'both',
	deliversOwnMessages: false,
	checksWebhookUrls: false,
	disablesAfterFailures: Number.POSITIVE_INFINITY,
	disablesGoneReceivers: false,
};
