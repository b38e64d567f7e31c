import type { EventName } from './eventNames';

/** `dm`: a conversation with one address. `group`: one with several members. */
export type SpaceType = 'dm' | 'group';

/** The transport a sender used, as far as the server knows it. */
export type SenderService = 'iMessage' | 'SMS' | 'RCS' | 'unknown';

/** The conversation an event belongs to. */
export interface EventSpace {
	/** Chat GUID, exactly as the server gave it. */
	id: string;
	type: SpaceType;
	/** Number of the line, or `shared`; absent when the delivery does not say. */
	phone?: string;
}

/** Who caused the event. */
export interface EventSender {
	id: string;
	/** E.164 number or e-mail address. */
	address: string;
	/** ISO 3166-1 alpha-2. */
	country?: string;
	service?: SenderService;
}

/** The message an event is about. */
export interface EventMessage {
	id: string;
	/** Absent when the message has no text. */
	text?: string;
	/** Position among the parts of a message with several; the first is 0. */
	part?: number;
	/** Id of the message this one replies to. */
	replyTo?: string;
	[field: string]: unknown;
}

/** What was said or done, told apart by `type`; unknown types pass through as they came. */
export interface EventContent {
	type: string;
	[field: string]: unknown;
}

/**
 * The one shape of every event that the Trigger gives to a workflow, whichever way it was received.
 * What is not known is absent: never null, never an empty text.
 */
export interface ImessageEvent {
	event: EventName;
	/** The event's own id: for a received message, the message id. */
	id: string;
	/** ISO 8601. */
	timestamp?: string;
	space: EventSpace;
	sender?: EventSender;
	message?: EventMessage;
	content?: EventContent;
	/** The delivery as received, on request only. */
	raw?: unknown;
}
