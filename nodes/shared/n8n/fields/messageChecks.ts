import { formatMessageId, incomingMessageOf, type MessageRef } from '../../spectrum/model/messageRef';
import { readNamedSpace } from '../../spectrum/model/namedSpace';
import { isSameSpace } from '../../spectrum/model/space';
import type { OpenSpace } from '../../spectrum/gateway/openSpace';
import { ItemError } from '../errors/itemError';
import type { ItemRun } from '../loop/itemLoop';
import { ownSourceOf } from '../run/ownNodes';
import { wasSentInRun } from '../run/runMemory';
import { eventOfRun } from '../run/startingEvent';
import { isToolCall } from '../run/toolCall';

/**
 * Throws if a message does not belong to the conversation that it is used in: the item may have the conversation of one
 * message and the ID of another. The server is only asked if the two do not come from the same place.
 *
 * @param ref Undefined if no message is named. Then nothing is checked.
 */
export async function checkMessageInSpace(
	{ context, itemIndex, gateway }: ItemRun,
	space: OpenSpace,
	ref: MessageRef | undefined,
): Promise<void> {
	if (ref === undefined || isOfEvent({ context, itemIndex }, space, ref) || isOfOwnItem({ context, itemIndex }, space, ref)) return;
	const { spaceIds } = await gateway.messages.get(space.line.id, ref.id);
	if (spaceIds.some((id) => isSameSpace({ id }, space))) return;
	// If the server does not say where a message is, a person may use it, but a model may not.
	if (spaceIds.length === 0 && !isToolCall(context)) return;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The message ${formatMessageId(ref)} is not in the conversation "${space.id}"`,
		advice: 'Take conversation and message from the same item, or leave "Message ID" empty for the incoming message.',
	});
}

/** Refuses to let an agent change a message that its run has not sent. */
export function checkSentInRun({ context, itemIndex }: Pick<ItemRun, 'context' | 'itemIndex'>, messageId: string): void {
	if (!isToolCall(context) || wasSentInRun(context, messageId)) return;
	throw new ItemError(itemIndex, {
		kind: 'permission',
		message: `This tool may change only messages that were sent in this run, and ${messageId} was not`,
		advice: 'Use the messageId that a sending tool has just returned.',
	});
}

type ItemContext = Pick<ItemRun, 'context' | 'itemIndex'>;

function isOfEvent({ context, itemIndex }: ItemContext, space: OpenSpace, ref: MessageRef): boolean {
	const event = eventOfRun(context, itemIndex);
	return event !== undefined && isAbout(event.json, space, ref);
}

/** An action of this pack gives a message together with its conversation. */
function isOfOwnItem({ context, itemIndex }: ItemContext, space: OpenSpace, ref: MessageRef): boolean {
	if (isToolCall(context) || ownSourceOf(context, itemIndex) === undefined) return false;
	return isAbout(context.getInputData()[itemIndex]?.json ?? {}, space, ref);
}

function isAbout(json: Readonly<Record<string, unknown>>, space: OpenSpace, ref: MessageRef): boolean {
	const named = readNamedSpace(json);
	return named.kind === 'space' && isSameSpace(named.space, space) && incomingMessageOf(json)?.id === ref.id;
}
