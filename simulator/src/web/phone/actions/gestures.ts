import type { LineStore } from '../../../store/line';
import type { StoredMessage } from '../../../store/message';
import type { GivenReaction } from '../../../store/people';
import { editWindow, unsendWindow } from '../../../store/windows';
import { WebError } from '../../route';
import type { Desk } from '../desk';
import type { Holder } from '../holder';
import { bodyOf, flag, number, optionalIndex, text, texts, type Body } from '../input';
import { longestText } from './sending';

const native = ['love', 'like', 'dislike', 'laugh', 'emphasize', 'question'] as const;

interface Aimed {
	readonly holder: Holder;
	readonly line: LineStore;
	readonly message: StoredMessage;
	readonly part?: number;
}

/** Gives a tapback or takes it away. A person has one for each bubble: another one replaces it. */
export function react(desk: Desk, body: Body): void {
	const { holder, message, part } = aim(desk, body, 'tapbacks');
	const given = reactionOf(text(body, 'reaction', 40));
	const isSet = flag(body, 'isSet', true);
	const own = message.reactions.filter((applied) => applied.sender === holder.address && applied.part === part);
	for (const { reaction } of own) {
		if (reaction.kind === 'sticker') continue;
		const standing: GivenReaction = reaction.kind === 'emoji' ? { emoji: reaction.emoji ?? '' } : reaction.kind;
		if (isSet && !isSame(standing, given)) holder.phone.react(message.guid, standing, { part, isSet: false });
	}
	holder.phone.react(message.guid, given, { part, isSet });
}

/** The answer is the id of the sticker's file. */
export function placeSticker(desk: Desk, body: Body): { readonly sticker: string } {
	const { holder, message, part } = aim(desk, body, 'stickers');
	const { bytes, name, mimeType } = desk.uploads.take(text(body, 'file', 64));
	if (!mimeType.startsWith('image/')) throw new WebError(422, `A sticker is a picture; this is ${mimeType}`);
	const placed = bodyOf(body.placement);
	const placement = {
		x: number(placed, 'x', 0, 1),
		y: number(placed, 'y', 0, 1),
		scale: placed.scale === undefined ? undefined : number(placed, 'scale', 0.1, 4),
		rotation: placed.rotation === undefined ? undefined : number(placed, 'rotation', -360, 360),
	};
	return { sticker: holder.phone.placeSticker(message.guid, { bytes, name, part }, placement) };
}

export function edit(desk: Desk, body: Body): void {
	const { holder, line, message, part } = aim(desk, body, 'edits');
	checkWindow(line, message, editWindow, 'A message can be edited for 15 minutes');
	holder.phone.edit(message.guid, text(body, 'text', longestText), part);
}

export function unsend(desk: Desk, body: Body): void {
	const { holder, line, message, part } = aim(desk, body, 'unsending');
	checkWindow(line, message, unsendWindow, 'A message can be unsent for 2 minutes');
	holder.phone.unsend(message.guid, part);
}

/** The person looks at the conversation; a phone that sends receipts tells the line what it has read. */
export function read(desk: Desk, body: Body): void {
	const holder = desk.actor(body);
	const line = desk.line(body);
	const chat = desk.chat(holder, line, text(body, 'space', 300));
	const before = desk.reading.see(holder.address, line, chat.guid);
	// Groups and SMS have no receipts.
	if (chat.isGroup || chat.service !== 'iMessage' || !desk.reading.sendsReceipts(holder.address)) return;
	for (const message of line.history(chat.guid).slice(Math.max(0, before - line.goneRows(chat.guid)))) {
		const { guid, isFromMe, readAt } = message;
		if (isFromMe && readAt === undefined && holder.phone.arrived(guid) !== undefined) holder.phone.read(guid);
	}
}

/** Votes, or takes the vote back. */
export function vote(desk: Desk, body: Body): void {
	const { holder, message } = aim(desk, body, 'polls');
	const option = text(body, 'option', 64);
	if (flag(body, 'isSet', true)) holder.phone.vote(message.guid, option);
	else holder.phone.unvote(message.guid, option);
}

export function addOption(desk: Desk, body: Body): void {
	const { holder, message } = aim(desk, body, 'polls');
	holder.phone.addPollOption(message.guid, text(body, 'text', 200).trim());
}

/** Puts a poll into a conversation; the answer is its message. */
export function createPoll(desk: Desk, body: Body): { readonly message: string } {
	const holder = desk.actor(body);
	const line = desk.line(body);
	const chat = desk.chat(holder, line, text(body, 'space', 300));
	if (chat.service !== 'iMessage') throw new WebError(422, 'SMS has no polls');
	const options = texts(body, 'options', 12, 200);
	if (options.length < 2) throw new WebError(400, 'A poll needs two options');
	const title = text(body, 'title', 300, true).trim();
	return { message: holder.phone.createPoll(chat.guid, title, options, line.id).guid };
}

/** Which message, and which bubble of it. */
function aim(desk: Desk, body: Body, what: string): Aimed {
	const holder = desk.actor(body);
	const line = desk.line(body);
	const message = desk.message(holder, line, text(body, 'message', 300));
	if (message.service !== 'iMessage') throw new WebError(422, `SMS has no ${what}`);
	return { holder, line, message, part: optionalIndex(body, 'part') };
}

function checkWindow(line: LineStore, message: StoredMessage, window: number, words: string): void {
	if (line.clock.now() - message.createdAt > window) throw new WebError(422, words);
}

function reactionOf(name: string): GivenReaction {
	const kind = native.find((one) => one === name);
	if (kind !== undefined) return kind;
	if (!/^(\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3)/u.test(name)) {
		throw new WebError(400, 'A tapback is one of the six, or an emoji');
	}
	return { emoji: name };
}

function isSame(one: GivenReaction, other: GivenReaction): boolean {
	return typeof one === 'string' || typeof other === 'string' ? one === other : one.emoji === other.emoji;
}
