import type { RpcErrorOptions } from '../calls/errors';
import type { PollChoices } from '../store/polls';
import type { ReadActors } from './eventProjection';

/** Who may be sent to on the shared plan. `users`: those alone who are registered and have opted in. */
export type Audience = 'everybody' | 'users';

/** What no source decides. A client must survive every choice. */
export interface OpenQuestions {
	/** Whether a dedicated line accepts a write to a direct space that nobody has created, or knows no such chat. */
	coldDirectChats: 'accepted' | 'chatNotFound';
	/** Whose polls appear in the log as a message too, before the poll itself. */
	pollsAsMessages: 'all' | 'others' | 'none';
	/** Who is the `sender` of the line's own messages. */
	ownSender: 'absent' | 'line';
	/** Whether a poll takes replies, reactions, stickers and unsends, or refuses them. */
	pollTargets: 'accepted' | 'refused';
	/** The answer to an empty id. */
	emptyIds: 'invalidArgument' | 'notFound';
	/** Whether histories list the rows of reactions and stickers among the messages. */
	tapbackRows: 'listed' | 'hidden';
	/** Group calls on existing groups of the shared plan. Only the creation of groups is known to be refused there. */
	sharedGroupCalls: 'refused' | 'accepted';
	/** The answer over HTTP to an instance that is not there. */
	unknownInstance: 'notFound' | 'invalidArgument';
}

/** The limits of the contract, counted in windows of a day on the simulator's clock. `Infinity` switches one off. */
export interface QuotaLimits {
	/** Messages of one server in a day; default 5,000. */
	messagesPerDay: number;
	/** Conversations that one line starts in a day; default 50. */
	newConversationsPerDay: number;
}

/** What the contract leaves open, or what servers do now and then. May be changed at any time. */
export interface Behaviour extends OpenQuestions, QuotaLimits {
	/** Whom a line of the shared plan may write to. Default everybody; the real plan is `users`. */
	audience: Audience;
	/** Polls are stored without their title, as servers have been seen to do. */
	emptyPollTitles: boolean;
	/** `one`: a person's vote moves from option to option. `several`: votes add up. */
	pollChoices: PollChoices;
	/** How long the server takes until a background can be handed out, on the simulator's clock. */
	backgroundMilliseconds: number;
	/** Size of the pieces of a download. */
	chunkBytes: number;
	/**
	 * Time between the heartbeats of a live stream, on the simulator's clock; `Infinity`: none. Read when a stream opens
	 * and at each of its heartbeats.
	 */
	heartbeatMilliseconds: number;
	/** A replay has a heartbeat before its first event and after each so many; 0: none. */
	replayHeartbeatEvery: number;
	/** Whether an event stream answers with its headers when it opens; if not, they come with the first frame. */
	earlyHeaders: boolean;
	/** How many events a line's log keeps. */
	retainedEvents: number;
	/**
	 * Whether a cursor is refused that the log cannot go on from: events after it are dropped, or the log is not there
	 * yet. If not, the replay gives what there is, and says nothing.
	 */
	rejectsCursors: boolean;
	/** The answer to such a cursor. The vendor's client knows INVALID_ARGUMENT and FAILED_PRECONDITION alone. */
	cursorError: { readonly code: string } & RpcErrorOptions;
	/** Whom `message_read` names. */
	readActors: ReadActors;
	/** Streams that one server has open at a time, downloads included; one more is refused. */
	maxStreams: number;
	/** Whether a stream ends with its token. */
	endsStreamsWithToken: boolean;
}

/** The contract's numbers, and what is known of real servers; of what is open, what the simulator did first. */
export const usualBehaviour: Behaviour = {
	coldDirectChats: 'chatNotFound',
	pollsAsMessages: 'all',
	ownSender: 'absent',
	pollTargets: 'accepted',
	emptyIds: 'invalidArgument',
	tapbackRows: 'listed',
	sharedGroupCalls: 'refused',
	unknownInstance: 'notFound',
	messagesPerDay: 5_000,
	newConversationsPerDay: 50,
	audience: 'everybody',
	emptyPollTitles: false,
	pollChoices: 'one',
	backgroundMilliseconds: 0,
	chunkBytes: 64 * 1024,
	heartbeatMilliseconds: 30_000,
	replayHeartbeatEvery: 100,
	earlyHeaders: true,
	retainedEvents: Number.POSITIVE_INFINITY,
	rejectsCursors: true,
	cursorError: { code: 'preconditionFailed' },
	readActors: 'line',
	maxStreams: Number.POSITIVE_INFINITY,
	endsStreamsWithToken: true,
};
