import type { Inbox } from './inbox';
import type { Lines } from './lines';
import type { StoredChat } from './store/chat';
import { edit, logRead, placeSticker, unsend } from './store/changes';
import { typeOfPicture } from './store/fileTypes';
import { addMembers, memberLeft, removeMembers, rename, setBackground, setIcon } from './store/groups';
import type { LineStore } from './store/line';
import type { SharedPlace } from './store/locations';
import type { StoredMessage, StoredPlacement } from './store/message';
import type { GivenReaction, People, PhoneChat, ReactOptions, SpaceOfLine, Sticker } from './store/people';
import { addOption, createPoll, unvote, vote, type PollChoices, type StoredPoll } from './store/polls';
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
		private readonly behaviour: { readonly pollChoices: PollChoices; readonly emptyPollTitles: boolean },
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
		logRead(line, chat, message, line.clock.now(), address);
	}

	play(address: string, messageId: string): void {
		const { line, message } = this.find(address, messageId);
		if (!message.isFromMe || message.isVoiceNote !== true) throw new Error(`${messageId} is not a voice note from a line`);
		message.playedAt ??= line.clock.now();
	}

	delivered(address: string, messageId: string): void {
		const found = this.lookUp(address, messageId);
		// The line may have forgotten the message meanwhile, or left the group.
		if (found === undefined) return;
		const { line, chat, message } = found;
		// In a group, the first phone counts.
		if (message.isOnItsWay === true) {
			message.isOnItsWay = false;
			message.deliveredAt = line.clock.now();
		}
		line.refresh(chat, message);
	}

	vote(address: string, pollId: string, option: string): StoredPoll {
		const { line, poll } = this.pollOf(address, pollId);
		vote(line, poll, optionOf(poll, option), this.behaviour.pollChoices, address);
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

	createPoll(address: string, space: SpaceOfLine, title: string, texts: readonly string[]): StoredPoll {
		const { line, chat } = this.spaceOf(address, space);
		return createPoll(line, chat, { title, texts, isTitleLost: this.behaviour.emptyPollTitles }, address);
	}

	edit(address: string, messageId: string, text: string, part: number | undefined): void {
		const { line, chat, message } = this.findOwn(address, messageId);
		edit(line, chat, message, { text, part }, address);
	}

	unsend(address: string, messageId: string, part: number | undefined): void {
		const { line, chat, message } = this.findOwn(address, messageId);
		unsend(line, chat, message, part, address);
	}

	placeSticker(address: string, messageId: string, { bytes, name, part }: Sticker, placement: StoredPlacement): string {
		const { line, chat, message } = this.find(address, messageId);
		const attachment = line.attachments.keep({ fileName: name ?? 'sticker.png', data: bytes, isOutgoing: false });
		placeSticker(line, chat, { guid: message.guid, part }, { attachment, placement }, address);
		return attachment.guid;
	}

	leave(address: string, spaceId: string): void {
		const { line, chat } = this.groupOf(address, spaceId);
		memberLeft(line, chat, address);
	}

	renameGroup(address: string, spaceId: string, name: string): void {
		const { line, chat } = this.groupOf(address, spaceId);
		rename(line, chat, name, address);
	}

	changeMember(address: string, spaceId: string, member: string, isMember: boolean): void {
		const { line, chat } = this.groupOf(address, spaceId);
		if (chat.members.includes(member) === isMember) throw new Error(`${member} is ${isMember ? 'in' : 'not in'} the group`);
		(isMember ? addMembers : removeMembers)(line, chat, [member], address);
	}

	shareLocation(address: string, place: SharedPlace, line: string | undefined): void {
		this.lines.find(line).store.locations.share(address, place);
	}

	stopSharingLocation(address: string, line: string | undefined): void {
		this.lines.find(line).store.locations.stop(address);
	}

	setPicture(address: string, space: SpaceOfLine, which: 'icon' | 'background', data: Buffer | undefined): void {
		const { line, chat } = which === 'icon' ? this.groupOf(address, space.spaceId) : this.spaceOf(address, space);
		const mimeType = data === undefined ? '' : typeOfPicture(data);
		if (mimeType === undefined) throw new Error('Not a picture');
		(which === 'icon' ? setIcon : setBackground)(line, chat, data === undefined ? undefined : { data, mimeType }, address);
	}

	private get stores(): LineStore[] {
		return this.lines.all.map(({ store }) => store);
	}

	private find(address: string, messageId: string): Found {
		const found = this.lookUp(address, messageId);
		if (found === undefined) throw new Error(`${address} has no message ${messageId}`);
		return found;
	}

	private lookUp(address: string, messageId: string): Found | undefined {
		for (const line of this.stores) {
			const message = line.messages.get(messageId);
			const chat = message === undefined ? undefined : line.chats.get(message.chatGuid);
			if (message !== undefined && chat?.members.includes(address)) return { line, chat, message };
		}
		return undefined;
	}

	private findOwn(address: string, messageId: string): Found {
		const found = this.find(address, messageId);
		if (found.message.sender !== address) throw new Error(`${address} has not sent ${messageId}`);
		return found;
	}

	private groupOf(address: string, spaceId: string): Omit<Found, 'message'> {
		const found = this.spaceOf(address, { spaceId });
		if (!found.chat.isGroup) throw new Error(`${spaceId} is not a group`);
		return found;
	}

	private spaceOf(address: string, { spaceId, line: wanted }: SpaceOfLine): Omit<Found, 'message'> {
		for (const line of this.stores) {
			if (wanted !== undefined && wanted !== line.label && wanted !== line.id) continue;
			const chat = line.chats.get(spaceId);
			if (chat?.members.includes(address)) return { line, chat };
		}
		throw new Error(`${address} is not in the space ${spaceId}`);
	}

	private pollOf(address: string, pollId: string): { readonly line: LineStore; readonly poll: StoredPoll } {
		const { line } = this.find(address, pollId);
		const poll = line.polls.get(pollId);
		if (poll === undefined) throw new Error(`${pollId} is not a poll`);
		return { line, poll };
	}
}

/** An option by its text or its identifier. */
function optionOf({ options }: StoredPoll, named: string): string {
	const option = options.find(({ id, text }) => id === named || text === named);
	if (option === undefined) throw new Error(`The poll has no option ${named}`);
	return option.id;
}
