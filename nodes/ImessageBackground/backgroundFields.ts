import type { INodeProperties } from 'n8n-workflow';
import { binaryInputField } from '../shared/n8n/fields/binaryInput';

/** Which file of the incoming item becomes the background. */
export const pictureField: INodeProperties = {
	...binaryInputField,
	hint: 'The name of the input field containing the picture: JPEG, PNG, HEIC or HEIF',
	description:
		'Which file of the incoming item becomes the background. Its bytes decide on the format, whatever its name says; GIF, WebP, AVIF, TIFF, BMP and SVG are refused.',
	displayOptions: { show: { operation: ['set'] } },
};
