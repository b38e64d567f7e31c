import type { EventSender, ImessageEvent } from '../../model/event/event';
import type { Message } from '../../model/message';
import { envelope, type Placed } from './envelope';
import { said } from './messages';
import { isOwn, peerIn, senderAt, toEventSender } from './people';
import { unlessUnknown, type ProjectionPorts } from './ports';

/**
 * A receipt: somebody has read what our line sent. Undefined for our own reading that comes back, and for a message
 * that the line does not know any more, because nobody can tell whose it was.
 */
export async function readEvent(placed: Placed<'message.read'>, ports: ProjectionPorts): Promise<ImessageEvent | undefined> {
	const { change, sequence, line } = placed;
	const { messageId, readAt } = change;
	const message = await unlessUnknown(ports.messages.get(line.id, messageId));
	if (message?.isFromMe !== true) return undefined;
	const timestamp = readAt ?? change.occurredAt;
	const sender = readerOf(placed, message);
	const { text } = said(message, line, { id: messageId, hasNumbers: () => false }).fields;
	return {
		// Whoever has read it, it was not us, whatever the server says.
		...envelope(placed, { id: `${messageId}:read:${sequence}`, timestamp, sender, isFromMe: false }),
		message: { id: messageId, ...(text === undefined ? {} : { text }), ...(readAt === undefined ? {} : { readAt }) },
	};
}

/** Servers name our own line as who has read it: in a direct space its GUID knows better, in a group nobody does. */
function readerOf({ change, line }: Placed<'message.read'>, message: Message): EventSender | undefined {
	const { actor } = change;
	const peer = peerIn(change.spaceId);
	if (peer !== undefined) return senderAt(peer);
	if (actor === undefined || isOwn(actor.address, line, message.ownAddress)) return undefined;
	// On a shared line, where the number is not known, our own messages are signed with it.
	return actor.address === message.sender?.address ? undefined : toEventSender(actor);
}
