import type { INodeProperties } from 'n8n-workflow';
import { allowPrivateOption, maxDownloadOption } from './attachment';
import { binaryInputField } from './binaryInput';

/** Where the picture of an operation comes from. */
export const pictureSourceField: INodeProperties = {
	displayName: 'Picture From',
	name: 'pictureSource',
	type: 'options',
	options: [
		{ name: 'Binary Field', value: 'binary', description: 'A file of the incoming item' },
		{ name: 'URL', value: 'url', description: 'A file that n8n fetches from the web' },
	],
	default: 'binary',
	description: 'Where the picture comes from',
};

/** Not required: while *Picture From* is an expression, n8n shows it and would not run a workflow in which it is empty. */
export const pictureUrlField: INodeProperties = {
	displayName: 'Picture URL',
	name: 'pictureUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/photo.jpg',
	description: 'Where to fetch the picture',
	displayOptions: { show: { [pictureSourceField.name]: ['url'] } },
};

/** The fields of an operation that needs one picture. The operation says what its binary field is for. */
export function pictureFields(binary: Pick<INodeProperties, 'hint' | 'description'>): INodeProperties[] {
	return [
		pictureSourceField,
		{ ...binaryInputField, ...binary, displayOptions: { show: { [pictureSourceField.name]: ['binary'] } } },
		pictureUrlField,
	];
}

const fromUrl = { show: { [`/${pictureSourceField.name}`]: ['url'] } };

/** The options of a fetched picture, in the order of their names. Other options may come between them. */
export const allowPrivatePictureOption: INodeProperties = { ...allowPrivateOption, displayOptions: fromUrl };
export const maxPictureOption: INodeProperties = {
	...maxDownloadOption,
	description: 'Largest size of the fetched picture, in MiB. A larger one is refused and nothing is changed.',
	displayOptions: fromUrl,
};
