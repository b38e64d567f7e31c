import type { Line } from '../shared/spectrum/model/line';
import type { Message } from '../shared/spectrum/model/message';
import type { Gateway } from '../shared/spectrum/gateway/Gateway';

/** Checks that the conversation of a message that was found by its ID is within reach, because an ID does not contain it. */
export function checkPlace(gateway: Gateway, message: Message, line: Line): void {
	// A message without a known conversation is within reach only if every conversation is.
	const ids = message.spaceIds.length === 0 ? [''] : message.spaceIds;
	for (const id of ids) gateway.reach.check({ id }, line);
}
