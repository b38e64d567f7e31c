import type { IExecuteFunctions } from 'n8n-workflow';
import { valueOfLocator } from '../parameters/locator';
import { parameterOf } from '../parameters/parameterOf';
import { invalid } from '../parameters/parameters';
import { plainText, shownValue } from '../parameters/plainValue';

/** One row of a fixed collection, every value as text. */
export type Row = Readonly<Record<string, string>>;

/**
 * The rows of a fixed collection at `path`, such as `options.mentions.mention`. An expression may give a single row.
 *
 * @param field Name of the collection on the panel.
 */
export function rowsOf(context: IExecuteFunctions, path: string, field: string, itemIndex: number): Row[] {
	const value = parameterOf(context, path, itemIndex, []);
	const rows = (Array.isArray(value) ? value : [value]) as unknown[];
	return rows
		.filter((row): row is object => typeof row === 'object' && row !== null)
		.map((row, index) =>
			toRow(row, (problem, found) =>
				invalid(itemIndex, `${field}, row ${index + 1}`, problem, found, '{{ $json.name }}, with a field that holds one text'),
			),
		);
}

function toRow(row: object, refused: (problem: string, found: string) => Error): Row {
	const texts = Object.entries(row).map(([name, value]: [string, unknown]): [string, string] => {
		const text = plainText(valueOfLocator(value));
		if (text === undefined) throw refused(`has a value that is not text in "${name}"`, shownValue(value));
		return [name, text];
	});
	return Object.fromEntries(texts);
}
