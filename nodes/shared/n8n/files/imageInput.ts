import type { IExecuteFunctions } from 'n8n-workflow';
import type { Parsed } from '../../spectrum/model/address/address';
import { readFile, type BinaryField } from './binaryInput';
import { invalid } from '../parameters/parameters';

/** An image of the incoming item, with the format that its bytes tell. */
export interface ImageInput {
	readonly data: Uint8Array;
	readonly format: string;
}

/**
 * Reads the file that the field names and lets `parse` decide on its bytes; what it refuses is refused here, before
 * anything is called. Names and content types are not looked at.
 */
export async function readImage(
	context: IExecuteFunctions,
	itemIndex: number,
	field: BinaryField,
	parse: (bytes: Uint8Array) => Parsed<string>,
	example: string,
): Promise<ImageInput> {
	const file = await readFile(context, itemIndex, field);
	const data = await file.load();
	const parsed = parse(data);
	if (!parsed.ok) throw invalid(itemIndex, field.displayName, `names a file that ${parsed.problem}`, file.fileName, example);
	return { data, format: parsed.value };
}
