import type { IExecuteFunctions } from 'n8n-workflow';
import { expressionIn, unresolvedParameter } from '../shared/n8n/parameters/unresolved';

/**
 * The fields of a node over a long list. n8n takes about a tenth of a millisecond for each value, so a field without an
 * expression, which is the same for everyone, is read once.
 */
export class ItemFields {
	private readonly same = new Map<string, unknown>();

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * The value of a field for an item.
	 *
	 * @param name path of the parameter, such as `options.urgent`
	 * @param read reads it for one item; what it throws is not kept
	 */
	of<Value>(name: string, itemIndex: number, read: (itemIndex: number) => Value): Value {
		if (this.isOfItem(name)) return read(itemIndex);
		if (!this.same.has(name)) this.same.set(name, read(itemIndex));
		return this.same.get(name) as Value;
	}

	private isOfItem(name: string): boolean {
		// An expression may give a whole collection.
		const [outer = ''] = name.split('.');
		return [outer, name].some((path) => expressionIn(unresolvedParameter(this.context, path)) !== undefined);
	}
}
