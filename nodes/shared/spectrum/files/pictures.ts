import type { Parsed } from '../model/address/address';
import { formatOf } from './fileFormat';

/** Example for errors about a background. */
export const backgroundExample = 'a JPEG, PNG, HEIC or HEIF image, for example a photo from an iPhone';

/** The formats of a background. */
const backgroundFormats: ReadonlySet<string> = new Set(['JPEG', 'PNG', 'HEIC', 'HEIF']);

/** Checks that the bytes can be a background, and returns the name of their format. */
export function parseBackground(bytes: Uint8Array): Parsed<string> {
	if (bytes.length === 0) return { ok: false, problem: 'is empty' };
	const format = formatOf(bytes);
	if (format === undefined) return { ok: false, problem: 'has an unknown format, but a background is JPEG, PNG, HEIC or HEIF' };
	if (!backgroundFormats.has(format.name)) {
		return { ok: false, problem: `is ${format.name}, but a background is JPEG, PNG, HEIC or HEIF` };
	}
	return { ok: true, value: format.name };
}

/** Checks that the bytes can be a group picture. The server documents only that it must be an image. */
export function parseIcon(bytes: Uint8Array): Parsed<string> {
	if (bytes.length === 0) return { ok: false, problem: 'is empty' };
	const format = formatOf(bytes);
	if (format === undefined) return { ok: false, problem: 'has an unknown format, but a group picture is an image' };
	if (!format.isImage) return { ok: false, problem: `is ${format.name}, but a group picture is an image` };
	return { ok: true, value: format.name };
}
