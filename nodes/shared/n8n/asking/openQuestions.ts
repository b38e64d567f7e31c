import type { OtherQuestion, Question } from '../../spectrum/answers/question';
import { spaceKey } from '../../spectrum/model/space';
import { BoundedMap } from '../../spectrum/timing/boundedMap';

interface Entry extends OtherQuestion {
	readonly id: string;
}

/** Limits of the memory. */
const limits = { conversations: 5_000, questions: 50 } as const;

/**
 * The questions of each conversation that this process knows, and how long they were open. While two are open, words alone
 * answer neither.
 */
export class OpenQuestions {
	private readonly conversations = new BoundedMap<readonly Entry[]>(limits.conversations);

	/** The question is open from its sending on. Safe to call again. */
	opened(question: Question): void {
		const key = keyOf(question);
		const others = (this.conversations.get(key) ?? []).filter(({ id }) => id !== question.id);
		this.conversations.set(key, [...others, { id: question.id, from: question.askedAt }].slice(-limits.questions));
	}

	closed(question: Question, until: number): void {
		const key = keyOf(question);
		const known = this.conversations.get(key);
		if (known === undefined) return;
		this.conversations.set(
			key,
			known.map((entry) => (entry.id === question.id && entry.until === undefined ? { ...entry, until } : entry)),
		);
	}

	/** The other questions of the conversation. */
	besides(question: Question): readonly OtherQuestion[] {
		return (this.conversations.get(keyOf(question)) ?? []).filter(({ id }) => id !== question.id);
	}
}

function keyOf({ lineId, space }: Question): string {
	return `${lineId} ${spaceKey(space.id)}`;
}
