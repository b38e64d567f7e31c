import type { INodeProperties } from 'n8n-workflow';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { allowPrivatePictureOption, maxPictureOption, pictureFields } from '../shared/n8n/fields/picture';
import { lineOption } from '../shared/n8n/fields/recipient';
import { shownFor } from '../shared/n8n/fields/shown';

/** Which picture becomes the background. */
export const backgroundFields: readonly INodeProperties[] = shownFor(
	{ operation: ['set'] },
	pictureFields({
		hint: 'The name of the input field containing the picture: JPEG, PNG, HEIC or HEIF',
		description:
			'Which file of the incoming item becomes the background. Its bytes decide on the format, whatever its name says; GIF, WebP, AVIF, TIFF, BMP and SVG are refused.',
	}),
);

const set = { '/operation': ['set'] };

/** Options in the order of their names. */
export const backgroundOptions: INodeProperties[] = [
	...shownFor(set, [allowPrivatePictureOption]),
	defaultCountryOption,
	lineOption,
	...shownFor(set, [maxPictureOption]),
];
