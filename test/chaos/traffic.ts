import type { Simulator } from '../../simulator/src';
import type { Draw } from './draw';

/** How often each thing happens, in comparison. */
const habits = {
	message: 45,
	groupMessage: 20,
	react: 8,
	unreact: 3,
	edit: 5,
	unsend: 2,
	sticker: 1,
	poll: 2,
	vote: 5,
	unvote: 1,
	option: 1,
	rename: 2,
	member: 2,
	picture: 1,
	ownMessage: 3,
	receipt: 1,
	ownReading: 0.3,
	archive: 0.3,
} as const;

type Habit = keyof typeof habits;

interface Said {
	readonly id: string;
	readonly from: string;
	readonly space: string;
}

/** What has been said on a line lately, for others to react to. */
interface Talk {
	readonly line: string;
	readonly groups: readonly string[];
	readonly said: Said[];
	readonly own: Said[];
	readonly polls: string[];
}

const remembered = 40;
const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** Many people, in many spaces, on every line of a simulator. */
export class Traffic {
	private readonly people: readonly string[];
	private readonly talks = new Map<string, Talk>();
	private count = 0;

	constructor(
		private readonly spectrum: Simulator,
		private readonly draw: Draw,
		people = 30,
	) {
		this.people = Array.from({ length: people }, (_, index) => `+1555123${String(1000 + index)}`);
	}

	/** So many things happen, at once. */
	burst(things: number): void {
		for (let index = 0; index < things; index++) this.happen();
	}

	/** Whatever cannot happen now becomes a message. */
	private happen(): void {
		const talk = this.talkOf(this.draw.one(this.spectrum.lines).id);
		const habit = this.draw.weighted(habits);
		if (!this.try(habit, talk)) this.message(talk, undefined);
	}

	private try(habit: Habit, talk: Talk): boolean {
		const { draw, spectrum } = this;
		const said = draw.maybe(talk.said);
		const poll = draw.maybe(talk.polls);
		const group = draw.one(talk.groups);
		const members = this.membersOf(talk, group);
		const member = draw.maybe(members);
		const phone = (address: string) => spectrum.phone(address);
		switch (habit) {
			case 'message':
				return this.message(talk, undefined);
			case 'groupMessage':
				return member !== undefined && this.message(talk, { space: group, from: member });
			case 'react':
			case 'unreact': {
				if (said === undefined || !this.isThere(talk, said)) return false;
				phone(said.from).react(said.id, draw.one(['love', 'like', 'laugh', { emoji: '🎉' }]), {
					isSet: habit === 'react',
					webhooks: false,
				});
				return true;
			}
			case 'edit':
				if (said === undefined || !this.isThere(talk, said)) return false;
				phone(said.from).edit(said.id, `Edited ${++this.count}`);
				return true;
			case 'unsend':
				if (said === undefined || !this.isThere(talk, said)) return false;
				phone(said.from).unsend(said.id);
				return true;
			case 'sticker':
				if (said === undefined || !this.isThere(talk, said)) return false;
				phone(said.from).placeSticker(said.id, { bytes: picture });
				return true;
			case 'poll':
				if (member === undefined) return false;
				keep(talk.polls, phone(member).createPoll(group, `Poll ${++this.count}`, ['Yes', 'No', 'Later']).guid);
				return true;
			case 'vote':
			case 'unvote':
			case 'option':
				return poll !== undefined && this.aboutPoll(habit, talk, poll);
			case 'rename':
				if (member === undefined) return false;
				phone(member).renameGroup(group, `Group ${++this.count}`);
				return true;
			case 'member':
				return this.changeMembers(group, members);
			case 'picture':
				if (member === undefined) return false;
				if (draw.chance(0.5)) phone(member).setGroupIcon(group, draw.chance(0.7) ? picture : undefined);
				else phone(member).setBackground(group, draw.chance(0.7) ? picture : undefined);
				return true;
			case 'ownMessage': {
				const id = spectrum.ownDevice(talk.line).send(group, `Ours ${++this.count}`);
				if (member !== undefined) keep(talk.own, { id, from: member, space: group });
				return true;
			}
			case 'receipt': {
				const own = draw.maybe(talk.own);
				if (own === undefined || !this.isThere(talk, own)) return false;
				phone(own.from).read(own.id);
				return true;
			}
			case 'ownReading':
				spectrum.ownDevice(talk.line).markRead(group);
				return true;
			case 'archive':
				if (draw.chance(0.5)) spectrum.ownDevice(talk.line).archive(group);
				else spectrum.ownDevice(talk.line).unarchive(group);
				return true;
		}
	}

	private message(talk: Talk, place: { readonly space: string; readonly from: string } | undefined): true {
		const from = place?.from ?? this.draw.one(this.people);
		const [received] = this.spectrum.receiveMany([{ from, text: `Message ${++this.count}`, line: talk.line, space: place?.space }]);
		if (received !== undefined) keep(talk.said, { id: received.messageId, from, space: received.spaceId });
		return true;
	}

	private aboutPoll(habit: 'vote' | 'unvote' | 'option', talk: Talk, pollId: string): boolean {
		const poll = this.spectrum.store(talk.line).polls.get(pollId);
		const voter = this.draw.maybe(this.membersOf(talk, poll?.chatGuid ?? ''));
		if (poll === undefined || voter === undefined) return false;
		const phone = this.spectrum.phone(voter);
		if (habit === 'option') phone.addPollOption(pollId, `Option ${++this.count}`);
		else if (habit === 'unvote') phone.unvote(pollId);
		else phone.vote(pollId, this.draw.one(poll.options).id);
		return true;
	}

	private changeMembers(group: string, members: readonly string[]): boolean {
		const [first] = members;
		if (first === undefined) return false;
		const phone = this.spectrum.phone(first);
		const other = this.draw.one(this.people);
		if (!members.includes(other)) phone.addMember(group, other);
		else if (members.length < 3) return false;
		else if (this.draw.chance(0.5)) phone.removeMember(group, this.draw.one(members.slice(1)));
		else this.spectrum.phone(this.draw.one(members.slice(1))).leave(group);
		return true;
	}

	private membersOf({ line }: Talk, space: string): readonly string[] {
		return this.spectrum.store(line).chats.get(space)?.members ?? [];
	}

	/** Whoever has left a group does nothing in it any more. */
	private isThere(talk: Talk, { from, space }: Said): boolean {
		return this.membersOf(talk, space).includes(from);
	}

	private talkOf(line: string): Talk {
		const known = this.talks.get(line);
		if (known !== undefined) return known;
		const groups = Array.from({ length: 4 }, (_, index) =>
			this.spectrum.createGroup({ line, members: this.people.slice(index * 5, index * 5 + 6) }),
		);
		const talk = { line, groups, said: [], own: [], polls: [] };
		this.talks.set(line, talk);
		return talk;
	}
}

function keep<Value>(list: Value[], value: Value): void {
	list.push(value);
	if (list.length > remembered) list.shift();
}
