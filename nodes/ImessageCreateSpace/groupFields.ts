import type { INodeProperties } from 'n8n-workflow';
import { addressListExample } from '../shared/spectrum/model/address/recipients';
import { conversationField, emptyMeans, lineOption } from '../shared/n8n/fields/recipient';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { allowPrivatePictureOption, maxPictureOption, pictureFields } from '../shared/n8n/fields/picture';
import { outputFileField } from '../shared/n8n/fields/outputFile';
import { shownFor } from '../shared/n8n/fields/shown';
import { simplifyField } from '../shared/n8n/fields/simplify';
import { optionsField } from '../shared/n8n/node/optionsField';

const forGroup = { resource: ['group'] };

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Summer party',
	description: 'The new name, as everyone in the group sees it',
	displayOptions: { show: { ...forGroup, operation: ['rename'] } },
};

/** The fields for the picture of the group. */
const iconFields = shownFor(
	{ ...forGroup, operation: ['setIcon'] },
	pictureFields({
		hint: 'The name of the input field containing the picture',
		description:
			'Which file of the incoming item becomes the picture of the group. The format is read from its content, not from its name.',
	}),
);

const setsIcon = { '/operation': ['setIcon'] };

/** The people to add or remove. */
export const memberListField: INodeProperties = {
	displayName: 'Members',
	name: 'members',
	type: 'string',
	required: true,
	default: '',
	placeholder: `e.g. ${addressListExample}`,
	description: 'One or more phone numbers or email addresses, separated by commas, or as a list from an expression',
	displayOptions: { show: { ...forGroup, operation: ['addMembers', 'removeMembers'] } },
};

/** Fields of the resource Group. */
export const groupFields: INodeProperties[] = [
	{
		...conversationField,
		default: { mode: 'list', value: '' },
		// A group has no address.
		modes: conversationField.modes
			?.filter(({ name }) => name !== 'address')
			.map((mode) => ({ ...mode, placeholder: 'Empty: the group that started the run' })),
		description: `The group. ${emptyMeans}.`,
		displayOptions: { show: forGroup },
	},
	nameField,
	...iconFields,
	{ ...outputFileField, displayOptions: { show: { ...forGroup, operation: ['getIcon'] } } },
	memberListField,
	{
		...simplifyField,
		displayOptions: { show: { ...forGroup, operation: ['rename', 'addMembers', 'removeMembers', 'listMembers'] } },
	},
	{
		...optionsField([
			...shownFor(setsIcon, [allowPrivatePictureOption]),
			defaultCountryOption,
			lineOption,
			...shownFor(setsIcon, [maxPictureOption]),
		]),
		displayOptions: { show: forGroup },
	},
];
