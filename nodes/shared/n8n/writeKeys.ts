import type { IExecuteFunctions } from 'n8n-workflow';
import type { Target } from '../domain/target';
import { writeKey, type WriteKey } from '../domain/writeKey';
import { startingEvent } from './incoming';
import { invalid } from './parameters';
import { isSuppliedTool, isToolCall } from './toolCall';
import { placeOfWrite } from './writePlaces';
import { writtenParameter } from './written';

/** What a node says of one write. */
export interface WriteRequest {
	readonly itemIndex: number;
	readonly operation: string;
	readonly target: Target;
	/** The option *Idempotency key*, already resolved; empty means that there is none. */
	readonly userKey: string;
	/** Resolved arguments, part of the key when an AI calls the node, and of what may be done twice. */
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
 * The key of one item's write. n8n repeats a failed node within the same execution and run, so everything here is the
 * same then; a loop's next round has another run index, and another execution another id. Where an event of the Trigger
 * has started the execution, the event stands for it: some hosts run an event again when they could not note its end.
 */
export function writeKeyFor(context: IExecuteFunctions, request: WriteRequest): WriteKey {
	const node = context.getNode();
	const userKey = userKeyOf(context, request);
	const target = nameOf(request.target);
	// What may be done twice is told apart by what it does: in another order it would pass for what was done before.
	const said = isToolCall(context) || request.sameTwice === true ? JSON.stringify(request.toolArguments) : undefined;
	return writeKey({
		workflowId: context.getWorkflow().id ?? '',
		nodeId: node.id,
		operation: request.operation,
		execution: [context.getInstanceId(), context.getExecutionId()],
		eventId: eventOf(context, request.itemIndex),
		runIndex: runIndexOf(context, request),
		target,
		place: placeOf(context, request, said),
		said,
		userKey,
	});
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

/** Which one it is of the run's writes of this node to this target. */
function placeOf(context: IExecuteFunctions, { itemIndex, operation, target, targetAt }: WriteRequest, said = ''): number {
	if (targetAt === undefined) return placeOfWrite(context, itemIndex, JSON.stringify([operation, nameOf(target), said]));
	return placeOfWrite(context, itemIndex, nameOf(target), (index) => nameOf(targetAt(index)));
}

/** One person is one target, however the conversation with them is written. */
function nameOf(target: Target): string {
	return target.by === 'address' ? target.address : (target.space.address ?? target.space.id);
}

/**
 * The run index has no getter of its own. A supplied tool gets a new one for each of n8n's own retries (seen in
 * n8n-core 2.8.1, get-input-connection-data), so with *Retry on Fail* its arguments alone tell its calls apart. What may be
 * done twice keeps its run: an agent may set, clear, and set the same again.
 */
function runIndexOf(context: IExecuteFunctions, { itemIndex, sameTwice = false }: WriteRequest): number {
	if (!sameTwice && isSuppliedTool(context) && context.getNode().retryOnFail === true) return 0;
	return Number(context.evaluateExpression('{{ $runIndex }}', itemIndex));
}
