import type { INodeProperties } from 'n8n-workflow';
import { approversField, choicesField, mayAnswerField, onlyRepliesField, responseTypeField } from '../shared/n8n/asking/fields';
import { messageField } from '../shared/n8n/fields/message';
import { shownFor } from '../shared/n8n/fields/shown';

/** The poll that belongs to the question. */
export const answerPollField: INodeProperties = {
	displayName: 'Poll ID',
	name: 'pollId',
	type: 'string',
	default: '',
	placeholder: 'e.g. spc-msg-0b6c1a7e',
	description:
		'The poll of the question, if it has one. For an approval, its first option approves and its second one declines. For a choice, the options have the texts of the answers.',
};

/** The fields of *Get Answer*. */
export const answerFields: readonly INodeProperties[] = shownFor({ resource: ['conversation'], operation: ['getAnswer'] }, [
	{
		...messageField,
		description: 'The question. Leave it empty for the message of the incoming item, such as the output of an earlier iMessage node.',
	},
	responseTypeField,
	{ ...choicesField, displayOptions: { show: { responseType: ['choice'] } } },
	answerPollField,
	mayAnswerField,
	{ ...approversField, displayOptions: { show: { mayAnswer: ['listed'] } } },
	onlyRepliesField,
]);
