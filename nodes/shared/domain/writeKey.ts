import { hashOfParts } from './hash';

/** What makes one write of one workflow run this write and no other. */
export interface WriteOrigin {
	readonly workflowId: string;
	/** Stays the same when the node is renamed. */
	readonly nodeId: string;
	readonly operation: string;
	readonly executionId: string;
	/**
	 * The event that the item came from, where an event has started the execution. It takes the place of the execution:
	 * an event whose run is repeated, after a crash or by hand, is answered once.
	 */
	readonly eventId?: string;
	readonly runIndex: number;
	readonly itemIndex: number;
	/** The resolved arguments, when an AI calls the node as its tool. */
	readonly toolArguments?: string;
	/** The user's own key. It takes the place of execution, event, run, item and arguments. */
	readonly userKey?: string;
	/** Where a write with a user's key goes, so that one key for a whole list still reaches everyone on it. */
	readonly target: string;
}

/** Gives the key of each step of one item's operation. */
export type WriteKey = (step: string) => string;

/**
 * Keys that are the same when n8n repeats an attempt, and different for everything else. The same text is sent as
 * `x-idempotency-key` and `client_message_id`, so that whichever of them a server honours, a repeat is recognised.
 */
export function writeKey(origin: WriteOrigin): WriteKey {
	const { workflowId, nodeId, operation, target } = origin;
	const cause = origin.eventId === undefined ? ['run', origin.executionId] : ['event', origin.eventId];
	const bound =
		origin.userKey === undefined
			? [...cause, origin.runIndex, origin.itemIndex, origin.toolArguments ?? '']
			: ['key', origin.userKey, target];
	return (step) => hashOfParts([workflowId, nodeId, operation, step, ...bound]);
}
