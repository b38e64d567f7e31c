import { deepCopy, NodeConnectionTypes, type INodeProperties, type INodeType } from 'n8n-workflow';

/**
 * The step of human review that n8n makes of a node: `convertNodeToHitlTool` of packages/cli/src/tool-generation/hitl-tools.ts.
 * An agent of version 3 has n8n run it as a node of the workflow, so here it has main connections.
 */
export function humanReview(nodeType: INodeType): INodeType {
	const description = deepCopy(nodeType.description);
	const operations = description.properties.filter(({ name }) => name === 'operation');
	const asking = operations.find(({ options = [] }) => options.some((option) => 'value' in option && option.value === 'sendAndWait'));
	const resource = (asking?.displayOptions?.show?.resource as string[] | undefined)?.[0] ?? '';
	const hidden = (name: string, value: string): INodeProperties => ({ displayName: name, name, type: 'hidden', default: value });
	const properties = description.properties.flatMap((property): INodeProperties[] => {
		if (property.name === 'resource') return [hidden('resource', resource)];
		if (property.name === 'operation') return [hidden('operation', 'sendAndWait')];
		if (property.name === 'message') return [];
		return [property.name === 'responseType' ? hidden('responseType', 'approval') : property];
	});
	const message: INodeProperties = {
		displayName: 'Message',
		name: 'message',
		type: 'string',
		default: 'The agent wants to run this tool',
		required: true,
	};
	return Object.create(nodeType, {
		description: {
			value: {
				...description,
				name: `${description.name}HitlTool`,
				inputs: [NodeConnectionTypes.Main],
				outputs: [NodeConnectionTypes.Main],
				properties: [message, ...properties],
			},
		},
	}) as INodeType;
}
