import { markRead, setArchived } from './store/changes';
import type { StoredChat } from './store/chat';
import type { LineStore } from './store/line';
import { vote } from './store/polls';

/** Another device of a line's own account. What is done on it is the line's own doing, without a call. */
export class OwnDevice {
	constructor(private readonly line: LineStore) {}

	/** Sends a text; the answer is the message's id. */
	send(spaceId: string, text: string): string {
		return this.line.send(this.chat(spaceId), { parts: [{ bubble: 0, text }] }).guid;
	}

	/** Votes in a poll of the line, for the option with this text. */
	vote(pollId: string, option: string): void {
		const poll = this.line.polls.get(pollId);
		const found = poll?.options.find(({ text }) => text === option);
		if (poll === undefined || found === undefined) throw new Error(`The line has no poll ${pollId} with the option ${option}`);
		vote(this.line, poll, found.id, this.line.behaviour.pollChoices);
	}

	markRead(spaceId: string): void {
		markRead(this.line, this.chat(spaceId));
	}

	/** Archiving what is archived changes nothing. */
	archive(spaceId: string): void {
		setArchived(this.line, this.chat(spaceId), true);
	}

	/** As `archive`. */
	unarchive(spaceId: string): void {
		setArchived(this.line, this.chat(spaceId), false);
	}

	private chat(spaceId: string): StoredChat {
		const chat = this.line.chats.get(spaceId);
		if (chat === undefined) throw new Error(`The line has no space ${spaceId}`);
		return chat;
	}
}
