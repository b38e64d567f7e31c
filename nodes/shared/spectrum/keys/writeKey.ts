import { hashOfParts } from './hash';
import type { WriteSource } from './writeSource';

/** What distinguishes a write of a workflow run from every other write. */
export interface WriteOrigin {
	readonly workflowId: string;
	/** Stays the same when the node is renamed, and belongs to no other node. */
	readonly nodeId: string;
	readonly operation: string;
	/** Identifies the execution. Stays the same through retries and waits. */
	readonly execution: readonly string[];
	/**
	 * The event that the item came from, if an event started the execution. It replaces the execution: an event whose run
	 * is repeated, after a crash or by hand, is answered once.
	 */
	readonly eventId?: string;
	/** The branch of the workflow that the item came through, if there are several in parallel. Otherwise empty. */
	readonly branch: string;
	/** The recipient. A write to another recipient is always another write. */
	readonly target: string;
	/** Number of this write among the execution's writes that are otherwise the same, from 0. */
	readonly occurrence: number;
	/** The run of the node from which writes are counted, if the runs before it are not known. */
	readonly since?: number;
	/** The resolved arguments as JSON, if they distinguish writes. */
	readonly resolvedArguments?: string;
	/** The user's own key. It replaces execution, event, branch, occurrence and arguments. */
	readonly userKey?: string;
}

/** Returns the key of each step of one item's operation. */
export interface WriteKey {
	(step: string): string;
	/** Where the write comes from. If absent, the write is not compared with an earlier one under the same key. */
	readonly source?: WriteSource;
}

/**
 * Makes the keys of one write. They are the same when n8n repeats an attempt, and different for every other write. The
 * same text is sent as `x-idempotency-key` and `client_message_id`, so that a server recognises a repeat by either.
 */
export function writeKey(origin: WriteOrigin, source?: WriteSource): WriteKey {
	const { workflowId, nodeId, operation, target } = origin;
	const cause = origin.eventId === undefined ? ['run', ...origin.execution] : ['event', origin.eventId];
	const bound =
		origin.userKey === undefined
			? [...cause, origin.branch, target, origin.occurrence, origin.since ?? '', origin.resolvedArguments ?? '']
			: ['key', origin.userKey, target];
	return from((step) => hashOfParts([workflowId, nodeId, operation, step, ...bound]), source);
}

/** The keys of a part of an operation that has steps of its own. */
export function stepsOf(key: WriteKey, part: string): WriteKey {
	return from((step) => key(`${part}:${step}`), key.source);
}

function from(key: (step: string) => string, source: WriteSource | undefined): WriteKey {
	return Object.assign(key, source === undefined ? {} : { source });
}
