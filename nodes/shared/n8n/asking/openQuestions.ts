import type { BegunQuestion, OtherQuestion, Question } from '../../spectrum/answers/question';
import { spaceKey } from '../../spectrum/model/space';
import { BoundedMap } from '../../spectrum/timing/boundedMap';

/** A question as its neighbours know it. */
export interface KnownQuestion extends OtherQuestion {
	readonly id: string;
	/** The message that asks. Absent while it is being sent. */
	readonly messageId?: string;
	/** Its end is not known, but assumed after a restart. */
	readonly isAssumed?: true;
}

/** Limits of the memory. */
const limits = { conversations: 5_000, questions: 50 } as const;

/**
 * The questions of each conversation that this process knows, and how long they were open. While two are open, words alone
 * answer neither. The account of the credential belongs to the name of a conversation: every project with a shared plan
 * calls its line by the same name.
 */
export class OpenQuestions {
	private readonly conversations = new BoundedMap<readonly KnownQuestion[]>(limits.conversations);

	/**
	 * The question is being sent, and words may be meant for it.
	 *
	 * @param from the earliest moment at which its message may have reached people, in milliseconds since the epoch
	 */
	begun(account: string, question: BegunQuestion, from: number): void {
		const { id } = question;
		// A repeat finds the question that its first attempt has asked.
		if (!this.knownWith(account, question).some((known) => known.id === id)) this.add(account, question, { id, from });
	}

	/** Forgets a question that has only begun. */
	abandoned(account: string, question: BegunQuestion): void {
		const left = this.knownWith(account, question).filter(({ id, messageId }) => id !== question.id || messageId !== undefined);
		this.conversations.set(keyOf(account, question), left);
	}

	/** The question is open from its sending on. Safe to call again. */
	opened(account: string, question: Question): void {
		this.add(account, question, { id: question.id, messageId: question.messageId, from: question.askedAt });
	}

	closed(account: string, question: Question, until: number): void {
		const key = keyOf(account, question);
		const known = this.conversations.get(key);
		if (known === undefined) return;
		this.conversations.set(
			key,
			known.map((entry) => {
				if (entry.id !== question.id || (entry.until !== undefined && entry.isAssumed !== true)) return entry;
				const { isAssumed: _, ...rest } = entry;
				return { ...rest, until };
			}),
		);
	}

	/** The other questions that were open while this one was. */
	besides(account: string, question: Question): readonly KnownQuestion[] {
		const { id: ownId, messageId: ownMessageId, askedAt } = question;
		return this.knownWith(account, question).filter(
			({ id, messageId, until }) => id !== ownId && messageId !== ownMessageId && (until === undefined || until >= askedAt),
		);
	}

	/**
	 * Learns what an earlier process knew of the other questions. One that was open then counts as open for a while: until
	 * then its own clock says that it still is.
	 *
	 * @param until the end of that while, in milliseconds since the epoch
	 */
	restore(account: string, question: Question, others: readonly KnownQuestion[], until: number): void {
		const known = new Set(this.knownWith(account, question).map(({ id }) => id));
		for (const other of others) {
			if (known.has(other.id)) continue;
			const hasEnded = other.until !== undefined && other.isAssumed !== true;
			this.add(account, question, hasEnded ? other : { ...other, until, isAssumed: true });
		}
	}

	private add(account: string, question: BegunQuestion, entry: KnownQuestion): void {
		const others = this.knownWith(account, question).filter(({ id }) => id !== entry.id);
		this.conversations.set(keyOf(account, question), [...others, entry].slice(-limits.questions));
	}

	/** Every question of the conversation, this one among them. */
	private knownWith(account: string, question: BegunQuestion): readonly KnownQuestion[] {
		return this.conversations.get(keyOf(account, question)) ?? [];
	}
}

function keyOf(account: string, { lineId, space }: BegunQuestion): string {
	return JSON.stringify([account, lineId, spaceKey(space.id)]);
}
