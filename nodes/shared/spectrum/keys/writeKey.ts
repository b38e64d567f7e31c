import { hashOfParts } from './hash';
import type { WriteSource } from './writeSource';

/** What makes one write of one workflow run this write and no other. */
export interface WriteOrigin {
	readonly workflowId: string;
	/** Stays the same when the node is renamed, and belongs to no other node. */
	readonly nodeId: string;
	readonly operation: string;
	/** What no other execution has, and this one keeps through retries and waits. */
	readonly execution: readonly string[];
	/**
	 * The event that the item came from, where an event has started the execution. It takes the place of the execution:
	 * an event whose run is repeated, after a crash or by hand, is answered once.
	 */
	readonly eventId?: string;
	/** Which of several parallel ways of the workflow it came on; empty where there is one. */
	readonly branch: string;
	/** Where it goes: whatever else is the same, a write to another recipient is another one. */
	readonly target: string;
	/** Which one it is of the execution's writes that are the same in everything else, from 0. */
	readonly place: number;
	/** The run of the node from which on places were counted, where nothing is known of the runs before it. */
	readonly since?: number;
	/** The resolved arguments, where they tell writes apart. */
	readonly said?: string;
	/** The user's own key. It takes the place of execution, event, branch, place and arguments. */
	readonly userKey?: string;
}

/** Gives the key of each step of one item's operation. */
export interface WriteKey {
	(step: string): string;
	/** Where the write comes from. Absent: unknown, and nothing is compared with what the key was used for before. */
	readonly source?: WriteSource;
}

/**
 * Keys that are the same when n8n repeats an attempt, and different for everything else. The same text is sent as
 * `x-idempotency-key` and `client_message_id`, so that whichever of them a server honours, a repeat is recognised.
 */
export function writeKey(origin: WriteOrigin, source?: WriteSource): WriteKey {
	const { workflowId, nodeId, operation, target } = origin;
	const cause = origin.eventId === undefined ? ['run', ...origin.execution] : ['event', origin.eventId];
	const bound =
		origin.userKey === undefined
			? [...cause, origin.branch, target, origin.place, origin.since ?? '', origin.said ?? '']
			: ['key', origin.userKey, target];
	return from((step) => hashOfParts([workflowId, nodeId, operation, step, ...bound]), source);
}

/** The keys of a part of the operation that has steps of its own. */
export function stepsOf(key: WriteKey, part: string): WriteKey {
	return from((step) => key(`${part}:${step}`), key.source);
}

function from(key: (step: string) => string, source: WriteSource | undefined): WriteKey {
	return Object.assign(key, source === undefined ? {} : { source });
}
