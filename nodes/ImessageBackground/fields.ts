import type { INodeProperties } from 'n8n-workflow';

/** Which file of the incoming item becomes the background. */
export const pictureField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the input field containing the picture: JPEG, PNG, HEIC or HEIF',
	description:
		'Which file of the incoming item becomes the background. Its bytes decide on the format, whatever its name says; GIF, WebP, AVIF, TIFF, BMP and SVG are refused.',
	displayOptions: { show: { operation: ['set'] } },
};
