import { eventNames, type EventName } from './eventNames';
import type { SharedLocation } from '../location';
import type { SenderService } from '../sender';

/** `dm`: a space with one address. `group`: a space with several members. */
export type SpaceType = 'dm' | 'group';

/** The space of an event. */
export interface EventSpace {
	/** Chat GUID, exactly as the server gave it. */
	id: string;
	type: SpaceType;
	/** Number of the line, or `shared`. Absent when the delivery does not name it. */
	phone?: string;
}

/** Who caused the event. */
export interface EventSender {
	id: string;
	/** E.164 number or email address. */
	address: string;
	/** ISO 3166-1 alpha-2. */
	country?: string;
	service?: SenderService;
}

/** The message of an event. */
export interface EventMessage {
	id: string;
	/** Absent when the message has no text. */
	text?: string;
	/** Index of the part in a message with several parts, from 0. */
	part?: number;
	/** ID of the message that this one answers. */
	replyTo?: string;
	/** True when the message mentions the line itself. A webhook may not report it. */
	mentionsMe?: true;
	/** True when this version does not know `content.type`, so the event may not be a message. Webhooks only. */
	isUnknownKind?: true;
	[field: string]: unknown;
}

/** The content, with `type` as its kind. Unknown types are passed on unchanged. */
export interface EventContent {
	type: string;
	[field: string]: unknown;
}

/** One option of a poll. */
export interface EventPollOption {
	id: string;
	/** Absent when the poll could not be read. */
	text?: string;
	/** The value that the workflow gave the option when it created the poll. */
	value?: string;
	/** Address of the person who added the option. */
	createdBy?: string;
}

/** The votes of one option. */
export interface EventPollTally {
	/** ID of the option. */
	id: string;
	text: string;
	value?: string;
	votes: number;
	/** Addresses of the voters that the server names. */
	voters: string[];
}

/** The poll of an event, as it was when the event was resolved. */
export interface EventPoll {
	/** ID of the message that contains the poll. */
	id: string;
	/** Absent if neither the server nor the workflow knows it. */
	title?: string;
	/** The option that was added, voted for, or no longer voted for. */
	option?: EventPollOption;
	options?: EventPollOption[];
	/** Votes only. */
	tally?: EventPollTally[];
	totalVotes?: number;
}

/** A person who joined or left a group. */
export interface EventMember extends EventSender {
	/** True when the person is the line itself. */
	isMe?: true;
}

/** Reports that events of a line may be missing. It does not belong to a space. */
export interface GapEvent {
	event: 'line.gap';
	id: string;
	/** When the gap was noticed, ISO 8601. */
	timestamp: string;
	/** Number of the line, or `shared`. */
	line: string;
	gap: {
		/** `cursorRejected`, `logRestarted`, `eventsMissing` or `eventUnreadable`. */
		reason: string;
		/** Last place in the line's event log before the gap. */
		after: string;
		/** First place after the gap, if known. */
		next?: string;
		/** Place of the unreadable event. */
		sequence?: string;
	};
}

/**
 * The shape of every event that the Trigger gives to a workflow, no matter how it was received. Unknown values are
 * absent: never null, never an empty text.
 */
export interface ImessageEvent {
	event: EventName;
	/** ID of the event. For a received message it is the message ID. */
	id: string;
	/** Place in the line's event log, a decimal number that may exceed 2^53. Stream and polling only. */
	sequence?: string;
	/** ISO 8601. */
	timestamp?: string;
	space: EventSpace;
	sender?: EventSender;
	message?: EventMessage;
	content?: EventContent;
	/** True when our own line did it, otherwise absent. */
	isFromMe?: true;
	/** True when the whole text of a received message is an opt-out, such as STOP. False when it undoes one. Otherwise absent. */
	optOut?: boolean;
	poll?: EventPoll;
	/** The new name of a group. An empty name is absent. */
	group?: { name?: string };
	member?: EventMember;
	/** Where the sender is. */
	location?: Omit<SharedLocation, 'address'>;
	/** The delivery as received. Present only if the user chose it. */
	raw?: unknown;
	/** Identifies the account that received the event: 16 hex digits, not a secret. */
	account?: string;
}

/** Identifies an event among the events of all lines. Undefined for an item that is not an event of the Trigger. */
export function eventIdentity(json: Readonly<Record<string, unknown>>): string | undefined {
	const { event, id, sequence = '', space, line } = json;
	if (typeof event !== 'string' || typeof id !== 'string' || typeof sequence !== 'string') return undefined;
	if (!(eventNames as readonly string[]).includes(event)) return undefined;
	// A gap belongs to a line and has no space.
	if (event === 'line.gap') return typeof line === 'string' ? JSON.stringify([event, id, line]) : undefined;
	if (typeof space !== 'object' || space === null) return undefined;
	const { id: spaceId, phone = '' } = space as { id?: unknown; phone?: unknown };
	if (typeof spaceId !== 'string' || typeof phone !== 'string') return undefined;
	// Gathered messages have the ID of the first message and the sequence of the last one.
	return JSON.stringify([event, id, sequence, spaceId, phone]);
}
