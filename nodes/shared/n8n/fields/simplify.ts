import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { booleanParameter } from '../parameters/parameters';

/** Option of every node that reads. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export function isSimple(context: IExecuteFunctions, itemIndex: number): boolean {
	return booleanParameter(context, simplifyField, itemIndex, true);
}
