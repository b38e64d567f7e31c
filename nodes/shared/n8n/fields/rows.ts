import type { IExecuteFunctions } from 'n8n-workflow';

/** One row of a fixed collection, every value as text. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a fixed collection at `path`, such as `options.mentions.mention`. An expression may give one row alone. */
export function rowsOf(context: IExecuteFunctions, path: string, itemIndex: number): Row[] {
	const value: unknown = context.getNodeParameter(path, itemIndex, []);
	const rows = Array.isArray(value) ? value : [value];
	return rows.filter((row) => typeof row === 'object' && row !== null).map((row) => toRow(row as object));
}

function toRow(row: object): Row {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '']),
	);
}
