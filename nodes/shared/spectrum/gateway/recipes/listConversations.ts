import { toSpectrumError } from '../../errors/from';
import type { Line } from '../../model/line';
import type { Message } from '../../model/message';
import { parseSpaceId, spaceKey, spaceTypeOf, type Space } from '../../model/space';
import type { SpaceType } from '../../model/event/event';
import { sideBySide } from '../../timing/sideBySide';
import { present } from '../../values/present';
import type { Gateway } from '../Gateway';
import type { OpenSpace } from '../openSpace';

/** How many of the newest messages of each line are searched for conversations: 50 calls at most. */
export const mostMessagesPerLine = 5_000;

/** Most messages that one call may request. With the largest page, the fewest calls are made. */
const pageSize = 100;

/** Conversations whose details are read at a time. */
const detailsAtATime = 5;

/** Selects conversations. One must pass every filter. */
export interface ConversationFilter {
	/** Default: all lines of the credential. */
	readonly line?: Line;
	readonly type?: SpaceType;
	/** Only those with messages that are unread on their line. Default: false. */
	readonly unreadOnly?: boolean;
	/** Only those with a message at this moment or later. */
	readonly since?: Date;
	/** Conversations in total, at least 1. */
	readonly limit: number;
}

/** A conversation of a line. */
export interface ListedConversation {
	readonly space: OpenSpace;
	/** As the server describes it now. */
	readonly details: Space;
}

/** A list of conversations. */
export interface ConversationList {
	/** Those with the newest messages first. */
	readonly conversations: readonly ListedConversation[];
	/** True when more may exist beyond the {@link mostMessagesPerLine} messages of a line. */
	readonly isCut: boolean;
}

/**
 * The conversations with the newest messages. Spectrum has no list of conversations, so they are found by their messages:
 * all lines are read side by side, and only as far as necessary. The same person on two lines is two conversations.
 */
export async function listConversations(gateway: Gateway, filter: ConversationFilter): Promise<ConversationList> {
	const lines = filter.line === undefined ? await gateway.lines() : [filter.line];
	const readers = lines.map((line) => new LineReader(gateway, line, filter));
	const candidates = candidatesIn(newestFirst(readers), filter.type);
	const conversations: ListedConversation[] = [];
	while (conversations.length < filter.limit) {
		const batch = await take(candidates, filter.limit - conversations.length);
		if (batch.length === 0) return { conversations, isCut: readers.some(({ isCut }) => isCut) };
		const details = new Map<Candidate, Space | undefined>();
		await sideBySide(batch, detailsAtATime, async (candidate) => {
			details.set(candidate, await detailsOf(gateway, candidate));
		});
		for (const candidate of batch) {
			const found = details.get(candidate);
			if (filter.unreadOnly === true && (found === undefined || found.unreadCount === 0)) continue;
			const { space, message } = candidate;
			conversations.push({ space, details: { lastMessage: message, ...(found ?? unknownDetails(space)) } });
		}
	}
	return { conversations, isCut: false };
}

/** A message of a line. */
interface LineMessage {
	readonly line: Line;
	readonly message: Message;
}

/** A conversation, and the newest of its messages that are read. */
interface Candidate {
	readonly space: OpenSpace;
	readonly message: Message;
}

/** Reads the messages of one line, newest first. */
class LineReader {
	/** The message that comes next. Absent before the first {@link advance}, and at the end. */
	head: Message | undefined;
	/** True when the line has more messages than are read. */
	isCut = false;
	private readonly messages: AsyncIterator<Message>;
	private read = 0;

	constructor(
		gateway: Gateway,
		readonly line: Line,
		{ since, unreadOnly }: ConversationFilter,
	) {
		const filter = {
			pageSize,
			...present({ after: since }),
			// Only these messages make a conversation unread, so the others need not be fetched.
			...(unreadOnly === true ? { isRead: false, isFromMe: false } : {}),
		};
		this.messages = gateway.messages.listRecent(line.id, filter)[Symbol.asyncIterator]();
	}

	async advance(): Promise<void> {
		const next = await this.messages.next();
		this.isCut = next.done !== true && this.read >= mostMessagesPerLine;
		this.head = next.done === true || this.isCut ? undefined : next.value;
		this.read += 1;
	}
}

/** The messages of all lines, newest first. A line is read further only when its next message is asked for. */
async function* newestFirst(readers: readonly LineReader[]): AsyncGenerator<LineMessage, void, undefined> {
	await Promise.all(readers.map(async (reader) => await reader.advance()));
	for (;;) {
		const reader = newestOf(readers);
		if (reader?.head === undefined) return;
		yield { line: reader.line, message: reader.head };
		await reader.advance();
	}
}

function newestOf(readers: readonly LineReader[]): LineReader | undefined {
	let newest: LineReader | undefined;
	for (const reader of readers) {
		if (reader.head === undefined) continue;
		if (newest === undefined || (reader.head.createdAt ?? '') > (newest.head?.createdAt ?? '')) newest = reader;
	}
	return newest;
}

/** Each conversation once, by its newest message. */
async function* candidatesIn(
	messages: AsyncIterable<LineMessage>,
	wanted: SpaceType | undefined,
): AsyncGenerator<Candidate, void, undefined> {
	const seen = new Set<string>();
	for await (const { line, message } of messages) {
		for (const id of message.spaceIds) {
			const key = JSON.stringify([line.id, spaceKey(id)]);
			if (seen.has(key)) continue;
			seen.add(key);
			const type = spaceTypeOf(id);
			if (wanted === undefined || wanted === type) yield { space: { id, type, line }, message };
		}
	}
}

async function take<Thing>(things: AsyncIterator<Thing>, count: number): Promise<Thing[]> {
	const taken: Thing[] = [];
	while (taken.length < count) {
		const next = await things.next();
		if (next.done === true) break;
		taken.push(next.value);
	}
	return taken;
}

/** Undefined for a group that the line has left: its messages are still there. */
async function detailsOf(gateway: Gateway, { space }: Candidate): Promise<Space | undefined> {
	try {
		return await gateway.spaces.get(space);
	} catch (caught) {
		if (toSpectrumError(caught).kind === 'notFound') return undefined;
		throw caught;
	}
}

function unknownDetails({ id, type }: OpenSpace): Space {
	const parsed = parseSpaceId(id);
	const address = parsed.ok ? parsed.value.address : undefined;
	return {
		id,
		isGroup: type === 'group',
		service: 'unknown',
		isArchived: false,
		isFiltered: false,
		participants: address === undefined ? [] : [{ address, service: 'unknown' }],
	};
}
