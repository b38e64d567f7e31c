import type { INodeProperties } from 'n8n-workflow';

type Shown = Readonly<Record<string, string[]>>;

/** The same fields, shown only where the parameters named have one of these values. A field's own conditions stay. */
export function shownFor(show: Shown, fields: readonly INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: { ...field.displayOptions, show: { ...show, ...field.displayOptions?.show } },
	}));
}
