import type { ImessageEvent, SpaceType } from '../model/event/event';
import type { EventName } from '../model/event/eventNames';
import { includesLine, names, otherSide, spaceKey, type SenderList } from './filterEntries';
import type { Line } from '../model/line';
import type { Pattern } from './pattern';

/**
 * Which events start a workflow. An event has to pass every criterion; an absent one asks for nothing. What an event
 * does not say is not what was asked for: of an unknown line, space or sender, only the block list lets it pass.
 */
export interface EventFilter {
	/** Numbers and ids of lines, see {@link includesLine}. On the shared plan the only line is `shared`. */
	readonly lines?: ReadonlySet<string>;
	readonly spaceType?: SpaceType;
	/** Keys of conversations, see {@link spaceKey}. */
	readonly spaces?: ReadonlySet<string>;
	/** Whose events start the workflow: who wrote, reacted or voted, not who else is in the conversation. */
	readonly senders?: SenderList;
	/** Whose events never do, also when {@link senders} names them. */
	readonly blockedSenders?: SenderList;
	/** At least one of them is part of the text; each as {@link foldText} gives it. Of {@link written} events only. */
	readonly textContains?: readonly string[];
	/** Of {@link written} events only. */
	readonly textMatches?: Pattern;
	/** In groups, {@link written} events only when they name our line. Direct conversations pass. */
	readonly onlyMentions: boolean;
	/** What our own line does. Without it, an answer of the workflow could start the workflow again. */
	readonly includeOwn: boolean;
}

/** Either that the event passes, or the first criterion that it fails. */
export type FilterVerdict =
	| 'passes'
	| 'own'
	| 'line'
	| 'spaceType'
	| 'space'
	| 'blockedSender'
	| 'sender'
	| 'mention'
	| 'textContains'
	| 'textMatches';

/**
 * Events with words of a person in them, on which the criteria of text and mention decide. All others pass those: who
 * chose votes or group changes as well did not mean them to contain a word. A message without a text, such as a
 * picture, contains and matches nothing.
 */
const written: ReadonlySet<EventName> = new Set(['message.received', 'message.edited']);

/** Only our own side reads a conversation here, or archives it: to choose these events is to ask for own ones. */
const alwaysOwn: ReadonlySet<EventName> = new Set(['chat.markedRead', 'chat.archived', 'chat.unarchived']);

/**
 * Judges one event. The cheapest criteria come first, the pattern last.
 * @param line Where the event was received, when the receiver knows; else the event's own `space.phone` decides, which
 * a delivery by webhook may lack.
 */
export function judge(event: ImessageEvent, filter: EventFilter, line: Partial<Line> = {}): FilterVerdict {
	if (!filter.includeOwn && event.isFromMe === true && !alwaysOwn.has(event.event)) return 'own';
	if (!isOnLine(event, filter, line)) return 'line';
	if (filter.spaceType !== undefined && event.space.type !== filter.spaceType) return 'spaceType';
	if (filter.spaces !== undefined && !filter.spaces.has(spaceKey(event.space.id))) return 'space';
	const verdict = judgeSender(event, filter);
	if (verdict !== 'passes' || !written.has(event.event)) return verdict;
	if (filter.onlyMentions && event.space.type === 'group' && event.message?.mentionsMe !== true) return 'mention';
	return judgeText(event.message?.text ?? '', filter);
}

/** True when the event passes every criterion. */
export function matches(event: ImessageEvent, filter: EventFilter, line?: Partial<Line>): boolean {
	return judge(event, filter, line) === 'passes';
}

/** True when events of this line can pass, so that it is worth listening to. */
export function wantsLine(filter: EventFilter, line: Line): boolean {
	return filter.lines === undefined || includesLine(filter.lines, line);
}

/**
 * The address of who caused the event. In a direct conversation a message that is not ours and names nobody is the
 * other side's: a delivery may leave the sender out.
 */
export function senderOf(event: ImessageEvent): string | undefined {
	if (event.sender !== undefined) return event.sender.address;
	const isTheirs = event.event === 'message.received' || event.event === 'message.reactionAdded';
	return isTheirs && event.isFromMe !== true ? otherSide(event.space.id) : undefined;
}

/**
 * A text as it is compared: without regard to case, composition, width, or the shape of quotation marks, which an
 * iPhone rounds by itself. Upper case, because it knows one sigma and makes ß and SS alike.
 */
export function foldText(text: string): string {
	return text
		.normalize('NFKC')
		.toUpperCase()
		.normalize('NFKC')
		.replace(/[\u2018\u2019\u201b\u02bc]/g, "'")
		.replace(/[\u201c\u201d\u201e\u201f]/g, '"');
}

function isOnLine(event: ImessageEvent, { lines }: EventFilter, line: Partial<Line>): boolean {
	if (lines === undefined) return true;
	const { phone } = event.space;
	return includesLine(lines, line) || (phone !== undefined && includesLine(lines, { phone }));
}

function judgeSender(event: ImessageEvent, { senders, blockedSenders }: EventFilter): FilterVerdict {
	const known = [senderOf(event), event.sender?.id].filter((name) => name !== undefined);
	if (blockedSenders !== undefined && known.some((name) => names(blockedSenders, name))) return 'blockedSender';
	if (senders !== undefined && !known.some((name) => names(senders, name))) return 'sender';
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
