import type { INodeProperties } from 'n8n-workflow';
import {
	allowPrivateOption,
	attachmentFields,
	fileNameOption,
	maxDownloadOption,
	textPositionOption,
} from '../shared/n8n/fields/attachment';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { messageField } from '../shared/n8n/fields/message';
import { sendingLineOption } from '../shared/n8n/fields/recipient';
import { shownFor } from '../shared/n8n/fields/shown';
import {
	dataDetectionOption,
	formatField,
	linkPreviewOption,
	mentionsOption,
	replyToOption,
	subjectOption,
	textEffectsOption,
	textField,
} from '../shared/n8n/fields/text';
import { whenLimitOption } from '../shared/n8n/fields/whenLimit';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';
import { allowPrivatePageOption, liveOption, readPageOption } from './cardFields';
import { shareOwnCardOption } from './ownCardField';
import { askOperation, askOptions } from './sendAndWait/fields';

const message = (...operations: string[]) => ({ resource: ['message'], operation: operations });
const option = (...operations: string[]) => ({ '/operation': operations });

/** The fields of the operations on a message. */
export const messageFields: readonly INodeProperties[] = [
	...shownFor(message('reply'), [
		{
			...messageField,
			description: 'The message to answer, or one part of it as p:1/ID. Leave it empty to answer the message of the incoming item.',
		},
	]),
	...shownFor(message('edit', 'unsend', 'notifyAnyway'), [
		{
			...messageField,
			placeholder: 'Empty: the message of the incoming item',
			description:
				'A message that this line has sent, or one part of it as p:1/ID. Leave it empty for the message of the incoming item, such as the output of an earlier iMessage node.',
		},
	]),
	...shownFor(message('sendText', 'reply'), [textField, formatField]),
	...shownFor(message('edit'), [
		{
			...textField,
			displayName: 'New Text',
			placeholder: 'e.g. See you at nine, not at eight',
			description: 'The new text of the message',
		},
		{
			...formatField,
			description: 'Whether to read the text as Markdown. An edited text has no formatting, so Markdown marks are removed.',
		},
	]),
	...shownFor(message('sendAttachment'), attachmentFields),
	...shownFor(message('sendRichLink'), [
		{
			displayName: 'Link',
			name: 'url',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/page',
			description: 'One http or https URL. The recipient sees a preview of the page.',
		},
	]),
];

const backwardCompatTextOption: INodeProperties = {
	displayName: 'Text for Older Devices',
	name: 'backwardCompatText',
	type: 'string',
	default: '',
	placeholder: 'e.g. Correction: see you at nine',
	description: 'The message that devices receive if they cannot show edits. Empty means a message made from the new text.',
};

const texts = ['sendText', 'reply'];
const withWords = [...texts, 'sendAttachment'];
const sends = [...withWords, 'sendRichLink', 'sendContactCard', 'sendAppCard', 'sendMiniApp'];

/** Options of all operations, in the order of their names. Each is shown only for operations that use it. */
export const sendOptions: INodeProperties[] = [
	...shownFor(option(askOperation), [askOptions.addLink]),
	...shownFor(option('sendAttachment'), [allowPrivateOption]),
	...shownFor(option('sendAppCard', 'updateAppCard'), [allowPrivatePageOption]),
	...shownFor(option(askOperation), [askOptions.alsoStart, askOptions.approveLabel, askOptions.confirmAnswer]),
	...shownFor(option(...texts), [dataDetectionOption]),
	...shownFor(option(askOperation), [askOptions.declineLabel]),
	defaultCountryOption,
	...shownFor(option('sendAttachment'), [fileNameOption]),
	idempotencyKeyOption,
	sendingLineOption,
	...shownFor(option(...texts), [linkPreviewOption]),
	...shownFor(option('sendAppCard', 'updateAppCard', 'sendMiniApp', 'updateMiniApp'), [liveOption]),
	...shownFor(option('sendAttachment'), [maxDownloadOption]),
	...shownFor(option(...withWords), [mentionsOption]),
	...shownFor(option('sendAppCard', 'updateAppCard'), [readPageOption]),
	...shownFor(option(askOperation), [askOptions.reminderHours, askOptions.reminderText]),
	...shownFor(option('sendText', 'sendAttachment', 'sendRichLink', 'sendContactCard'), [replyToOption]),
	...shownFor(option(...withWords, 'sendRichLink'), [shareOwnCardOption]),
	...shownFor(option(askOperation), [askOptions.showDecision]),
	...shownFor(option(...withWords), [subjectOption]),
	...shownFor(option(askOperation), [askOptions.tellOthers]),
	...shownFor(option(...withWords), [textEffectsOption]),
	...shownFor(option('edit'), [backwardCompatTextOption]),
	...shownFor(option('sendAttachment'), [textPositionOption]),
	...shownFor(option(...sends), [whenLimitOption]),
];
