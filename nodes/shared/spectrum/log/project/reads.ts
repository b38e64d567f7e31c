import type { EventSender, ImessageEvent } from '../../model/event/event';
import type { Message } from '../../model/message';
import { envelope, type PlacedChange } from './envelope';
import { describeMessage } from './messages';
import { isOwn } from '../../model/ownAddress';
import { peerIn, senderAt, toEventSender } from './people';
import { lookUp, type ProjectionPorts } from './ports';
import { present } from '../../values/present';

/**
 * A receipt: a person has read a message of our line. Undefined for our own reading, and for a message that the line no
 * longer knows, because its author is then unknown.
 */
export async function readEvent(placed: PlacedChange<'message.read'>, ports: ProjectionPorts): Promise<ImessageEvent | undefined> {
	const { change, sequence, line } = placed;
	const { messageId, readAt } = change;
	const message = await lookUp(ports.messages.get(line.id, messageId));
	if (message?.isFromMe !== true) return undefined;
	const timestamp = readAt ?? change.occurredAt;
	const sender = readerOf(placed, message);
	const { text } = describeMessage(message, line, { id: messageId, hasNumbers: () => false }).fields;
	return {
		// The reader of our own message is never our line, even if the server says so.
		...envelope(placed, { id: `${messageId}:read:${sequence}`, timestamp, sender, isFromMe: false }),
		message: { id: messageId, ...present({ text, readAt }) },
	};
}

/** Servers name our own line as the reader. In a direct space its GUID names the real one. In a group it is unknown. */
function readerOf({ change, line }: PlacedChange<'message.read'>, message: Message): EventSender | undefined {
	const { actor } = change;
	const peer = peerIn(change.spaceId);
	if (peer !== undefined) return senderAt(peer);
	if (actor === undefined || isOwn(actor.address, line, message.ownAddress)) return undefined;
	// A shared line has no known number. Its own messages carry it.
	return actor.address === message.sender?.address ? undefined : toEventSender(actor);
}
