import type { INodeProperties } from 'n8n-workflow';
import { allowPrivateOption } from '../shared/n8n/fields/attachment';
import { shownFor } from '../shared/n8n/fields/shown';

const card = (...operations: string[]) => ({ resource: ['card'], operation: operations });

const kinds = [
	{ name: 'Home', value: 'home' },
	{ name: 'Main', value: 'main' },
	{ name: 'Mobile', value: 'mobile' },
	{ name: 'Other', value: 'other' },
	{ name: 'Work', value: 'work' },
];

const placeKinds = [
	{ name: 'Home', value: 'home' },
	{ name: 'Other', value: 'other' },
	{ name: 'Work', value: 'work' },
];

const kindOf = (options: typeof kinds, initial: string): INodeProperties => ({
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	options,
	default: initial,
});

const textOf = (displayName: string, name: string, placeholder: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
});

const rows = (displayName: string, name: string, row: string, values: INodeProperties[]): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: `Add ${row}`,
	options: [{ displayName: row, name: row.toLowerCase(), values }],
});

/** Bytes of the picture on a contact card. */
export const photoField = { displayName: 'Photo Binary Field', name: 'details.photoBinaryPropertyName' } as const;

const contactFields: INodeProperties[] = [
	textOf('First Name', 'firstName', 'Ada'),
	textOf('Last Name', 'lastName', 'Lovelace'),
	rows('Phone Numbers', 'phones', 'Phone', [kindOf(kinds, 'mobile'), textOf('Number', 'value', '+15551234567')]),
	rows('Email Addresses', 'emails', 'Email', [kindOf(placeKinds, 'work'), textOf('Address', 'value', 'ada@example.com')]),
	{
		displayName: 'Details',
		name: 'details',
		type: 'collection',
		default: {},
		placeholder: 'Add detail',
		options: [
			rows('Addresses', 'addresses', 'Address', [
				textOf('City', 'city', 'London'),
				textOf('Country', 'country', 'United Kingdom'),
				kindOf(placeKinds, 'home'),
				textOf('Postal Code', 'postalCode', 'SW1Y 4JH'),
				textOf('State or Region', 'region', 'England'),
				textOf('Street', 'street', '12 St James Square'),
			]),
			{ ...textOf('Birthday', 'birthday', '1815-12-10'), description: 'Year, month and day' },
			textOf('Job Title', 'jobTitle', 'Programmer'),
			textOf('Note', 'note', 'Met in London'),
			{ ...textOf('Organization', 'organization', 'Analytical Engines'), description: 'Also names the card when there is no person' },
			{
				...textOf('Photo Binary Field', 'photoBinaryPropertyName', 'data'),
				hint: 'The name of the input field containing a JPEG or PNG picture',
			},
			textOf('Website', 'url', 'https://example.com'),
		],
	},
];

/** Bytes of the picture on a mini-app card. */
export const imageField = { displayName: 'Image Binary Field', name: 'layout.imageBinaryPropertyName' } as const;

export const sessionField: INodeProperties = {
	displayName: 'Card Session',
	name: 'session',
	type: 'json',
	default: '',
	placeholder: 'Empty: miniAppSession of the incoming item',
	description:
		'Which card to update: the miniAppSession from the output of its latest send or update. Leave it empty if the incoming item has one.',
};

const captionField: INodeProperties = {
	...textOf('Caption', 'caption', 'Order 17 is on its way'),
	description: 'Upper left, in bold',
};

/** The elements of a card, in the order of their names. */
function layoutField(description: string, aboutTitle: string, withCaption: readonly INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Layout',
		name: 'layout',
		type: 'collection',
		default: {},
		placeholder: 'Add element',
		description,
		options: [
			...withCaption,
			{
				...textOf('Image Binary Field', 'imageBinaryPropertyName', 'data'),
				hint: 'The name of the input field containing a JPEG picture',
			},
			{ ...textOf('Image Subtitle', 'imageSubtitle', 'Two items'), description: 'Shown under the title of the image' },
			{ ...textOf('Image Title', 'imageTitle', 'Your order'), description: `Shown over the image. ${aboutTitle}.` },
			{ ...textOf('Subcaption', 'subcaption', 'Arrives today'), description: 'Lower left' },
			{ ...textOf('Summary', 'summary', 'Order 17'), description: 'Shown where the card cannot be drawn, such as in notifications' },
			{ ...textOf('Trailing Caption', 'trailingCaption', '12:30'), description: 'Upper right' },
			{ ...textOf('Trailing Subcaption', 'trailingSubcaption', 'Track'), description: 'Lower right' },
		],
	};
}

/** The link of an app card. */
export const linkField: INodeProperties = {
	...textOf('Link', 'url', 'https://example.com/orders/17'),
	required: true,
	description: 'One http or https URL. A tap on the card opens it.',
};

const appCardFields: INodeProperties[] = [
	linkField,
	layoutField(
		'What the card shows instead of what the page says. What you leave out comes from the title, description and picture of the page.',
		'Default: the name of the site',
		[captionField],
	),
];

const miniAppFields: INodeProperties[] = [
	{ ...textOf('App Name', 'appName', 'Example Orders'), required: true, description: 'Name of your app' },
	{
		...textOf('Team ID', 'teamId', 'A1B2C3D4E5'),
		required: true,
		description: 'Ten capital letters and digits that Apple assigned to the team of the app',
	},
	{
		...textOf('Extension Bundle ID', 'extensionBundleId', 'com.example.orders.messages'),
		required: true,
		description: 'Bundle ID of the iMessage extension, not of the app around it',
	},
	{ ...linkField, description: 'One http or https URL, passed to the extension when the card is tapped' },
	captionField,
	layoutField(
		'What the card shows besides its caption. A card needs a caption in at least one of its four corners, or an image.',
		'An image needs a title, and a title needs an image',
	),
	{
		...textOf('App Store ID', 'appStoreId', '1234567890'),
		description: 'Number of the app in the App Store, for recipients who do not have it',
	},
];

/** The fields of the operations on cards. */
export const cardFields: readonly INodeProperties[] = [
	...shownFor(card('sendContactCard'), contactFields),
	...shownFor(card('updateMiniApp', 'updateAppCard'), [sessionField]),
	...shownFor(card('sendAppCard', 'updateAppCard'), appCardFields),
	...shownFor(card('sendMiniApp', 'updateMiniApp'), miniAppFields),
];

export const allowPrivatePageOption: INodeProperties = {
	...allowPrivateOption,
	description:
		'Whether n8n may read a page in your own network. Leave it off when the link comes from a message. It has no effect when an AI uses the node.',
	displayOptions: {},
};

export const readPageOption: INodeProperties = {
	displayName: 'Read Page',
	name: 'readPage',
	type: 'boolean',
	default: true,
	description:
		'Whether n8n reads the linked page to fill the card. If off, the card shows the name of the host and what you enter under Layout.',
};

export const liveOption: INodeProperties = {
	displayName: 'Live Layout',
	name: 'live',
	type: 'boolean',
	default: false,
	description: 'Whether the extension draws the card itself on devices that have it',
};
