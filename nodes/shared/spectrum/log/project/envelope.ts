import type { EventName } from '../../model/event/eventNames';
import type { ChangeOf } from '../../model/event/change';
import type { EventSender, ImessageEvent } from '../../model/event/event';
import type { Line } from '../../model/line';
import type { MessageSender } from '../../model/sender';
import { spaceTypeOf } from '../../model/space';
import { isOwn, toEventSender } from './people';

/** A change with its place: in which line's log, and where in it. */
export interface Placed<Name extends EventName> {
	readonly change: ChangeOf<Name>;
	/** A decimal number. */
	readonly sequence: string;
	readonly line: Line;
}

/** What an event has in front of what is special about its kind. */
export interface EnvelopeFields {
	readonly id: string;
	/** Default: when the change occurred. */
	readonly timestamp?: string;
	/** Who is said to have done it; absent when nobody is. */
	readonly sender?: EventSender;
	readonly isFromMe: boolean;
}

/** The part that all events have in common. */
export function envelope<Name extends EventName>(
	{ change, sequence, line }: Placed<Name>,
	{ id, timestamp = change.occurredAt, sender, isFromMe }: EnvelopeFields,
): ImessageEvent {
	return {
		event: change.type,
		id,
		sequence,
		...(timestamp === undefined ? {} : { timestamp }),
		space: { id: change.spaceId, type: spaceTypeOf(change.spaceId), phone: line.phone },
		...(sender === undefined ? {} : { sender }),
		...(isFromMe ? { isFromMe: true } : {}),
	};
}

/** The actor of a change as its sender. Our own doing is marked by the server, or shows in the actor's address. */
export function doneBy(
	{ change, line }: Placed<EventName>,
	actor: MessageSender | undefined = change.actor,
): Pick<EnvelopeFields, 'sender' | 'isFromMe'> {
	return {
		...(actor === undefined ? {} : { sender: toEventSender(actor) }),
		isFromMe: change.isFromMe || isOwn(actor?.address, line),
	};
}
