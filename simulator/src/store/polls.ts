import { randomUUID } from 'node:crypto';
import type { SendNotes } from './arrivals';
import type { StoredChat } from './chat';
import type { LineStore } from './line';

export interface StoredPollOption {
	readonly text: string;
	/** Opaque. */
	readonly id: string;
	readonly creator: string;
}

export interface StoredVote {
	/** Address of who voted. */
	readonly voter: string;
	readonly optionId: string;
}

/** A poll as it stands now. */
export interface StoredPoll {
	/** GUID of the message that carries it. */
	readonly guid: string;
	readonly chatGuid: string;
	/** As it was stored: servers have been seen to store none. */
	readonly title: string;
	options: readonly StoredPollOption[];
	votes: readonly StoredVote[];
}

/** `one`: a person's vote moves. `several`: votes add up. The client's words are that a vote is cast or changed. */
export type PollChoices = 'several' | 'one';

/** Which app a poll's message names. */
const pollBalloon = 'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.messages.Polls';

function pollOption(text: string, creator: string): StoredPollOption {
	return { text, id: randomUUID().toUpperCase(), creator };
}

/**
 * Puts a poll into a chat: its message and the poll are two events, unless the server tells of the poll alone. Without an actor it is the line's own.
 * @param isTitleLost Stored without its title, as servers have been seen to do.
 */
export function createPoll(
	line: LineStore,
	chat: StoredChat,
	{ title, texts, isTitleLost }: { readonly title: string; readonly texts: readonly string[]; readonly isTitleLost: boolean },
	actor?: string,
	notes: SendNotes = {},
): StoredPoll {
	const { pollsAsMessages } = line.behaviour;
	const message = { parts: [{ bubble: 0 }], balloonBundleId: pollBalloon };
	const { guid } =
		actor === undefined
			? line.send(chat, message, { ...notes, poll: { title, options: texts } }, pollsAsMessages === 'all')
			: line.receive(chat, { ...message, isFromMe: false, sender: actor }, pollsAsMessages !== 'none');
	const poll: StoredPoll = {
		guid,
		chatGuid: chat.guid,
		title: isTitleLost ? '' : title,
		options: texts.map((text) => pollOption(text, actor ?? line.ownAddress)),
		votes: [],
	};
	line.polls.set(guid, poll);
	line.append(chat, 'poll', actor, { type: 'created', pollGuid: guid, title: poll.title, options: poll.options });
	return poll;
}

/** Without an actor the line itself votes. Voting twice for one option changes nothing. */
export function vote(line: LineStore, poll: StoredPoll, optionId: string, choices: PollChoices, actor?: string): void {
	const voter = actor ?? line.ownAddress;
	if (poll.votes.some((given) => given.voter === voter && given.optionId === optionId)) return;
	if (choices === 'one') unvote(line, poll, undefined, actor);
	poll.votes = [...poll.votes, { voter, optionId }];
	announce(line, poll, 'voted', optionId, actor);
}

/** Withdraws one vote, or all; a vote that was not given changes nothing. */
export function unvote(line: LineStore, poll: StoredPoll, optionId?: string, actor?: string): void {
	const voter = actor ?? line.ownAddress;
	const isWithdrawn = (given: StoredVote): boolean => given.voter === voter && (optionId === undefined || given.optionId === optionId);
	const withdrawn = poll.votes.filter(isWithdrawn);
	poll.votes = poll.votes.filter((given) => !isWithdrawn(given));
	for (const given of withdrawn) announce(line, poll, 'unvoted', given.optionId, actor);
}

export function addOption(line: LineStore, poll: StoredPoll, text: string, actor?: string): void {
	poll.options = [...poll.options, pollOption(text, actor ?? line.ownAddress)];
	const chat = chatOf(line, poll);
	const { guid: pollGuid, title, options } = poll;
	line.append(chat, 'poll', actor, { type: 'optionAdded', pollGuid, title, options });
	line.tell(chat, { type: 'pollOption', pollId: pollGuid, text }, actor);
}

function announce(line: LineStore, poll: StoredPoll, type: 'voted' | 'unvoted', optionId: string, actor: string | undefined): void {
	const chat = chatOf(line, poll);
	line.append(chat, 'poll', actor, { type, pollGuid: poll.guid, optionId });
	line.tell(chat, { type: 'vote', pollId: poll.guid, optionId, isSet: type === 'voted' }, actor);
}

function chatOf(line: LineStore, poll: StoredPoll): StoredChat {
	const chat = line.chats.get(poll.chatGuid);
	if (chat === undefined) throw new Error(`The chat of the poll ${poll.guid} is gone`);
	return chat;
}
