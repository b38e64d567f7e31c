import type { INodeProperties } from 'n8n-workflow';
import { textEffects } from '../../spectrum/text/effects';

/** The text of a message. */
export const textField: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. Thanks, we got your message!',
	description: 'The text of the message',
};

/** How the text is read. */
export const formatField: INodeProperties = {
	displayName: 'Format',
	name: 'format',
	type: 'options',
	options: [
		{
			name: 'Markdown',
			value: 'markdown',
			description:
				'**bold**, *italic*, ++underline++ and ~~strikethrough~~ look like that on the phone; all other Markdown becomes plain text',
		},
		{
			name: 'As Typed',
			value: 'plain',
			description: 'The text is sent as it is, with all its characters',
		},
	],
	default: 'markdown',
	description: 'Whether Markdown in the text becomes formatting. AI models write Markdown.',
};

export const subjectOption: INodeProperties = {
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	default: '',
	placeholder: 'e.g. Your order',
	description: 'A line in bold above the text',
};

export const replyToOption: INodeProperties = {
	displayName: 'Reply To',
	name: 'replyTo',
	type: 'string',
	default: '',
	placeholder: 'e.g. spc-msg-0b6c1a7e',
	description: 'ID of the message that this one answers in a thread, or one part of it as p:1/ID',
};

export const linkPreviewOption: INodeProperties = {
	displayName: 'Link Preview',
	name: 'linkPreview',
	type: 'boolean',
	default: false,
	description: 'Whether a URL in the text is shown with a preview. It cannot be combined with mentions or text effects.',
};

export const dataDetectionOption: INodeProperties = {
	displayName: 'Data Detection',
	name: 'dataDetection',
	type: 'boolean',
	default: false,
	description:
		'Whether Apple looks for dates and addresses in the text to make them tappable. It has made sends fail on dedicated lines, so use it only if you need it. It cannot be combined with mentions.',
};

export const mentionsOption: INodeProperties = {
	displayName: 'Mentions',
	name: 'mentions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Mention' },
	default: {},
	placeholder: 'Add Mention',
	description: 'People of the conversation who are named in the text and get a notification for it',
	options: [
		{
			displayName: 'Mention',
			name: 'mention',
			values: [
				{
					displayName: 'Address',
					name: 'address',
					type: 'string',
					default: '',
					placeholder: 'e.g. +15551234567',
					description: 'Phone number or email of the person',
				},
				{
					displayName: 'Words in the Text',
					name: 'text',
					type: 'string',
					default: '',
					placeholder: 'e.g. Alice',
					description:
						'The words of the text that name the person, exactly as they are shown. The same words in a second row stand for the next place where they appear.',
				},
			],
		},
	],
};

export const textEffectsOption: INodeProperties = {
	displayName: 'Text Effects',
	name: 'textEffects',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Text Effect' },
	default: {},
	placeholder: 'Add Text Effect',
	description: 'Animations of words in the text',
	options: [
		{
			displayName: 'Text Effect',
			name: 'effect',
			values: [
				{
					displayName: 'Effect',
					name: 'effect',
					type: 'resourceLocator',
					default: { __rl: true, mode: 'list', value: 'big', cachedResultName: 'Big' },
					modes: [
						{
							displayName: 'From List',
							name: 'list',
							type: 'list',
							typeOptions: { searchListMethod: 'searchTextEffects', searchable: true },
						},
						{
							displayName: 'By Name',
							name: 'name',
							type: 'string',
							placeholder: 'e.g. shake',
							hint: `One of ${textEffects.map(({ name }) => name).join(', ')}`,
						},
					],
					description: 'What the words do',
				},
				{
					displayName: 'Part of the Text',
					name: 'part',
					type: 'string',
					default: '',
					placeholder: 'Empty: the whole text',
					description:
						'The words that move, exactly as they are shown, without Markdown. The same words in a second row stand for the next place where they appear.',
				},
			],
		},
	],
};
