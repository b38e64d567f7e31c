import type { Inbox } from './inbox';
import type { Lines } from './lines';
import type { StoredChat } from './store/chat';
import { memberLeft } from './store/groups';
import type { LineStore } from './store/line';
import type { StoredMessage } from './store/message';
import type { GivenReaction, People, PhoneChat, ReactOptions } from './store/phone';
import { addOption, unvote, vote, type PollChoices, type StoredPoll } from './store/polls';
import { emojiOf, react } from './store/reactions';

interface Found {
	readonly line: LineStore;
	readonly chat: StoredChat;
	readonly message: StoredMessage;
}

/** Everybody who owns a phone: what they do reaches the line that the message or group belongs to. */
export class Crowd implements People {
	constructor(
		private readonly lines: Lines,
		private readonly inbox: Inbox,
		private readonly choices: () => PollChoices,
	) {}

	chats(address: string): readonly PhoneChat[] {
		return this.stores.flatMap((line) =>
			[...line.chats.values()]
				.filter(({ members }) => members.includes(address))
				.map(({ guid, isGroup, displayName, members, icon, background }) => ({
					spaceId: guid,
					line: line.label,
					isGroup,
					name: displayName,
					members,
					icon: icon?.data,
					background: background?.data,
				})),
		);
	}

	react(address: string, messageId: string, given: GivenReaction, options: ReactOptions): string {
		const { line, chat, message } = this.find(address, messageId);
		const { part, isSet = true, webhooks } = options;
		const reaction = typeof given === 'string' ? { kind: given } : { kind: 'emoji' as const, emoji: given.emoji };
		if (!isSet) {
			const by = { address, at: line.clock.now() };
			return react(line, chat, { guid: message.guid, part }, reaction, false, by).row.guid;
		}
		return this.inbox.receive({
			from: address,
			content: { type: 'reaction', emoji: emojiOf(reaction), target: message.guid, part },
			line: line.phone ?? line.id,
			space: chat.guid,
			webhooks,
		}).messageId;
	}

	read(address: string, messageId: string): void {
		const { line, chat, message } = this.find(address, messageId);
		if (!message.isFromMe) throw new Error(`${messageId} was not sent by a line`);
		message.readAt ??= line.clock.now();
		line.append(chat, 'message', address, { type: 'messageRead', messageGuid: message.guid });
	}

	vote(address: string, pollId: string, option: string): StoredPoll {
		const { line, poll } = this.pollOf(address, pollId);
		vote(line, poll, optionOf(poll, option), this.choices(), address);
		return poll;
	}

	unvote(address: string, pollId: string, option?: string): StoredPoll {
		const { line, poll } = this.pollOf(address, pollId);
		unvote(line, poll, option === undefined ? undefined : optionOf(poll, option), address);
		return poll;
	}

	addPollOption(address: string, pollId: string, text: string): StoredPoll {
		const { line, poll } = this.pollOf(address, pollId);
		addOption(line, poll, text, address);
		return poll;
	}

	leave(address: string, spaceId: string): void {
		for (const line of this.stores) {
			const chat = line.chats.get(spaceId);
			if (chat === undefined || !chat.isGroup || !chat.members.includes(address)) continue;
			memberLeft(line, chat, address);
			return;
		}
		throw new Error(`${address} is in no group ${spaceId}`);
	}

	private get stores(): LineStore[] {
		return this.lines.all.map(({ store }) => store);
	}

	private find(address: string, messageId: string): Found {
		for (const line of this.stores) {
			const message = line.messages.get(messageId);
			const chat = message === undefined ? undefined : line.chats.get(message.chatGuid);
			if (message !== undefined && chat?.members.includes(address)) return { line, chat, message };
		}
		throw new Error(`${address} has no message ${messageId}`);
	}

	private pollOf(address: string, pollId: string): { readonly line: LineStore; readonly poll: StoredPoll } {
		const { line } = this.find(address, pollId);
		const poll = line.polls.get(pollId);
		if (poll === undefined) throw new Error(`${pollId} is no poll`);
		return { line, poll };
	}
}

/** An option by its text or its identifier. */
function optionOf({ options }: StoredPoll, named: string): string {
	const option = options.find(({ id, text }) => id === named || text === named);
	if (option === undefined) throw new Error(`The poll has no option ${named}`);
	return option.id;
}
