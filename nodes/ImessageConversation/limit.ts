import type { IExecuteFunctions } from 'n8n-workflow';
import { booleanParameter, invalid, numberParameter } from '../shared/n8n/parameters/parameters';

/** The most results to return, from *Return All* and *Limit*. Absent means all of them. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): { limit?: number } {
	if (booleanParameter(context, { name: 'returnAll', displayName: 'Return All' }, itemIndex, false)) return {};
	const limit = numberParameter(context, { name: 'limit', displayName: 'Limit' }, itemIndex) ?? 50;
	if (!Number.isInteger(limit) || limit < 1) throw invalid(itemIndex, 'Limit', 'is not a whole number of at least 1', String(limit), '50');
	return { limit };
}
