import type { INodeProperties } from 'n8n-workflow';
import {
	allowPrivateOption,
	attachmentFields,
	fileNameOption,
	maxDownloadOption,
	textPositionOption,
} from '../shared/n8n/fields/attachment';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { sendingLineOption } from '../shared/n8n/fields/recipient';
import { shownFor } from '../shared/n8n/fields/shown';
import { formatField, mentionsOption, replyToOption, subjectOption, textEffectsOption, textField } from '../shared/n8n/fields/text';
import { whenLimitOption } from '../shared/n8n/fields/whenLimit';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';

/** The fields for the content of the message. */
export const effectFields: readonly INodeProperties[] = [
	...shownFor({ operation: ['sendText'] }, [textField, formatField]),
	...shownFor({ operation: ['sendAttachment'] }, attachmentFields),
];

const files = { '/operation': ['sendAttachment'] };

/** Options in the order of their names. A link preview is not offered, because it replaces the bubble that an effect animates. */
export const effectOptions: INodeProperties[] = [
	...shownFor(files, [allowPrivateOption]),
	defaultCountryOption,
	...shownFor(files, [fileNameOption]),
	idempotencyKeyOption,
	sendingLineOption,
	...shownFor(files, [maxDownloadOption]),
	mentionsOption,
	replyToOption,
	subjectOption,
	textEffectsOption,
	...shownFor(files, [textPositionOption]),
	whenLimitOption,
];
