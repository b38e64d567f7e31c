import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AnswerChoice, MayAnswer, Question } from '../../spectrum/answers/question';
import { addressAdviceFor, parseAddress } from '../../spectrum/model/address/address';
import { parsePollChoices, pollChoicesExample } from '../../spectrum/model/poll/pollChoice';
import type { SpaceRef } from '../../spectrum/model/space';
import { rowsOf } from '../fields/rows';
import { choiceParameter } from '../parameters/choice';
import { invalid } from '../parameters/parameters';
import { unresolvedParameter } from '../parameters/unresolved';
import { approversField, choicesField, mayAnswerField, responseTypeField } from './fields';

/** The most people who may be listed. */
const mostApprovers = 50;

/** What people can answer. */
export function readResponseType(context: IExecuteFunctions, itemIndex: number): Question['type'] {
	return choiceParameter(context, responseTypeField, itemIndex, ['approval', 'freeText', 'choice'] as const, 'approval');
}

/** The answers of a choice: 2 to 10 different ones. */
export function readAnswerChoices(context: IExecuteFunctions, itemIndex: number): readonly AnswerChoice[] {
	const rows = rowsOf(context, 'answerChoices.choice', choicesField.displayName, itemIndex);
	const given = rows.map(({ text = '', value = '' }) => ({ text, value }));
	const parsed = parsePollChoices(given);
	if (parsed.ok) return parsed.value;
	throw invalid(itemIndex, choicesField.displayName, parsed.problem, given.map(({ text }) => text).join(', '), pollChoicesExample);
}

/** Who may answer in that conversation. */
export function readMayAnswer(context: IExecuteFunctions, itemIndex: number, space: SpaceRef): MayAnswer {
	const who = choiceParameter(context, mayAnswerField, itemIndex, ['person', 'listed', 'anyone'] as const, 'person');
	if (who === 'anyone') return { who };
	if (who === 'listed') return { who, people: readApprovers(context, itemIndex) };
	if (space.address !== undefined) return { who: 'listed', people: [{ address: space.address, allowSms: false }] };
	throw invalid(itemIndex, mayAnswerField.displayName, 'is "The Person Asked", but the conversation is a group', '', {
		advice: 'Choose "Listed People" and list them, or choose "Anyone in the Conversation".',
	});
}

/**
 * The listed people, as fixed values of the node.
 *
 * @param field the one that the panel shows
 */
export function readApprovers(
	context: IExecuteFunctions,
	itemIndex: number,
	{ displayName, name }: Pick<INodeProperties, 'displayName' | 'name'> = approversField,
): Array<{ address: string; allowSms: boolean }> {
	if (JSON.stringify(unresolvedParameter(context, name) ?? {}).includes('"=')) {
		throw invalid(itemIndex, displayName, 'holds an expression, which a stranger could steer', '', { advice: 'Enter fixed addresses.' });
	}
	const rows = rowsOf(context, `${name}.person`, displayName, itemIndex);
	if (rows.length === 0 || rows.length > mostApprovers) {
		throw invalid(itemIndex, displayName, rows.length === 0 ? 'is empty' : `lists more than ${mostApprovers} people`, '', '+15551234567');
	}
	return rows.map(({ address = '', allowSms = '' }, index) => {
		const parsed = parseAddress(address);
		if (parsed.ok) return { address: parsed.value.address, allowSms: allowSms === 'true' };
		throw invalid(itemIndex, `${displayName}, row ${index + 1}, Address`, parsed.problem, address, addressAdviceFor(address));
	});
}
