import type { IExecuteFunctions } from 'n8n-workflow';
import type { StickerPlacement } from '../shared/spectrum/model/sticker';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { present } from '../shared/spectrum/values/present';

interface Range {
	readonly from: number;
	readonly to: number;
}

/**
 * The accepted values for a sticker. Positions run from 0 to 1 across the bubble, and may go one bubble beyond it on each
 * side: further out, the sticker no longer belongs to the bubble. The limit on the scale keeps a typing error from filling
 * the screen. Rotation in degrees.
 */
export const placementLimits = {
	x: { from: -1, to: 2 },
	y: { from: -1, to: 2 },
	scale: { from: 0.1, to: 10 },
	rotation: { from: -360, to: 360 },
} as const satisfies Record<string, Range>;

/** Reads where the sticker goes. Converts the rotation from degrees, which people enter, to Apple's radians. */
export function readPlacement(context: IExecuteFunctions, itemIndex: number): StickerPlacement {
	const within = (name: string, field: string, limits: Range, example: string): number | undefined => {
		const text = textParameter(context, name, itemIndex).trim();
		if (text === '') return undefined;
		const value = Number(text);
		if (value >= limits.from && value <= limits.to) return value;
		throw invalid(itemIndex, field, `is not a number from ${limits.from} to ${limits.to}`, text, example);
	};
	const x = within('x', 'Horizontal Position', placementLimits.x, '0.5, which is the middle of the bubble');
	const y = within('y', 'Vertical Position', placementLimits.y, '0.5, which is the middle of the bubble');
	const scale = within('options.scale', 'Scale', placementLimits.scale, '1.5');
	const degrees = within('options.rotation', 'Rotation', placementLimits.rotation, '15, which is in degrees');
	return {
		x: x ?? 0.5,
		y: y ?? 0.5,
		...present({ scale }),
		...(degrees === undefined ? {} : { rotation: (degrees * Math.PI) / 180 }),
	};
}
