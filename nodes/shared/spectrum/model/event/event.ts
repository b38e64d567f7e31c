import { eventNames, type EventName } from './eventNames';
import type { SenderService } from '../sender';

/** `dm`: a conversation with one address. `group`: one with several members. */
export type SpaceType = 'dm' | 'group';

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
	/** True when one of its mentions is the line itself. A delivery by webhook may not say. */
	mentionsMe?: true;
	/** True when `content.type` is a kind that this version does not know, so that it may not be a message at all. Webhooks only. */
	isUnknownKind?: true;
	[field: string]: unknown;
}

/** What was said or done, told apart by `type`; unknown types pass through as they came. */
export interface EventContent {
	type: string;
	[field: string]: unknown;
}

/** One option of a poll. */
export interface EventPollOption {
	id: string;
	/** Absent when the poll could not be read. */
	text?: string;
	/** What the workflow that created the poll wanted the option to return. */
	value?: string;
	/** Address of whoever put the option in. */
	createdBy?: string;
}

/** The votes of one option. */
export interface EventPollTally {
	/** Of the option. */
	id: string;
	text: string;
	value?: string;
	votes: number;
	/** Addresses of those who voted for it, as far as the server names them. */
	voters: string[];
}

/** The poll an event is about, as it stood when the event was resolved. */
export interface EventPoll {
	/** Id of the message that carries it. */
	id: string;
	/** Absent when neither the server nor the workflow knows it. */
	title?: string;
	/** The option that was added, voted for, or no longer voted for. */
	option?: EventPollOption;
	options?: EventPollOption[];
	/** Votes only. */
	tally?: EventPollTally[];
	totalVotes?: number;
}

/** Somebody who came into a group, or went. */
export interface EventMember extends EventSender {
	/** True when it is the line itself. */
	isMe?: true;
}

/** Says that events of a line may be missing. It belongs to no conversation. */
export interface GapEvent {
	event: 'line.gap';
	id: string;
	/** ISO 8601; when it was noticed. */
	timestamp: string;
	/** Number of the line, or `shared`. */
	line: string;
	gap: {
		/** `cursorRejected`, `logRestarted`, `eventsMissing` or `eventUnreadable`. */
		reason: string;
		/** Last place in the line's event log before the gap. */
		after: string;
		/** First place after it, where it is known. */
		next?: string;
		/** Place of the event that cannot be read. */
		sequence?: string;
	};
}

/**
 * The one shape of every event that the Trigger gives to a workflow, whichever way it was received.
 * What is not known is absent: never null, never an empty text.
 */
export interface ImessageEvent {
	event: EventName;
	/** The event's own id: for a received message, the message id. */
	id: string;
	/** Place in the line's event log, a decimal number that may exceed 2^53. Stream and polling only. */
	sequence?: string;
	/** ISO 8601. */
	timestamp?: string;
	space: EventSpace;
	sender?: EventSender;
	message?: EventMessage;
	content?: EventContent;
	/** True when our own line did it; else absent. */
	isFromMe?: true;
	poll?: EventPoll;
	/** A group whose name has changed. An empty name is absent. */
	group?: { name?: string };
	member?: EventMember;
	/** The delivery as received, on request only. */
	raw?: unknown;
	/** Tells the account that received the event from others: 16 hex digits, no secret. */
	account?: string;
}

/** Names an event among all others of all lines; undefined for a text that is none: other nodes may give what they like. */
export function eventIdentity(json: Readonly<Record<string, unknown>>): string | undefined {
	const { event, id, sequence = '', space, line } = json;
	if (typeof event !== 'string' || typeof id !== 'string' || typeof sequence !== 'string') return undefined;
	if (!(eventNames as readonly string[]).includes(event)) return undefined;
	// A gap is an event of a line.
	if (event === 'line.gap') return typeof line === 'string' ? JSON.stringify([event, id, line]) : undefined;
	if (typeof space !== 'object' || space === null) return undefined;
	const { id: spaceId, phone = '' } = space as { id?: unknown; phone?: unknown };
	if (typeof spaceId !== 'string' || typeof phone !== 'string') return undefined;
	// Gathered messages have the id of the first of them; the sequence is the last one's.
	return JSON.stringify([event, id, sequence, spaceId, phone]);
}
