import type { IExecuteFunctions } from 'n8n-workflow';
import { hashOfParts } from '../../spectrum/keys/hash';
import type { Target } from '../../spectrum/model/target';
import { writeKey, type WriteKey } from '../../spectrum/keys/writeKey';
import { upstreamOf } from './branches';
import { placeOfCall } from './callPlaces';
import { executionOf, nodeOf } from '../run/engineRecord';
import { startingEvent } from '../parameters/incoming';
import { invalid } from '../parameters/parameters';
import { isToolCall } from '../run/toolCall';
import { type Place, placeOfWrite } from './writePlaces';
import { sourceOf } from './writeSources';
import { writtenParameter } from '../parameters/unresolved';

/** Hex digits of a name: enough for the writes of one execution, and little to store with it. */
const nameLength = 24;

/** What a node says of one write. */
export interface WriteRequest {
	readonly itemIndex: number;
	readonly operation: string;
	readonly target: Target;
	/** The option *Idempotency key*, already resolved; empty means that there is none. */
	readonly userKey: string;
	/** Resolved arguments, part of the key of what may be done twice. */
	readonly toolArguments: unknown;
	/** True when doing it twice leaves the same as doing it once, such as a tapback or a name; default false. */
	readonly sameTwice?: boolean;
	/**
	 * Where an item's write goes, without a call; throws when its fields are wrong. By it all items before this one are
	 * counted, whatever became of them. Without it those are, which came as far as this.
	 */
	readonly targetAt?: (itemIndex: number) => Target;
}

/**
 * The key of one item's write. n8n repeats a failed node within the same execution, so everything here is the same then.
 * Where an event of the Trigger has started the execution, the event stands for it: some hosts run an event again when they
 * could not note its end. The node's run is no part of it: in a repeated run it may have another number.
 */
export function writeKeyFor(context: IExecuteFunctions, request: WriteRequest): WriteKey {
	const { itemIndex, operation } = request;
	const userKey = userKeyOf(context, request);
	const target = nameOf(request.target);
	// What may be done twice is told apart by what it does: in another order it would pass for what was done before.
	const said = request.sameTwice === true ? JSON.stringify(request.toolArguments) : undefined;
	const origin = {
		workflowId: context.getWorkflow().id ?? '',
		nodeId: nodeOf(context),
		operation,
		execution: executionOf(context),
		eventId: eventOf(context, itemIndex),
		branch: upstreamOf(context).branchOf(itemIndex),
		target,
		...placeOf(context, request, said),
		resolvedArguments: said,
		userKey,
	};
	return writeKey(origin, sourceOf(context, itemIndex, userKey !== undefined));
}

/**
 * The event of the Trigger node itself: an item that was kept, and is taken up by a later execution, is another cause. In
 * the editor somebody tries out the same event again and again, and wants to see what it does.
 */
function eventOf(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const mode = context.getMode();
	return mode === 'manual' || mode === 'evaluation' ? undefined : startingEvent(context, itemIndex);
}

/** An option that was added but gives nothing must not pass for "no key": every run would then send again. */
function userKeyOf(context: IExecuteFunctions, { itemIndex, userKey }: WriteRequest): string | undefined {
	const given = userKey.trim();
	if (given !== '') return given;
	const written = writtenParameter(context, 'options.idempotencyKey');
	if (written === undefined) return undefined;
	throw invalid(
		itemIndex,
		'Idempotency Key',
		'gives nothing, so a repeat could not be recognised',
		typeof written === 'string' ? written : '',
		'{{ $json.orderId }}, with a field that every item has; or remove the option',
	);
}

/** Which one it is of the execution's writes of this node to this target. */
function placeOf(context: IExecuteFunctions, { itemIndex, operation, target, targetAt }: WriteRequest, said = ''): Place {
	const name = (index: number, to: Target): string =>
		hashOfParts([operation, eventOf(context, index) ?? '', upstreamOf(context).branchOf(index), nameOf(to), said]).slice(0, nameLength);
	if (isToolCall(context)) return { place: placeOfCall(context, itemIndex, name(itemIndex, target)) };
	const nameAt = targetAt === undefined ? undefined : (index: number) => name(index, targetAt(index));
	return placeOfWrite(context, itemIndex, name(itemIndex, target), nameAt);
}

/** One person is one target, however the conversation with them is written. */
function nameOf(target: Target): string {
	return target.by === 'address' ? target.address : (target.space.address ?? target.space.id);
}
