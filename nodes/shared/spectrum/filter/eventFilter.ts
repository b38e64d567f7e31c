import type { ImessageEvent, SpaceType } from '../model/event/event';
import type { EventName } from '../model/event/eventNames';
import { includesLine, includesSender, otherSide, spaceKey, type SenderList } from './filterEntries';
import type { Line } from '../model/line';
import type { Pattern } from './pattern';

/**
 * Selects the events that start a workflow. An event must pass every criterion. An absent criterion accepts every event. An
 * event with an unknown line, space or sender fails the criterion for it, except that the block list lets it pass.
 */
export interface EventFilter {
	/** Numbers and IDs of lines, see {@link includesLine}. On the shared plan the only line is `shared`. */
	readonly lines?: ReadonlySet<string>;
	readonly spaceType?: SpaceType;
	/** Keys of spaces, see {@link spaceKey}. */
	readonly spaces?: ReadonlySet<string>;
	/** The people whose events start the workflow: those who wrote, reacted or voted. Other members of the space do not count. */
	readonly senders?: SenderList;
	/** The people whose events never start the workflow, even if {@link senders} names them. */
	readonly blockedSenders?: SenderList;
	/** The text must contain at least one of them, each folded by {@link foldText}. Only for {@link textEvents}. */
	readonly textContains?: readonly string[];
	/** Only for {@link textEvents}. */
	readonly textMatches?: Pattern;
	/** In groups, {@link textEvents} must mention our line. Direct spaces always pass. */
	readonly onlyMentions: boolean;
	/** Received messages that are an opt-out, or all others. See `optOut` of an event. */
	readonly optOuts?: 'only' | 'without';
	/** True to accept events of our own line. Then an answer of the workflow can start the workflow again. */
	readonly includeOwn: boolean;
}

/** `passes`, or the first criterion that the event fails. */
export type FilterVerdict =
	| 'passes'
	| 'own'
	| 'line'
	| 'spaceType'
	| 'space'
	| 'blockedSender'
	| 'sender'
	| 'optOut'
	| 'mention'
	| 'textContains'
	| 'textMatches';

/**
 * Events with a text of a person. Only these are checked for text and mentions. All other events pass these criteria,
 * because a user who also chose votes or group changes does not expect a word in them. A message without a text, such as a
 * picture, fails the text criteria.
 */
const textEvents: ReadonlySet<EventName> = new Set(['message.received', 'message.edited']);

/** These events always come from our own side, so a user who chooses them wants own events. */
const alwaysOwn: ReadonlySet<EventName> = new Set(['chat.markedRead', 'chat.archived', 'chat.unarchived']);

/**
 * Checks one event. The cheapest criteria come first and the pattern comes last.
 *
 * @param line the line that received the event, if the receiver knows it. Otherwise the event's own `space.phone` decides,
 * which may be missing in a webhook delivery.
 */
export function judge(event: ImessageEvent, filter: EventFilter, line: Partial<Line> = {}): FilterVerdict {
	if (!filter.includeOwn && event.isFromMe === true && !alwaysOwn.has(event.event)) return 'own';
	if (!isOnLine(event, filter, line)) return 'line';
	if (filter.spaceType !== undefined && event.space.type !== filter.spaceType) return 'spaceType';
	if (filter.spaces !== undefined && !filter.spaces.has(spaceKey(event.space.id))) return 'space';
	const verdict = judgeSender(event, filter);
	if (verdict !== 'passes' || !textEvents.has(event.event)) return verdict;
	if (event.event === 'message.received' && !fitsOptOut(event, filter)) return 'optOut';
	if (filter.onlyMentions && event.space.type === 'group' && event.message?.mentionsMe !== true) return 'mention';
	return judgeText(event.message?.text ?? '', filter);
}

/** True when the event passes every criterion. */
export function matches(event: ImessageEvent, filter: EventFilter, line?: Partial<Line>): boolean {
	return judge(event, filter, line) === 'passes';
}

/** True when events of this line can pass. Other lines need no stream. */
export function wantsLine(filter: EventFilter, line: Line): boolean {
	return filter.lines === undefined || includesLine(filter.lines, line);
}

/**
 * Address of the person who caused the event. A delivery may omit the sender. In a direct space, a message without a
 * sender that is not our own comes from the other person.
 */
export function senderOf(event: ImessageEvent): string | undefined {
	if (event.sender !== undefined) return event.sender.address;
	const isTheirs = event.event === 'message.received' || event.event === 'message.reactionAdded';
	return isTheirs && event.isFromMe !== true ? otherSide(event.space.id) : undefined;
}

/**
 * Folds a text for comparison. Case, composition, width and the shape of quotation marks do not matter, because an iPhone
 * types curly quotation marks by itself. Upper case, because it has only one sigma and turns ß into SS.
 */
export function foldText(text: string): string {
	// Most texts are ASCII, of which only the case changes. UTF-8 has as many bytes as a text has characters only then.
	if (Buffer.byteLength(text) === text.length) return text.toUpperCase();
	return text
		.normalize('NFKC')
		.toUpperCase()
		.normalize('NFKC')
		.replace(/[\u2018\u2019\u201b\u02bc]/g, "'")
		.replace(/[\u201c\u201d\u201e\u201f]/g, '"');
}

function fitsOptOut({ optOut }: ImessageEvent, { optOuts }: EventFilter): boolean {
	return optOuts === undefined || (optOut === true) === (optOuts === 'only');
}

function isOnLine(event: ImessageEvent, { lines }: EventFilter, line: Partial<Line>): boolean {
	if (lines === undefined) return true;
	const { phone } = event.space;
	return includesLine(lines, line) || (phone !== undefined && includesLine(lines, { phone }));
}

function judgeSender(event: ImessageEvent, { senders, blockedSenders }: EventFilter): FilterVerdict {
	const known = [senderOf(event), event.sender?.id].filter((name) => name !== undefined);
	if (blockedSenders !== undefined && known.some((name) => includesSender(blockedSenders, name))) return 'blockedSender';
	if (senders !== undefined && !known.some((name) => includesSender(senders, name))) return 'sender';
	return 'passes';
}

function judgeText(text: string, { textContains, textMatches }: EventFilter): FilterVerdict {
	if (textContains !== undefined) {
		const folded = foldText(text);
		if (!textContains.some((part) => folded.includes(part))) return 'textContains';
	}
	if (textMatches !== undefined && (text === '' || !textMatches.isIn(text))) return 'textMatches';
	return 'passes';
}
