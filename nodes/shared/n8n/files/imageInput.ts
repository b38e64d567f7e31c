import type { Parsed } from '../../spectrum/model/address/address';
import { binaryInputField } from '../fields/binaryInput';
import { pictureSourceField, pictureUrlField } from '../fields/picture';
import type { ItemInput } from '../loop/itemLoop';
import { choiceParameter } from '../parameters/choice';
import { invalid, textParameter } from '../parameters/parameters';
import { readFile, type InputFile } from './binaryInput';
import { fetchOne } from './fetchFiles';

/** A picture, with the format that its bytes have. */
export interface ImageInput {
	readonly data: Uint8Array;
	readonly format: string;
}

/** The picture of an operation, and the field that it came from, for errors. */
export interface PictureFile {
	readonly file: InputFile;
	readonly field: string;
}

/** Reads the picture that the fields name: a file of the incoming item, or one that is fetched from a URL. */
export async function readPicture(run: ItemInput): Promise<PictureFile> {
	const { context, itemIndex } = run;
	const source = choiceParameter(context, pictureSourceField, itemIndex, ['binary', 'url'] as const, 'binary');
	if (source === 'binary') {
		return { file: await readFile(context, itemIndex, binaryInputField), field: binaryInputField.displayName };
	}
	const field = pictureUrlField.displayName;
	const url = textParameter(context, pictureUrlField, itemIndex).trim();
	if (url === '') throw invalid(itemIndex, field, 'is empty', '', 'https://example.com/photo.jpg');
	return { file: await fetchOne(run, field, url), field };
}

/**
 * Reads the picture and lets `parse` check its bytes. Throws if they are refused, before any call. Names and content
 * types are ignored.
 */
export async function readImage(run: ItemInput, parse: (bytes: Uint8Array) => Parsed<string>, example: string): Promise<ImageInput> {
	const { file, field } = await readPicture(run);
	const { data } = await file.load();
	const parsed = parse(data);
	if (!parsed.ok) throw invalid(run.itemIndex, field, `names a file that ${parsed.problem}`, file.fileName, example);
	return { data, format: parsed.value };
}
