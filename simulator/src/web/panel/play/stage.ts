import { MovableClock, tomorrowAt } from '../../../movableClock';
import type { Simulator } from '../../../Simulator';
import type { StoredChat } from '../../../store/chat';
import type { LineStore } from '../../../store/line';
import type { StoredMessage } from '../../../store/message';
import type { GivenReaction } from '../../../store/people';
import type { Phone } from '../../../store/phone';
import { reactionOfEmoji } from '../../../store/reactions';
import { addressOf, isAddress } from './addresses';
import type { Cast } from '../../cast';
import { contentOf } from './media';
import type { Action, Doing, Saying, Target } from './steps';

interface Place {
	readonly line: LineStore;
	readonly chat: StoredChat;
}

interface Found extends Place {
	readonly message: StoredMessage;
}

type Spoken = Extract<Action, { type: 'say' | 'reply' }>;

/** Does what a line of a play says, as the people's phones would. Every refusal says what is missing. */
export class Stage {
	constructor(
		readonly simulator: Simulator,
		private readonly cast: Cast,
	) {}

	/** The address of the person who does it. A new person gets one, and their name shows on the page. */
	addressOf(name: string): string {
		const address = addressOf(this.simulator, this.cast, name);
		if (!isAddress(name)) this.cast.introduce(address, name);
		return address;
	}

	phoneOf(name: string): Phone {
		return this.simulator.phone(this.addressOf(name));
	}

	/** Everything that is done at once; typing and waiting take time, and belong to the player. */
	perform(action: Exclude<Action, { type: 'types' | 'waits' }>): void {
		switch (action.type) {
			case 'advance':
			case 'tomorrow':
				return this.moveTime(action);
			case 'group':
				return this.makeGroup(action.name, action.members);
			case 'say':
				return this.say(action);
			case 'reply': {
				const found = this.find(action, action.target, 'reply to');
				return this.say(action, found);
			}
			case 'react': {
				const { message } = this.find(action, action.target, 'react to');
				this.phoneOf(action.who).react(message.guid, givenOf(action.emoji), { isSet: action.isSet });
				return;
			}
			case 'edit':
				return this.phoneOf(action.who).edit(this.own(action, 'edit').guid, action.text);
			case 'unsend':
				return this.phoneOf(action.who).unsend(this.own(action, 'take back').guid);
			case 'read': {
				const { message } = this.newest(
					action,
					({ isFromMe, notice }) => isFromMe && notice === undefined,
					'there is no message of a line to read',
				);
				return this.phoneOf(action.who).read(message.guid);
			}
			case 'ask': {
				const { line, chat } = this.placeOf(action);
				line.keep(chat);
				this.phoneOf(action.who).createPoll(chat.guid, action.question, action.options, line.label);
				return;
			}
			case 'vote': {
				const { message } = this.newest(action, ({ guid }, { polls }) => polls.has(guid), 'there is no poll to vote in');
				this.phoneOf(action.who).vote(message.guid, action.option);
				return;
			}
			case 'leave':
				return this.phoneOf(action.who).leave(this.groupOf(action.who, action.group).chat.guid);
			case 'rename':
				return this.phoneOf(action.who).renameGroup(this.groupOf(action.who, action.group).chat.guid, action.name);
			case 'member': {
				const { chat } = this.groupOf(action.who, action.group);
				const member = this.addressOf(action.member);
				if (action.isMember) this.phoneOf(action.who).addMember(chat.guid, member);
				else this.phoneOf(action.who).removeMember(chat.guid, member);
				return;
			}
		}
	}

	/** Dots on the phones of the others in a conversation. */
	showTyping(doing: Doing, isTyping: boolean): void {
		const { line, chat } = this.placeOf(doing);
		this.cast.showTyping(this.addressOf(doing.who), line, chat.guid, isTyping);
	}

	private moveTime(action: Extract<Action, { type: 'advance' | 'tomorrow' }>): void {
		const { clock } = this.simulator;
		if (!(clock instanceof MovableClock)) throw new Error('The simulator was started with a clock that cannot be moved');
		if (action.type === 'advance') clock.advance(action.milliseconds);
		else clock.advanceTo(tomorrowAt(clock.now()));
	}

	/** A group of that name with the same members is taken as it is, so that a play can be played twice. */
	private makeGroup(name: string, members: readonly string[]): void {
		const addresses = [...new Set(members.map((member) => this.addressOf(member)))];
		const [first = ''] = addresses;
		const existing = this.findGroup(first, name)?.chat;
		if (existing !== undefined) {
			if (addresses.length === existing.members.length && addresses.every((address) => existing.members.includes(address))) return;
			throw new Error(`there is already a group “${name}” with other members`);
		}
		const guid = this.simulator.createGroup({ members: addresses });
		this.simulator.phone(first).renameGroup(guid, name);
	}

	private say(action: Spoken, replied?: Found): void {
		const { line, chat } = replied ?? this.placeOf(action);
		this.simulator.receive({
			from: this.addressOf(action.who),
			...bodyOf(action.saying),
			effectId: action.type === 'say' ? action.effect : undefined,
			replyTo: replied && { guid: replied.message.guid },
			line: line.label,
			space: chat.guid,
		});
	}

	private placeOf({ who, where }: Doing): Place {
		const address = this.addressOf(who);
		const line = this.lineOf(where);
		if (line !== undefined) return { line, chat: line.directDraft(address) };
		return this.groupOf(who, where as string);
	}

	/** A line by its number or id; the first when no place is named. Undefined for what can only be a group. */
	private lineOf(where: string | undefined): LineStore | undefined {
		if (where === undefined) return this.simulator.store();
		const named = this.simulator.lines.find(({ id, phone }) => id === where || phone === where);
		return named && this.simulator.store(named.id);
	}

	private groupOf(who: string, name: string): Place {
		const found = this.findGroup(this.addressOf(who), name);
		if (found !== undefined) return found;
		throw new Error(
			`${who} is not in a group “${name}”, and no line has this number. To make a group, write: ${name} = ${who}, ${who === 'Ben' ? 'Ada' : 'Ben'}`,
		);
	}

	private findGroup(address: string, name: string): Place | undefined {
		const wanted = name.toLowerCase();
		return this.spaces(address).find(({ chat }) => chat.isGroup && chat.displayName?.toLowerCase() === wanted);
	}

	private find(doing: Doing, target: Target, verb: string): Found {
		if (target.type === 'last') return this.newest(doing, isMessage, `there is no message that ${doing.who} could ${verb}`);
		const wanted = target.words.toLowerCase();
		const contains = (message: StoredMessage): boolean =>
			isMessage(message) && message.parts.some(({ text }) => text?.toLowerCase().includes(wanted) === true);
		return this.newest(doing, contains, `there is no message with “${target.words}” that ${doing.who} could ${verb}`);
	}

	private own(doing: Doing, verb: string): StoredMessage {
		const address = this.addressOf(doing.who);
		const isOwn = (message: StoredMessage): boolean => isMessage(message) && message.sender === address;
		return this.newest(doing, isOwn, `there is no message of ${doing.who} to ${verb}`).message;
	}

	/** The newest row that fits, in one conversation or in all. */
	private newest(doing: Doing, fits: (message: StoredMessage, line: LineStore) => boolean, otherwise: string): Found {
		const places = doing.where === undefined ? this.spaces(this.addressOf(doing.who)) : [this.placeOf(doing)];
		let newest: Found | undefined;
		for (const { line, chat } of places) {
			const message = line.history(chat.guid).findLast((row) => fits(row, line));
			if (message !== undefined && (newest === undefined || message.createdAt >= newest.message.createdAt)) {
				newest = { line, chat, message };
			}
		}
		if (newest === undefined) throw new Error(otherwise);
		return newest;
	}

	private spaces(address: string): Place[] {
		return this.simulator.lines.flatMap(({ id }) => {
			const line = this.simulator.store(id);
			return [...line.chats.values()].filter(({ members }) => members.includes(address)).map((chat) => ({ line, chat }));
		});
	}
}

function bodyOf(saying: Saying): { readonly text: string } | { readonly content: ReturnType<typeof contentOf> } {
	return saying.type === 'text' ? { text: saying.text } : { content: contentOf(saying) };
}

/** Something said, and still there. */
function isMessage({ reacts, isPlaced, notice, retractedAt }: StoredMessage): boolean {
	return reacts === undefined && isPlaced !== true && notice === undefined && retractedAt === undefined;
}

function givenOf(emoji: string): GivenReaction {
	const { kind } = reactionOfEmoji(emoji);
	return kind === 'emoji' || kind === 'sticker' ? { emoji } : kind;
}
