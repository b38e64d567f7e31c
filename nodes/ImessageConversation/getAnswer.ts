import type { Question } from '../shared/spectrum/answers/question';
import { timeOf } from '../shared/spectrum/values/isoTime';
import { judge } from '../shared/spectrum/answers/judge';
import { EventStreams } from '../shared/spectrum/gateway/eventStreams';
import type { OpenSpace } from '../shared/spectrum/gateway/openSpace';
import { readEvidence } from '../shared/spectrum/gateway/recipes/readEvidence';
import { accountOf } from '../shared/spectrum/keys/connectionIdentity';
import { formatMessageId } from '../shared/spectrum/model/messageRef';
import { spaceOfTarget } from '../shared/spectrum/model/namedSpace';
import { isSameSpace } from '../shared/spectrum/model/space';
import type { AskingHub } from '../shared/n8n/asking/hub';
import { onlyRepliesField } from '../shared/n8n/asking/fields';
import { answerData } from '../shared/n8n/asking/messages';
import { readAnswerChoices, readMayAnswer, readResponseType } from '../shared/n8n/asking/readFields';
import { accessOf } from '../shared/n8n/credentials/access';
import { ItemError } from '../shared/n8n/errors/itemError';
import { readMessage } from '../shared/n8n/fields/message';
import { checkMessageInSpace } from '../shared/n8n/fields/messageChecks';
import { readConversation } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { booleanParameter, idParameter } from '../shared/n8n/parameters/parameters';
import { present } from '../shared/spectrum/values/present';
import { answerPollField } from './answerFields';

/**
 * Says whether a question that was sent before has been answered since. It judges as *Send and Wait for Response* does, also
 * beside the questions that wait in this process.
 */
export function getAnswer(hub: () => AskingHub): (run: ItemRun) => Promise<ItemOutput> {
	return async (run) => await answerOf(run, hub());
}

async function answerOf(run: ItemRun, { questions }: AskingHub): Promise<ItemOutput> {
	const { context, itemIndex, connection, gateway } = run;
	const { target, lineChoice } = readConversation(context, itemIndex, { withMessage: true });
	const ref = readMessage(context, itemIndex);
	const type = readResponseType(context, itemIndex);
	const choices = type === 'choice' ? readAnswerChoices(context, itemIndex) : [];
	const mayAnswer = readMayAnswer(context, itemIndex, spaceOfTarget(target));
	const onlyReplies = booleanParameter(context, onlyRepliesField, itemIndex, false);
	const pollId = idParameter(context, answerPollField, itemIndex, 'spc-msg-0b6c1a7e');
	const space = await gateway.spaces.locate(target, lineChoice);
	await checkMessageInSpace(run, space, ref);
	const { createdAt } = await gateway.messages.get(space.line.id, ref.id);
	const poll =
		pollId === ''
			? undefined
			: await pollOf(
					run,
					space,
					pollId,
					choices.map(({ text }) => text),
				);
	const question: Question = {
		id: ref.id,
		type,
		space: { id: space.id, type: space.type },
		lineId: space.line.id,
		messageId: ref.id,
		...present({ poll }),
		choices: type === 'approval' ? [{ text: 'Approve' }, { text: 'Decline' }] : choices,
		takesWords: true,
		takesReasons: false,
		onlyReplies,
		mayAnswer,
		askedAt: timeOf(createdAt) ?? 0,
		deadline: Number.MAX_SAFE_INTEGER,
	};
	const streams = new EventStreams(connection, () => accessOf(context, run.signal));
	const others = questions.besides(accountOf(connection), question);
	const judged = judge(question, await readEvidence({ gateway, streams }, question, others, Date.now()));
	const data = answerData(judged);
	return {
		json: {
			...spaceOutput(space),
			messageId: formatMessageId(ref),
			answered: judged.state === 'answered',
			...(data === undefined ? {} : { data }),
		},
	};
}

/** The poll of the question. Without texts of answers, its first option approves and its second one declines. */
async function pollOf(
	{ gateway, itemIndex }: ItemRun,
	space: OpenSpace,
	pollId: string,
	texts: readonly string[],
): Promise<Question['poll']> {
	const { id, options, spaceId } = await gateway.polls.get(space.line.id, pollId);
	// An ID does not contain its conversation: the votes of another one are neither answers, nor for a tool to read.
	if (!isSameSpace({ id: spaceId }, space)) throw elsewhere(itemIndex, pollId, space);
	const ids = texts.map((text) => options.find((option) => option.text === text)?.id ?? '');
	return { id, optionIds: texts.length === 0 ? options.slice(0, 2).map((option) => option.id) : ids };
}

function elsewhere(itemIndex: number, pollId: string, space: OpenSpace): ItemError {
	return new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The poll ${pollId} is not in the conversation "${space.id}"`,
		advice: `Take conversation and poll from the same question, or leave "${answerPollField.displayName}" empty.`,
	});
}
