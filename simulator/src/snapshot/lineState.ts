import type { StoredAttachment } from '../store/attachments';
import type { StoredChat } from '../store/chat';
import type { EventLogState } from '../store/eventLog';
import type { LineStore } from '../store/line';
import type { StoredLocation } from '../store/locations';
import type { StoredMessage } from '../store/message';
import type { StoredPoll } from '../store/polls';
import type { DailyCountState } from '../store/quota';
import { answerAsBytes, answerOfBytes } from './answers';
import type { Bounds } from './bounds';
import { goneBytes } from './graph';

/** What one line's server remembers. */
export interface LineState {
	/** Number or instance id. */
	readonly label: string;
	readonly chats: readonly StoredChat[];
	readonly messages: readonly StoredMessage[];
	readonly polls: readonly StoredPoll[];
	/** Rows that each chat had before these; absent where there are none, and in a snapshot of an older version. */
	readonly gone?: ReadonlyMap<string, number>;
	readonly attachments: readonly StoredAttachment[];
	/** Absent in a snapshot of an older version. */
	readonly locations?: readonly StoredLocation[];
	readonly log: EventLogState;
	readonly writes: ReadonlyArray<{ readonly key: string; readonly method: string; readonly answer: Uint8Array }>;
	readonly conversations: readonly string[];
	readonly messagesToday: DailyCountState;
	readonly conversationsToday: DailyCountState;
}

export function lineState(line: LineStore, { rows, chats, writes }: Bounds): LineState {
	const messages = newest(line.messages.values(), rows);
	const kept = new Set(messages.map(({ guid }) => guid));
	return {
		label: line.label,
		chats: newest(line.chats.values(), chats),
		messages,
		gone: goneBefore(line, kept),
		polls: [...line.polls.values()].filter(({ guid }) => kept.has(guid)),
		attachments: newest(line.attachments.all, rows),
		locations: newest(line.locations.all, chats),
		log: line.log.state(rows),
		writes: newest(line.writes.accepted, writes).flatMap(({ key, method, answer }) => {
			const bytes = answerAsBytes(method, answer);
			return bytes === undefined ? [] : [{ key, method, answer: bytes }];
		}),
		conversations: newest(line.conversations, chats),
		messagesToday: line.messagesToday.state,
		conversationsToday: line.conversationsToday.state,
	};
}

/** Rows of each chat that are not among those kept; undefined where there are none. */
function goneBefore(line: LineStore, kept: ReadonlySet<string>): ReadonlyMap<string, number> | undefined {
	const gone = new Map<string, number>();
	for (const guid of line.chats.keys()) {
		const left = line.history(guid).findIndex((row) => kept.has(row.guid));
		const count = line.goneRows(guid) + (left < 0 ? line.history(guid).length : left);
		if (count > 0) gone.set(guid, count);
	}
	return gone.size === 0 ? undefined : gone;
}

/** In a line that is empty. Nobody hears of it. */
export function restoreLine(line: LineStore, state: LineState): void {
	for (const chat of state.chats) line.keep(withKeptPictures(chat));
	line.restoreGone(state.gone ?? new Map());
	for (const message of state.messages) line.keepRow(message);
	for (const poll of state.polls) line.polls.set(poll.guid, poll);
	line.attachments.restore(state.attachments, isGone);
	line.locations.restore(state.locations ?? []);
	line.log.restore(state.log);
	line.writes.restore(
		state.writes.flatMap(({ key, method, answer }) => {
			const restored = answerOfBytes(method, answer);
			return restored === undefined ? [] : [{ key, method, answer: restored }];
		}),
	);
	for (const guid of state.conversations) line.conversations.add(guid);
	line.messagesToday.restore(state.messagesToday);
	line.conversationsToday.restore(state.conversationsToday);
}

const isGone = (bytes: Uint8Array): boolean => bytes === goneBytes;

/** Those that were too large to be kept are not there any more. */
function withKeptPictures(chat: StoredChat): StoredChat {
	if (chat.icon !== undefined && isGone(chat.icon.data)) chat.icon = undefined;
	if (chat.background !== undefined && isGone(chat.background.data)) chat.background = undefined;
	return chat;
}

/** The last of an order from old to new. */
export function newest<T>(items: Iterable<T>, most: number): T[] {
	const all = [...items];
	return all.slice(Math.max(0, all.length - most));
}
