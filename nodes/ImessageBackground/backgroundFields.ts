import type { INodeProperties } from 'n8n-workflow';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { allowPrivatePictureOption, maxPictureOption, pictureFields } from '../shared/n8n/fields/picture';
import { lineOption } from '../shared/n8n/fields/recipient';
import { shownFor } from '../shared/n8n/fields/shown';

/** The fields for the picture of the background. */
export const backgroundFields: readonly INodeProperties[] = shownFor(
	{ operation: ['set'] },
	pictureFields({
		hint: 'The name of the input field containing the picture: JPEG, PNG, HEIC or HEIF',
		description:
			'Which file of the incoming item becomes the background. The format is read from its content, not from its name. GIF, WebP, AVIF, TIFF, BMP and SVG are refused.',
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
