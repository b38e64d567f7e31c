import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, textParameter } from '../parameters/parameters';

/** The binary field that receives a file. Each node adds where it is shown. */
export const outputFileField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputBinaryField',
	type: 'string',
	required: true,
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the file in',
};

/** Reads the name of the binary field for the file. */
export function readOutputProperty(context: IExecuteFunctions, itemIndex: number): string {
	const name = textParameter(context, outputFileField, itemIndex).trim();
	if (name === '')
		throw invalid(itemIndex, outputFileField.displayName, 'is empty', '', {
			advice: 'Enter a name for the output field that receives the file, such as data.',
		});
	return name;
}
