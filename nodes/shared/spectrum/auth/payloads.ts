import { asList, asObject, asText, optionalLabel, optionalText, PayloadFault, type Fields } from './payloadFields';

/** Tokens from the control plane, with the whole inventory each time. */
export type MintedTokens =
	| { readonly plan: 'shared'; readonly token: string; readonly expiresInSeconds: number }
	| { readonly plan: 'dedicated'; readonly instances: readonly MintedInstance[]; readonly expiresInSeconds: number };

/** One dedicated line in a minted payload. */
export interface MintedInstance {
	readonly id: string;
	/** Absent while the line is being set up. */
	readonly token?: string;
	/** E.164. Absent while the line has no number yet. */
	readonly phone?: string;
}

/** A registered webhook. The secret is never listed. */
export interface WebhookRegistration {
	readonly id: string;
	readonly webhookUrl: string;
	readonly createdAt?: string;
	readonly updatedAt?: string;
	/** Present when Spectrum has stopped deliveries to it and does not resume them by itself. */
	readonly disabled?: DisabledWebhook;
}

/** Why and since when a webhook is disabled. Facts that the control plane does not give are absent. */
export interface DisabledWebhook {
	/** `manual`, `receiver_gone`, `delivery_failures`, or a newer value. */
	readonly reason?: string;
	/** ISO 8601. */
	readonly at?: string;
}

/** The answer to a registration: the only time that the secret is shown. */
export interface NewWebhook {
	readonly id: string;
	readonly signingSecret: string;
	/** The secret for signatures of Standard Webhooks. Older control planes give none. */
	readonly standardSigningSecret?: string;
}

export function parseTokens(data: unknown): MintedTokens {
	const fields = asObject(data, 'data');
	const expiresInSeconds = fields.expiresIn;
	if (typeof expiresInSeconds !== 'number' || !Number.isFinite(expiresInSeconds) || expiresInSeconds <= 0) {
		throw new PayloadFault('data.expiresIn is not a number of seconds');
	}
	if (fields.type === 'shared') {
		return { plan: 'shared', token: asText(fields.token, 'data.token'), expiresInSeconds };
	}
	if (fields.type === 'dedicated') {
		const numbers = fields.numbers === undefined ? {} : asObject(fields.numbers, 'data.numbers');
		const instances = Object.entries(asObject(fields.auth, 'data.auth')).map(([id, token]) => ({
			id,
			token: optionalText(token),
			phone: optionalLabel(numbers[id]),
		}));
		// One line without a token must not take the others away.
		if (instances.length > 0 && instances.every(({ token }) => token === undefined)) {
			throw new PayloadFault('every token in data.auth is missing');
		}
		return { plan: 'dedicated', instances, expiresInSeconds };
	}
	throw new PayloadFault('data.type is neither shared nor dedicated');
}

/**
 * The contract names the entries but not their container, so a bare list and `{ webhooks }` are both read. What has no ID or no
 * URL is none of our webhooks: a project may have other things registered one day.
 */
export function parseWebhooks(data: unknown): WebhookRegistration[] {
	const list = Array.isArray(data) ? data : asList(asObject(data, 'data').webhooks, 'data.webhooks');
	const webhooks = list.flatMap((entry: unknown) => {
		const fields = asObject(entry, 'a webhook');
		const [id, webhookUrl] = [optionalText(fields.id), optionalText(fields.webhookUrl)];
		if (id === undefined || webhookUrl === undefined) return [];
		const { createdAt, updatedAt } = fields;
		return [{ id, webhookUrl, createdAt: optionalText(createdAt), updatedAt: optionalText(updatedAt), disabled: disabledOf(fields) }];
	});
	if (list.length > 0 && webhooks.length === 0) throw new PayloadFault('no webhook has an id and a webhookUrl');
	return webhooks;
}

export function parseNewWebhook(data: unknown): NewWebhook {
	const fields = asObject(data, 'data');
	return {
		id: asText(fields.id, 'data.id'),
		signingSecret: asText(fields.signingSecret, 'data.signingSecret'),
		standardSigningSecret: optionalText(fields.standardSigningSecret),
	};
}

/** Older control planes do not have this field, and never disable a webhook. */
function disabledOf({ status, enabled, disabledReason, disabledAt }: Fields): DisabledWebhook | undefined {
	if (status !== 'disabled' && enabled !== false) return undefined;
	return { reason: optionalText(disabledReason), at: optionalText(disabledAt) };
}
