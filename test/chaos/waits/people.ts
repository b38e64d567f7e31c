import type { Simulator } from '../../../simulator/src';
import type { ArrivedMessage } from '../../../simulator/src/store/arrivals';
import type { Draw } from '../draw';

/** How often people do what once they have a question, in comparison. */
const habits = {
	tapback: 20,
	reply: 20,
	words: 18,
	vote: 20,
	'reply, then unsend it': 4,
	'tapback, then take it back': 4,
	'yes, then no': 6,
	'something else': 5,
	nothing: 15,
} as const;

type Habit = keyof typeof habits;

/** A question that has reached a person. */
export interface Arrived {
	readonly key: number;
	readonly person: string;
	readonly messageId: string;
	/** On the world's clock, by the server: the deadline counts from it. */
	readonly at: number;
	readonly deadline: number;
	/** ID of its poll, once that has arrived. */
	pollId?: string;
}

/** What a person has done. */
export interface Act {
	/** The only question that it may decide. Absent: none, because several were open, or because it says nothing. */
	readonly key?: number;
	readonly person: string;
	readonly approved: boolean;
	/** ID of the message, or of the poll of a vote. Absent for a tapback, whose ID nobody is told. */
	readonly id?: string;
	readonly at: number;
	/** Whether it counts whatever else happens, if it came in time. */
	readonly isSure: boolean;
	/** For words without a reference while several questions were open: the one written last, and when the first was asked. */
	readonly among?: { readonly last: number; readonly since: number };
}

/** People who get questions, and answer at random moments. */
export class People {
	/** By key. */
	readonly arrived = new Map<number, Arrived>();
	readonly acts: Act[] = [];
	/** Keys of the questions that nothing can decide any more. */
	readonly over = new Set<number>();
	/** By person, the question whose message or poll came last: words without a reference mean no other one. */
	private readonly lastWritten = new Map<string, number>();
	private readonly stopWatching: () => void;

	/** @param limitOf of a question, in minutes */
	constructor(
		private readonly spectrum: Simulator,
		private readonly draw: Draw,
		private readonly limitOf: (key: number) => number,
	) {
		this.stopWatching = spectrum.watch((happening) => {
			if (happening.type === 'phone' && happening.change.type === 'arrived') this.take(happening.change.messageId);
		});
	}

	stop(): void {
		this.stopWatching();
	}

	private take(messageId: string): void {
		for (const phone of this.spectrum.phones) {
			const message = phone.arrived(messageId);
			if (message !== undefined) this.read(phone.address, message);
		}
	}

	private read(person: string, { id, text, poll, sentAt }: ArrivedMessage): void {
		const key = Number(/^Question (\d+):/.exec(poll?.title ?? text)?.[1]);
		const known = this.arrived.get(key);
		if (Number.isNaN(key)) return;
		this.lastWritten.set(person, key);
		if (poll !== undefined) {
			if (known !== undefined) known.pollId = id;
			return;
		}
		// A second message for one question would be a fault, which the verdict tells.
		if (known !== undefined) {
			this.repeated.push(key);
			return;
		}
		const at = Date.parse(sentAt);
		const question: Arrived = { key, person, messageId: id, at, deadline: at + this.limitOf(key) * 60_000 };
		this.arrived.set(key, question);
		const habit = this.draw.weighted(habits);
		// Some answer before the run has come to wait, some after the limit.
		const share = this.draw.one([0, 0, 0.02, 0.1, 0.3, 0.6, 0.9, 1.1]) * (0.8 + this.draw.random() * 0.3);
		this.spectrum.clock.after(Math.round(share * this.limitOf(key) * 60_000), () => this.act(habit, question));
	}

	/** Keys of questions that arrived twice. */
	readonly repeated: number[] = [];

	private act(habit: Habit, question: Arrived): void {
		const { key, person, messageId, pollId } = question;
		const { spectrum, draw } = this;
		const phone = spectrum.phone(person);
		const approved = draw.chance(0.5);
		const note = (more: Partial<Act>): void => {
			this.acts.push({ key, person, approved, at: spectrum.clock.now(), isSure: true, ...more });
		};
		const say = (text: string, replyTo?: string): string => {
			const reply = replyTo === undefined ? {} : { replyTo: { guid: replyTo } };
			return spectrum.receive({ from: person, text, ...reply, webhooks: false }).messageId;
		};
		const word = draw.one(approved ? ['yes', 'ja', 'Oui', '👍'] : ['no', 'nein', 'Non', '👎']);
		const soon = draw.between(1, 30) * 1_000;
		switch (habit) {
			case 'tapback':
				phone.react(messageId, approved ? draw.one(['like', 'love']) : 'dislike', { webhooks: false });
				return note({});
			case 'vote':
				if (pollId === undefined) return this.act('reply', question);
				phone.vote(pollId, approved ? 'Approve' : 'Decline');
				return note({ id: pollId });
			case 'reply':
				return note({ id: say(word, draw.one([messageId, pollId ?? messageId])) });
			case 'words':
				return note(this.meantBy(question, say(word)));
			case 'reply, then unsend it': {
				const id = say(word, messageId);
				spectrum.clock.after(soon, () => phone.unsend(id));
				return note({ id, isSure: false });
			}
			case 'tapback, then take it back':
				phone.react(messageId, approved ? 'like' : 'dislike', { webhooks: false });
				spectrum.clock.after(soon, () => phone.react(messageId, approved ? 'like' : 'dislike', { isSet: false, webhooks: false }));
				return note({ isSure: false });
			case 'yes, then no': {
				note({ id: say('yes', messageId), approved: true });
				// Later: two messages of one moment have no order that anyone could see.
				spectrum.clock.after(soon, () => {
					note({ id: say('no', messageId), approved: false, isSure: false });
				});
				return;
			}
			case 'something else':
				return note({ id: say('What is that about?', messageId), key: undefined, isSure: false });
			case 'nothing':
				return;
		}
	}

	/** Words without a reference count for the only open question of a conversation, and only behind nothing else. */
	private meantBy({ person }: Arrived, id: string): Partial<Act> {
		const theirs = [...this.arrived.values()].filter((other) => other.person === person);
		const open = theirs.filter((other) => !this.over.has(other.key));
		const [first] = open;
		if (first === undefined) return { id, key: undefined, isSure: false };
		const last = this.lastWritten.get(person) ?? first.key;
		const since = Math.min(...open.map(({ at }) => at));
		if (open.length > 1) {
			// All the others may have ended: at their limit, or with an answer that n8n takes before it is taken back.
			const mayHaveEnded = (other: Arrived): boolean =>
				other.deadline < this.spectrum.clock.now() || this.acts.some((act) => act.key === other.key);
			const isLeft = open.every((other) => other.key === last || mayHaveEnded(other));
			return { id, key: isLeft ? last : undefined, isSure: false, among: { last, since } };
		}
		// The clock of a question that has ended may live on for two beats, and n8n takes the question for open.
		return { id, key: first.key, isSure: theirs.length === 1 };
	}
}
