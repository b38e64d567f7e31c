import type { INodePropertyOptions, INodeType } from 'n8n-workflow';

export interface Operation {
	/** Absent for a node without resources. */
	readonly resource?: string;
	readonly operation: string;
}

/** Everything that a person can choose a node to do. A hidden operation is nothing that is chosen: see the Trigger's last parameters. */
export function operationsOf({ description }: INodeType): Operation[] {
	const chosen = description.properties.filter(({ name, type }) => name === 'operation' && type === 'options');
	return chosen.flatMap((property) => {
		const resources = (property.displayOptions?.show?.resource as string[] | undefined) ?? [undefined];
		const values = (property.options as INodePropertyOptions[]).map(({ value }) => String(value));
		return resources.flatMap((resource) => values.map((operation) => ({ ...(resource === undefined ? {} : { resource }), operation })));
	});
}
