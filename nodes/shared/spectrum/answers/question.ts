import type { SpaceType } from '../model/event/event';

/** A person who may answer. */
export interface Answerer {
	/** E.164 number or email address. */
	readonly address: string;
	/** Whether an answer over SMS or RCS counts, whose sender can be forged. */
	readonly allowSms: boolean;
}

/** Who may answer. `anyone`: every person in the conversation. */
export type MayAnswer = { readonly who: 'listed'; readonly people: readonly Answerer[] } | { readonly who: 'anyone' };

/** One of the answers of a choice. */
export interface AnswerChoice {
	readonly text: string;
	/** What the workflow gets. Default: the text. */
	readonly value?: string;
}

/** A question that was sent, and what counts as its answer. Plain JSON, because it is stored while the workflow waits. */
export interface Question {
	/** Distinguishes this question from every other one. Not a secret. */
	readonly id: string;
	readonly type: 'approval' | 'freeText' | 'choice';
	readonly space: { readonly id: string; readonly type: SpaceType };
	readonly lineId: string;
	/** The message with the words of the question. Tapbacks on it are answers. */
	readonly messageId: string;
	readonly poll?: {
		readonly id: string;
		/** IDs of the options in the order of `choices`. For an approval: approve, decline. */
		readonly optionIds: readonly string[];
	};
	/** The message with the link to the page of the question, if it has one. */
	readonly linkMessageId?: string;
	/** Texts and values of a choice. For an approval: the labels of approve and decline. Empty for a free text. */
	readonly choices: readonly AnswerChoice[];
	/** Whether words and tapbacks count. False when only votes do. */
	readonly takesWords: boolean;
	/** Whether a refusal may have a reason after its first word. */
	readonly takesReasons: boolean;
	/** Whether an answer in a direct conversation must refer to the question. In a group it always must. */
	readonly onlyReplies: boolean;
	readonly mayAnswer: MayAnswer;
	/** When it was sent, by the clock of the server. Milliseconds since the epoch, like the other times. */
	readonly askedAt: number;
	/** The last moment at which an answer counts. */
	readonly deadline: number;
	readonly reminder?: { readonly at: number; readonly text: string };
	/** What a person reads who answered and may not. Absent: nothing. */
	readonly refusal?: string;
}

/** A question that is being sent. Its message, and when that reaches people, are not known yet. */
export type BegunQuestion = Pick<Question, 'id' | 'lineId' | 'space'>;

/** A vote in the poll of a question. */
export interface SeenVote {
	readonly optionId: string;
	readonly address: string;
	readonly service: string;
	/** Absent when it is not known: the state of a poll has no times. */
	readonly at?: number;
}

/** Another question of the same conversation, and how long it was open. */
export interface OtherQuestion {
	readonly from: number;
	/** Absent while it is open. */
	readonly until?: number;
}
