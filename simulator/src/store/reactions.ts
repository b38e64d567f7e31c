import type { StoredChat } from './chat';
import type { LineStore } from './line';
import type { LoggedEvent } from './eventLog';
import type { MessagePlace, ReactionKind, StoredMessage, StoredReaction } from './message';
import { joinParts } from './parts';

/** How webhooks show Apple's own kinds. */
const emojiOfKind: Readonly<Record<Exclude<ReactionKind, 'emoji' | 'sticker'>, string>> = {
	love: '❤️',
	like: '👍',
	dislike: '👎',
	laugh: '😂',
	emphasize: '‼️',
	question: '❓',
};

const verbs: Readonly<Record<ReactionKind, string>> = {
	love: 'Loved',
	like: 'Liked',
	dislike: 'Disliked',
	laugh: 'Laughed at',
	emphasize: 'Emphasized',
	question: 'Questioned',
	emoji: 'Reacted to',
	sticker: 'Reacted with a sticker to',
};

/** The reaction that an emoji of a webhook stands for. */
export function reactionOfEmoji(emoji: string): StoredReaction {
	const native = Object.entries(emojiOfKind).find(([, shown]) => shown === emoji);
	return native === undefined ? { kind: 'emoji', emoji } : { kind: native[0] as ReactionKind };
}

/** The reaction as webhooks show it. */
export function emojiOf({ kind, emoji }: StoredReaction): string {
	return kind === 'emoji' || kind === 'sticker' ? (emoji ?? '') : emojiOfKind[kind];
}

export interface Given {
	/** The reaction's own row. */
	readonly row: StoredMessage;
	/** Absent when nothing has changed: it stood there already, or there was none to take away. */
	readonly event?: LoggedEvent;
}

/**
 * Adds, replaces or takes away a reaction. One person has at most one of each kind on a message or bubble; a second
 * emoji replaces the first. Without an actor the line itself reacts.
 */
export function react(
	line: LineStore,
	chat: StoredChat,
	place: MessagePlace,
	reaction: StoredReaction,
	isSet: boolean,
	actor?: { readonly address: string; readonly at: number },
): Given {
	const target = line.messages.get(place.guid);
	const sender = actor?.address;
	const row = line.addRow(chat, {
		isFromMe: sender === undefined,
		sender,
		createdAt: actor?.at,
		parts: [{ bubble: 0, text: rowText(target, reaction, isSet) }],
		reacts: { target: place, reaction, isSet },
	});
	if (target !== undefined && !fold(target, place.part, reaction, isSet, row)) return { row };
	const type = isSet ? 'reactionAdded' : 'reactionRemoved';
	const change = { type, messageGuid: place.guid, part: place.part, reaction } as const;
	const event = line.append(chat, 'message', sender, change, row.createdAt);
	if (target !== undefined) line.refresh(chat, target);
	line.tell(chat, { type: 'reaction', reactionId: row.guid, target: place, reaction, isSet }, sender);
	return { row, event };
}

/** Whether the reactions on the message have changed. */
function fold(target: StoredMessage, part: number | undefined, reaction: StoredReaction, isSet: boolean, row: StoredMessage): boolean {
	const standing = target.reactions.find(
		(applied) => applied.sender === row.sender && applied.part === part && applied.reaction.kind === reaction.kind,
	);
	const stands = standing !== undefined && standing.reaction.emoji === reaction.emoji;
	if (stands === isSet) return false;
	const others = target.reactions.filter((applied) => applied !== standing);
	if (isSet) {
		const { guid, sender, createdAt: at } = row;
		target.reactions = [...others, { guid, part, reaction, sender, at }];
	} else {
		target.reactions = others;
	}
	return true;
}

/** What Messages writes for devices that show no reactions. */
function rowText(target: StoredMessage | undefined, reaction: StoredReaction, isSet: boolean): string {
	const verb = reaction.kind === 'emoji' ? `Reacted ${reaction.emoji ?? ''} to` : verbs[reaction.kind];
	const words = target === undefined ? undefined : joinParts(target.parts).text;
	const what = words === undefined ? 'an attachment' : `“${words}”`;
	return isSet ? `${verb} ${what}` : `Removed a reaction from ${what}`;
}
