import type { IExecuteFunctions } from 'n8n-workflow';
import type { AnswerChoice } from '../../shared/spectrum/answers/question';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { QuestionToSend } from '../../shared/spectrum/gateway/recipes/sendQuestion';
import { spaceOfTarget } from '../../shared/spectrum/model/namedSpace';
import { parsePollChoices } from '../../shared/spectrum/model/poll/pollChoice';
import type { FormattedText } from '../../shared/spectrum/text/formatting';
import { fromMarkdown } from '../../shared/spectrum/text/markdown/markdown';
import { onlyRepliesField } from '../../shared/n8n/asking/fields';
import { readAnswerChoices, readApprovers, readMayAnswer, readResponseType } from '../../shared/n8n/asking/readFields';
import { readRecipient, recipientField } from '../../shared/n8n/fields/recipient';
import { choiceParameter } from '../../shared/n8n/parameters/choice';
import { booleanParameter, invalid, numberParameter, textParameter } from '../../shared/n8n/parameters/parameters';
import { unresolvedParameter } from '../../shared/n8n/parameters/unresolved';
import { answeredByField, askOptions, limitField, limitUnitField, messageField } from './fields';

/** The question as its fields say it, before it is sent. */
export interface Asked extends QuestionToSend {
	readonly acknowledges: boolean;
	readonly refusal?: string;
}

const units = { minutes: 60_000, hours: 60 * 60_000, days: 24 * 60 * 60_000 } as const;

/** The longest wait: 90 days. */
const longestLimit = 90 * units.days;

/** Reads the fields. Refuses wrong ones before any call. n8n asks for the first item only. */
export function readAsked(context: IExecuteFunctions, isReview: boolean): Asked {
	if (isReview) refuseModelFields(context);
	const recipient = readRecipient(context, 0);
	const type = readResponseType(context, 0);
	const answeredBy =
		type === 'freeText' ? 'words' : choiceParameter(context, answeredByField, 0, ['both', 'poll', 'words'] as const, 'both');
	const choices = readChoices(context, type);
	const tellOthers = option(context, 'tellOthers');
	return {
		...recipient,
		type,
		words: readWords(context, type, choices, answeredBy !== 'poll'),
		choices,
		poll: ({ both: 'optional', poll: 'needed', words: 'none' } as const)[answeredBy],
		takesWords: answeredBy !== 'poll',
		takesReasons: isReview,
		onlyReplies: booleanParameter(context, onlyRepliesField, 0, false),
		mayAnswer: isReview ? { who: 'listed', people: readApprovers(context, 0) } : readMayAnswer(context, 0, spaceOfTarget(recipient.target)),
		...readTimes(context),
		acknowledges: booleanParameter(context, { name: 'options.confirmAnswer', displayName: askOptions.confirmAnswer.displayName }, 0, false),
		...(tellOthers === '' ? {} : { refusal: tellOthers }),
	};
}

/** A model must choose neither who is asked nor who may approve. */
function refuseModelFields(context: IExecuteFunctions): void {
	const to = JSON.stringify(unresolvedParameter(context, recipientField.name) ?? '');
	if (/\$fromAI/i.test(to)) {
		throw invalid(0, recipientField.displayName, 'is chosen by the model', '', {
			advice: 'Enter the address of a person who may approve. Switch off "let the model define this parameter".',
		});
	}
	if (readRecipientText(context) === '') {
		throw invalid(0, recipientField.displayName, 'is empty', '', {
			advice: 'Enter the address of a person who may approve. The person who talks to the agent must not approve what it does for them.',
		});
	}
}

function readRecipientText(context: IExecuteFunctions): string {
	const found = context.getNodeParameter(recipientField.name, 0, '', { extractValue: true }) as unknown;
	return typeof found === 'string' ? found.trim() : '';
}

function readWords(context: IExecuteFunctions, type: Asked['type'], choices: readonly AnswerChoice[], takesWords: boolean): FormattedText {
	const typed = textParameter(context, messageField, 0);
	if (typed.trim() === '') throw invalid(0, messageField.displayName, 'is empty', '', 'May I send this offer to the customer?');
	const words = fromMarkdown(typed);
	if (type !== 'choice' || !takesWords) return words;
	const list = choices.map(({ text }, index) => `${index + 1}. ${text}`).join('\n');
	return { ...words, text: `${words.text}\n\n${list}` };
}

function readChoices(context: IExecuteFunctions, type: Asked['type']): readonly AnswerChoice[] {
	if (type === 'freeText') return [];
	if (type === 'choice') return readAnswerChoices(context, 0);
	const labels = [{ text: label(context, 'approveLabel') }, { text: label(context, 'declineLabel') }];
	const parsed = parsePollChoices(labels);
	if (parsed.ok) return parsed.value;
	throw invalid(0, askOptions.approveLabel.displayName, parsed.problem, labels.map(({ text }) => text).join(', '), 'Approve');
}

function label(context: IExecuteFunctions, name: 'approveLabel' | 'declineLabel'): string {
	return option(context, name) || askOptions[name].default;
}

function option(context: IExecuteFunctions, name: 'approveLabel' | 'declineLabel' | 'reminderText' | 'tellOthers'): string {
	return textParameter(context, { name: `options.${name}`, displayName: askOptions[name].displayName }, 0).trim();
}

function readTimes(context: IExecuteFunctions): Pick<Asked, 'limit' | 'reminder'> {
	const unit = choiceParameter(context, limitUnitField, 0, ['minutes', 'hours', 'days'] as const, 'hours');
	const amount = numberParameter(context, limitField, 0) ?? 24;
	const limit = amount * units[unit];
	if (limit < units.minutes || limit > longestLimit) {
		throw invalid(0, limitField.displayName, 'is not between one minute and 90 days', `${amount} ${unit}`, '24 hours');
	}
	const text = option(context, 'reminderText') || askOptions.reminderText.default;
	const hours = numberParameter(context, { ...askOptions.reminderHours, name: 'options.reminderHours' }, 0);
	if (hours === undefined) return { limit };
	const after = hours * units.hours;
	if (after <= 0 || after >= limit) {
		throw invalid(0, askOptions.reminderHours.displayName, 'is not before the limit', String(hours), 'fewer hours than the limit');
	}
	return { limit, reminder: { after, text } };
}

/** Why an agent cannot call the operation by itself. */
export function notAsTool(): SpectrumError {
	return new SpectrumError({
		kind: 'permission',
		message: 'An agent cannot call "Send and Wait for Response", because a tool cannot wait',
		advice:
			'Use the iMessage node as a human review step: connect it between an agent of version 3 and the tool. Agents of version 2 do not know reviews.',
	});
}
