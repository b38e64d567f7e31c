import type { INodeProperties } from 'n8n-workflow';
import { binaryInputField } from './binaryInput';
import { formatField, textField } from './text';

/** Files to send: where they come from, what they become, and the text with them. */
export const sourceField: INodeProperties = {
	displayName: 'Attachment From',
	name: 'attachmentSource',
	type: 'options',
	options: [
		{ name: 'Binary Data', value: 'binary', description: 'Files of the incoming item' },
		{ name: 'URL', value: 'url', description: 'Files that n8n fetches from the web' },
	],
	default: 'binary',
	description: 'Where the files come from',
};

export const kindField: INodeProperties = {
	displayName: 'Send As',
	name: 'attachmentKind',
	type: 'options',
	options: [
		{ name: 'File', value: 'file', description: 'Pictures, videos or documents; several arrive together, as an album' },
		{ name: 'Live Photo', value: 'livePhoto', description: 'A photo with its short video' },
		{ name: 'Voice Note', value: 'voiceNote', description: 'Audio that plays in the conversation: M4A, CAF or Ogg Opus, not MP3' },
	],
	default: 'file',
	description: 'What the recipient gets',
};

export const binaryField: INodeProperties = {
	...binaryInputField,
	placeholder: 'e.g. data, or image1, image2, or all',
	hint: 'The name of the input field containing the file. Several names separated by commas, or all, become one album.',
	description: 'Which files of the incoming item to send',
	displayOptions: { show: { attachmentSource: ['binary'] } },
};

/** Not required: while *Attachment From* is an expression, n8n shows it and would not run a workflow in which it is empty. */
export const urlField: INodeProperties = {
	displayName: 'Attachment URL',
	name: 'attachmentUrl',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. https://example.com/photo.jpg',
	description: 'Where to fetch the file. Several URLs, one on each line, become one album. At most 100 MiB together.',
	displayOptions: { show: { attachmentSource: ['url'] } },
};

export const companionBinaryField: INodeProperties = {
	displayName: 'Video Binary Field',
	name: 'companionBinaryPropertyName',
	type: 'string',
	required: true,
	default: 'video',
	placeholder: 'e.g. video',
	hint: 'The name of the input field containing the MOV video of the Live Photo',
	displayOptions: { show: { attachmentSource: ['binary'], attachmentKind: ['livePhoto'] } },
};

/** Not required, as {@link urlField}. */
export const companionUrlField: INodeProperties = {
	displayName: 'Video URL',
	name: 'companionUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/photo.mov',
	description: 'Where to fetch the MOV video of the Live Photo',
	displayOptions: { show: { attachmentSource: ['url'], attachmentKind: ['livePhoto'] } },
};

const withText = { show: { attachmentKind: ['file', 'livePhoto'] } };

export const attachmentFields: readonly INodeProperties[] = [
	sourceField,
	kindField,
	binaryField,
	urlField,
	companionBinaryField,
	companionUrlField,
	{
		...textField,
		required: false,
		placeholder: 'e.g. Here are the photos',
		description: 'Text that arrives together with the files. Empty sends the files alone.',
		displayOptions: withText,
	},
	{ ...formatField, displayOptions: withText },
];

export const allowPrivateOption: INodeProperties = {
	displayName: 'Allow Private Addresses',
	name: 'allowPrivateAddresses',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether the URL may lead to a host in your own network. Leave it off when the URL comes from a message. It has no effect when an AI uses the node.',
	displayOptions: { show: { '/attachmentSource': ['url'] } },
};

export const fileNameOption: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. invoice.pdf',
	description: 'Name of the file as the recipient sees it, if you send one file. Empty means the name that the file has.',
};

export const maxDownloadOption: INodeProperties = {
	displayName: 'Max Download Size',
	name: 'maxDownloadMebibytes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 100,
	description: 'Largest size of all fetched files together, in MiB. If they are larger, nothing is sent.',
	displayOptions: { show: { '/attachmentSource': ['url'] } },
};

export const textPositionOption: INodeProperties = {
	displayName: 'Text Position',
	name: 'textPosition',
	type: 'options',
	options: [
		{ name: 'Above the Files', value: 'above' },
		{ name: 'Below the Files', value: 'below' },
	],
	default: 'above',
	description: 'Where the text is placed',
};
