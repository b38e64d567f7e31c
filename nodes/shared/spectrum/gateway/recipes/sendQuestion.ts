import { timeOf } from '../../values/isoTime';
import type { BegunQuestion, Question } from '../../answers/question';
import { SpectrumError } from '../../errors/SpectrumError';
import { stepsOf, type WriteKey } from '../../keys/writeKey';
import type { Target } from '../../model/target';
import type { FormattedText } from '../../text/formatting';
import { shortened } from '../../values/cut';
import { present } from '../../values/present';
import type { Gateway } from '../Gateway';
import type { OpenSpace } from '../openSpace';
import type { LineChoice } from '../routing';

/** A question that is not sent yet. */
export interface QuestionToSend
	extends Pick<Question, 'type' | 'choices' | 'takesWords' | 'takesReasons' | 'onlyReplies' | 'mayAnswer' | 'refusal'> {
	readonly target: Target;
	readonly lineChoice: LineChoice;
	readonly words: FormattedText;
	/** `optional`: the question does without, where polls do not work. */
	readonly poll: 'needed' | 'optional' | 'none';
	/** How long an answer counts, in milliseconds. */
	readonly limit: number;
	/** `after`: in milliseconds. */
	readonly reminder?: { readonly after: number; readonly text: string };
}

/** The longest title of a poll. Its words stand in the message already. */
const longestTitle = 60;

/**
 * Sends the message of a question, and its poll. A repeat under the same key gives the same question again.
 *
 * @param now for a server that does not say when it sent the message, in milliseconds since the epoch
 * @param onBegin called just before the message is sent
 */
export async function sendQuestion(
	gateway: Gateway,
	asked: QuestionToSend,
	key: WriteKey,
	now: number,
	onBegin: (question: BegunQuestion) => void,
): Promise<Question> {
	const { type, choices, words, takesWords, takesReasons, onlyReplies, mayAnswer, refusal, limit, reminder } = asked;
	const space = await gateway.spaces.open(asked.target, asked.lineChoice, key);
	const begun: BegunQuestion = { id: key('question').slice(0, 32), space: { id: space.id, type: space.type }, lineId: space.line.id };
	onBegin(begun);
	const { message } = await gateway.messages.sendText(space, words, key);
	if (message === undefined) throw unknownQuestion();
	const askedAt = timeOf(message.createdAt) ?? now;
	const poll = asked.poll === 'none' ? undefined : await sendPoll(gateway, space, asked, stepsOf(key, 'poll'));
	return {
		...begun,
		type,
		messageId: message.id,
		choices: choices.map(({ text, value }) => ({ text, ...present({ value }) })),
		takesWords,
		takesReasons,
		onlyReplies,
		mayAnswer,
		askedAt,
		deadline: askedAt + limit,
		...present({ poll, refusal, reminder: reminder === undefined ? undefined : { at: askedAt + reminder.after, text: reminder.text } }),
	};
}

async function sendPoll(gateway: Gateway, space: OpenSpace, asked: QuestionToSend, key: WriteKey): Promise<Question['poll']> {
	const [firstLine = ''] = asked.words.text.split('\n', 1);
	const title = shortened(firstLine, longestTitle);
	const texts = asked.choices.map(({ text }) => text);
	try {
		const { poll } = await gateway.polls.create(space, { title, options: texts }, key);
		return { id: poll.id, optionIds: texts.map((text) => poll.options.find((option) => option.text === text)?.id ?? '') };
	} catch (error) {
		if (asked.poll === 'optional' && error instanceof SpectrumError && error.kind === 'unsupported') return undefined;
		throw error;
	}
}

function unknownQuestion(): SpectrumError {
	return new SpectrumError({
		kind: 'duplicate',
		message: 'An earlier attempt has sent this question, but the server does not say which message it is',
		advice: 'Ask again in another run of the workflow.',
	});
}
