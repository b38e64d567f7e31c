import type { EventName } from '../../model/event/eventNames';
import type { ChangeOf } from '../../model/event/change';
import type { EventSender, ImessageEvent } from '../../model/event/event';
import type { Line } from '../../model/line';
import type { MessageSender } from '../../model/sender';
import { spaceTypeOf } from '../../model/space';
import { isOwn } from '../../model/ownAddress';
import { toEventSender } from './people';
import { present } from '../../values/present';

/** A change with its line and its place in the line's log. */
export interface PlacedChange<Name extends EventName> {
	readonly change: ChangeOf<Name>;
	/** A decimal number. */
	readonly sequence: string;
	readonly line: Line;
}

/** The fields that all kinds of events share. */
export interface EnvelopeFields {
	readonly id: string;
	/** Default: when the change occurred. */
	readonly timestamp?: string;
	/** The sender of the event, if one is known. */
	readonly sender?: EventSender;
	readonly isFromMe: boolean;
}

/** The common part of an event. */
export function envelope<Name extends EventName>(
	{ change, sequence, line }: PlacedChange<Name>,
	{ id, timestamp = change.occurredAt, sender, isFromMe }: EnvelopeFields,
): ImessageEvent {
	return {
		event: change.type,
		id,
		sequence,
		...present({ timestamp }),
		space: { id: change.spaceId, type: spaceTypeOf(change.spaceId), phone: line.phone },
		...present({ sender }),
		...(isFromMe ? { isFromMe: true } : {}),
	};
}

/** The actor of a change as its sender. The server marks our own changes, or the actor's address shows them. */
export function doneBy(
	{ change, line }: PlacedChange<EventName>,
	actor: MessageSender | undefined = change.actor,
): Pick<EnvelopeFields, 'sender' | 'isFromMe'> {
	return {
		...(actor === undefined ? {} : { sender: toEventSender(actor) }),
		isFromMe: change.isFromMe || isOwn(actor?.address, line),
	};
}
