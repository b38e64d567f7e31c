import type { IExecuteFunctions } from 'n8n-workflow';
import { hashOfParts } from '../../spectrum/keys/hash';
import type { Target } from '../../spectrum/model/target';
import { writeKey, type WriteKey } from '../../spectrum/keys/writeKey';
import { upstreamOf } from './branches';
import { occurrenceOfCall } from './callOccurrences';
import { executionOf, nodeOf } from '../run/engineRecord';
import { startingEvent } from '../parameters/incoming';
import { parameterOf } from '../parameters/parameterOf';
import { invalid } from '../parameters/parameters';
import { isToolCall } from '../run/toolCall';
import { type WriteOccurrence, occurrenceOfWrite } from './writeOccurrences';
import { sourceOf } from './writeSources';
import { unresolvedParameter } from '../parameters/unresolved';

/** Hex digits of a name: enough for the writes of one execution, and little to store with it. */
const nameLength = 24;

/** A node's description of one write. */
export interface WriteRequest {
	readonly itemIndex: number;
	readonly operation: string;
	readonly target: Target;
	/** The option *Idempotency key*, already resolved; empty means that there is none. */
	readonly userKey: string;
	/** Resolved arguments. Part of the key if {@link isIdempotent} is true. */
	readonly toolArguments: unknown;
	/** True when a repeat changes nothing, as for a tapback or a name. Default false. */
	readonly isIdempotent?: boolean;
	/**
	 * The target of an item's write, read without a call. Throws when the item's fields are wrong. With it, all items
	 * before this one are counted, even those that failed. Without it, only the items that got as far as this call are
	 * counted.
	 */
	readonly targetAt?: (itemIndex: number) => Target;
}

/**
 * The key of one item's write. n8n repeats a failed node within the same execution, and then every part of the key is the
 * same. If an event of the Trigger started the execution, the event replaces the execution: some hosts run an event again
 * when they could not record its end. The index of the node's run is not part of the key, because it may differ in a
 * repeated run.
 */
export function writeKeyFor(context: IExecuteFunctions, request: WriteRequest): WriteKey {
	const { itemIndex, operation } = request;
	const userKey = userKeyOf(context, request);
	const target = nameOf(request.target);
	// Writes that may be repeated are distinguished by their arguments. Without them, a write in another order would look
	// like an earlier one.
	const resolvedArguments = request.isIdempotent === true ? JSON.stringify(request.toolArguments) : undefined;
	const origin = {
		workflowId: context.getWorkflow().id ?? '',
		nodeId: nodeOf(context),
		operation,
		execution: executionOf(context),
		eventId: eventOf(context, itemIndex),
		branch: upstreamOf(context).branchOf(itemIndex),
		target,
		...occurrenceOf(context, request, resolvedArguments),
		resolvedArguments,
		userKey,
	};
	return writeKey(origin, sourceOf(context, itemIndex, userKey !== undefined));
}

/**
 * The event that the Trigger node itself gave. An item that was stored and is used by a later execution is another cause.
 * Undefined in the editor, where a person tries the same event several times and wants to see each write.
 */
function eventOf(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const mode = context.getMode();
	return mode === 'manual' || mode === 'evaluation' ? undefined : startingEvent(context, itemIndex);
}

/**
 * The option *Idempotency Key*. An option that was added but gives nothing is refused. Taken for "no key", every run
 * would send again.
 */
function userKeyOf(context: IExecuteFunctions, { itemIndex, userKey }: WriteRequest): string | undefined {
	const given = userKey.trim();
	refuseRounded(context, itemIndex);
	if (given !== '') return given;
	const unresolved = unresolvedParameter(context, 'options.idempotencyKey');
	if (unresolved === undefined) return undefined;
	throw invalid(
		itemIndex,
		'Idempotency Key',
		'is empty, so a repeat could not be recognised',
		typeof unresolved === 'string' ? unresolved : '',
		'{{ $json.orderId }}, with a field that every item has; or remove the option',
	);
}

/** A number has about 16 digits. Of two longer order numbers that became the same one, only the first would be sent. */
function refuseRounded(context: IExecuteFunctions, itemIndex: number): void {
	const found = parameterOf(context, 'options.idempotencyKey', itemIndex, '');
	if (typeof found !== 'number' || Math.abs(found) <= Number.MAX_SAFE_INTEGER) return;
	throw invalid(itemIndex, 'Idempotency Key', 'has a number with more digits than n8n keeps', String(found), {
		advice: 'Make the key a text where it is created, for example with quotation marks: two different numbers may have become the same.',
	});
}

/** The number of this write among the execution's writes of this node to this target. */
function occurrenceOf(
	context: IExecuteFunctions,
	{ itemIndex, operation, target, targetAt }: WriteRequest,
	resolvedArguments = '',
): WriteOccurrence {
	const name = (index: number, to: Target): string =>
		hashOfParts([operation, eventOf(context, index) ?? '', upstreamOf(context).branchOf(index), nameOf(to), resolvedArguments]).slice(
			0,
			nameLength,
		);
	if (isToolCall(context)) return { occurrence: occurrenceOfCall(context, itemIndex, name(itemIndex, target)) };
	const nameAt = targetAt === undefined ? undefined : (index: number) => name(index, targetAt(index));
	return occurrenceOfWrite(context, itemIndex, name(itemIndex, target), nameAt);
}

/** A person is one target, in whatever form the conversation with them is given. */
function nameOf(target: Target): string {
	return target.by === 'address' ? target.address : (target.space.address ?? target.space.id);
}
