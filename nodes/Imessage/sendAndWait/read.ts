import type { IExecuteFunctions } from 'n8n-workflow';
import type { AnswerChoice } from '../../shared/spectrum/answers/question';
import { decisionOfWords } from '../../shared/spectrum/answers/yesNo';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { QuestionToSend } from '../../shared/spectrum/gateway/recipes/sendQuestion';
import { spaceOfTarget } from '../../shared/spectrum/model/namedSpace';
import { parsePollChoices } from '../../shared/spectrum/model/poll/pollChoice';
import type { FormattedText } from '../../shared/spectrum/text/formatting';
import { fromMarkdown } from '../../shared/spectrum/text/markdown/markdown';
import { mayAnswerField, onlyRepliesField, reviewersField } from '../../shared/n8n/asking/fields';
import { readAnswerChoices, readApprovers, readMayAnswer, readResponseType } from '../../shared/n8n/asking/readFields';
import { readRecipient, recipientField } from '../../shared/n8n/fields/recipient';
import { choiceParameter } from '../../shared/n8n/parameters/choice';
import { locatorParts } from '../../shared/n8n/parameters/locator';
import { booleanParameter, invalid, numberParameter, textParameter } from '../../shared/n8n/parameters/parameters';
import { unresolvedParameter } from '../../shared/n8n/parameters/unresolved';
import { answeredByField, askOptions, limitField, limitUnitField, messageField } from './fields';

/** The question as its fields say it, before it is sent. */
export interface Asked extends QuestionToSend {
	readonly acknowledges: boolean;
	/** The question without the list of its answers. */
	readonly title: string;
	readonly addsLink: boolean;
	readonly showsDecision: boolean;
	readonly startsWorkflows: boolean;
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
	const title = readTitle(context);
	const mayAnswer: Asked['mayAnswer'] = isReview
		? { who: 'listed', people: readApprovers(context, 0, reviewersField) }
		: readMayAnswer(context, 0, spaceOfTarget(recipient.target));
	return {
		...recipient,
		type,
		title: title.text,
		words: answeredBy === 'poll' ? title : withList(title, type, choices),
		choices,
		poll: ({ both: 'optional', poll: 'needed', words: 'none' } as const)[answeredBy],
		takesWords: answeredBy !== 'poll',
		takesReasons: isReview,
		onlyReplies: booleanParameter(context, onlyRepliesField, 0, false),
		mayAnswer,
		...readTimes(context),
		acknowledges: isOn(context, 'confirmAnswer'),
		addsLink: readAddLink(context, isReview),
		showsDecision: isOn(context, 'showDecision'),
		startsWorkflows: isOn(context, 'alsoStart'),
		...(tellOthers === '' ? {} : { refusal: tellOthers }),
	};
}

/** A model must choose neither who is asked nor who may approve, nor what an approval is called. */
function refuseModelFields(context: IExecuteFunctions): void {
	// The locator also holds the name that the list showed, such as that of a group, which anyone can choose.
	const isOfModel = (path: string): boolean =>
		/\$fromAI/i.test(JSON.stringify(locatorParts(unresolvedParameter(context, path) ?? '').value ?? ''));
	if (isOfModel(recipientField.name)) {
		throw invalid(0, recipientField.displayName, 'is chosen by the model', '', {
			advice: 'Enter the address of a person who may approve. Switch off "let the model define this parameter".',
		});
	}
	for (const { name, displayName } of [askOptions.approveLabel, askOptions.declineLabel]) {
		if (!isOfModel(`options.${name}`)) continue;
		throw invalid(0, displayName, 'is chosen by the model', '', {
			advice: 'Enter the label. Switch off "let the model define this parameter".',
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

function readTitle(context: IExecuteFunctions): FormattedText {
	const typed = textParameter(context, messageField, 0);
	if (typed.trim() === '') throw invalid(0, messageField.displayName, 'is empty', '', 'May I send this offer to the customer?');
	return fromMarkdown(typed);
}

/** The answers of a choice have numbers, so that people can answer with one. */
function withList(words: FormattedText, type: Asked['type'], choices: readonly AnswerChoice[]): FormattedText {
	if (type !== 'choice') return words;
	const list = choices.map(({ text }, index) => `${index + 1}. ${text}`).join('\n');
	return { ...words, text: `${words.text}\n\n${list}` };
}

function readChoices(context: IExecuteFunctions, type: Asked['type']): readonly AnswerChoice[] {
	if (type === 'freeText') return [];
	if (type === 'choice') return readAnswerChoices(context, 0);
	const labels = [{ text: checkedLabel(context, 'approveLabel', true) }, { text: checkedLabel(context, 'declineLabel', false) }];
	const parsed = parsePollChoices(labels);
	if (parsed.ok) return parsed.value;
	// Empty labels have got their defaults, so only equal ones are left.
	throw invalid(
		0,
		askOptions.declineLabel.displayName,
		`is the same as "${askOptions.approveLabel.displayName}"`,
		label(context, 'declineLabel'),
		'Decline',
	);
}

/** The labels count as words, too. One that says the opposite would turn a no into an approval. */
function checkedLabel(context: IExecuteFunctions, name: 'approveLabel' | 'declineLabel', approves: boolean): string {
	const text = label(context, name);
	if (decisionOfWords(text) !== !approves) return text;
	const { displayName, default: example } = askOptions[name];
	throw invalid(0, displayName, `is a word that ${approves ? 'declines' : 'approves'}`, text, example);
}

function label(context: IExecuteFunctions, name: 'approveLabel' | 'declineLabel'): string {
	return option(context, name) || askOptions[name].default;
}

function option(context: IExecuteFunctions, name: 'approveLabel' | 'declineLabel' | 'reminderText' | 'tellOthers'): string {
	return textParameter(context, { name: `options.${name}`, displayName: askOptions[name].displayName }, 0).trim();
}

function isOn(context: IExecuteFunctions, name: 'addLink' | 'alsoStart' | 'confirmAnswer' | 'showDecision'): boolean {
	return booleanParameter(context, { name: `options.${name}`, displayName: askOptions[name].displayName }, 0, false);
}

/** Nobody knows who opens a link, so it does not go with a list of people. */
function readAddLink(context: IExecuteFunctions, isReview: boolean): boolean {
	const isListed = isReview || context.getNodeParameter(mayAnswerField.name, 0, 'person') === 'listed';
	if (!isOn(context, 'addLink')) return false;
	if (!isListed) return true;
	throw invalid(0, askOptions.addLink.displayName, 'is on, but only listed people may answer', '', {
		advice: 'Everyone who has the link could answer. Remove this option, or let anyone in the conversation answer.',
	});
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
			'Use the iMessage node as a human review step: connect it between an agent of version 3 and the tool. Agents of version 2 do not support reviews.',
	});
}
