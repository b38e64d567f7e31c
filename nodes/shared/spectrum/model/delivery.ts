import type { Message } from './message';

/**
 * How far a message of the line has come. Each value but `failed` is later than the one before it.
 *
 * - `pending`: accepted, and not sent yet
 * - `failed`: not sent; the message has Apple's error number
 * - `sent`: on its way, and not known to have arrived. An SMS stays here
 * - `deliveredQuietly`: arrived without an alert, for example because of a Focus
 * - `delivered`: arrived
 * - `read`: the recipient has read it, and lets others know
 * - `played`: the recipient has played the voice note
 */
export type DeliveryStatus = 'pending' | 'failed' | 'sent' | 'deliveredQuietly' | 'delivered' | 'read' | 'played';

/** What the status of a message is read from. */
export type DeliveryFacts = Pick<
	Message,
	'isFromMe' | 'type' | 'flags' | 'deliveredAt' | 'readAt' | 'playedAt' | 'sendErrorCode' | 'reaction'
>;

/** Undefined for a message of someone else, and for a row that is no message, such as a notice or a tapback. */
export function deliveryOf({
	isFromMe,
	type,
	flags,
	deliveredAt,
	readAt,
	playedAt,
	sendErrorCode,
	reaction,
}: DeliveryFacts): DeliveryStatus | undefined {
	if (!isFromMe || type !== 'normal' || flags.isSystemMessage || reaction !== undefined) return undefined;
	// The latest step counts. A server may have missed one before it, or keep the error of an earlier attempt.
	if (playedAt !== undefined) return 'played';
	if (readAt !== undefined) return 'read';
	if (flags.isDeliveredQuietly && !flags.didNotifyRecipient) return 'deliveredQuietly';
	if (flags.isDelivered || deliveredAt !== undefined) return 'delivered';
	if (sendErrorCode !== undefined) return 'failed';
	return flags.isSent ? 'sent' : 'pending';
}

/** Whether the message has arrived on a device of the recipient. */
export function hasArrived(status: DeliveryStatus | undefined): boolean {
	return status === 'deliveredQuietly' || status === 'delivered' || status === 'read' || status === 'played';
}
