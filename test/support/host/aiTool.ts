import { deepCopy, type INodeProperties, type INodeType, NodeConnectionTypes } from 'n8n-workflow';

/**
 * `convertNodeToAiTool` of packages/cli/src/tool-generation/ai-tools.ts. It changes a copy of the description, and the
 * node's own methods, `execute` above all, stay what they are.
 */
export function convertNodeToAiTool(nodeType: INodeType): INodeType {
	const replacements = typeof nodeType.description.usableAsTool === 'object' ? nodeType.description.usableAsTool.replacements : {};
	const description = { ...deepCopy(nodeType.description), ...replacements };
	const properties: INodeProperties[] = [...description.properties];
	const has = (name: string) => properties.some((property) => property.name === name);

	if (!has('toolDescription')) {
		const byOperation = has('resource') || has('operation');
		const toolDescription: INodeProperties = {
			displayName: 'Description',
			name: 'toolDescription',
			type: 'string',
			default: description.description,
			required: true,
			typeOptions: { rows: 2 },
			...(byOperation ? { displayOptions: { show: { descriptionType: ['manual'] } } } : {}),
		};
		const descriptionType: INodeProperties = {
			displayName: 'Tool Description',
			name: 'descriptionType',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Set Automatically', value: 'auto' },
				{ name: 'Set Manually', value: 'manual' },
			],
			default: 'auto',
		};
		const afterLastCallout = properties.findLastIndex(({ type }) => type === 'callout') + 1;
		properties.splice(afterLastCallout, 0, ...(byOperation ? [descriptionType, toolDescription] : [toolDescription]));
	}

	delete description.usableAsTool;
	return Object.create(nodeType, {
		description: {
			value: {
				...description,
				name: `${description.name}Tool`,
				displayName: `${description.displayName} Tool`,
				inputs: [],
				outputs: [NodeConnectionTypes.AiTool],
				properties,
				codex: { categories: ['AI'], subcategories: { AI: ['Tools'], Tools: ['Other Tools'] } },
			},
		},
	}) as INodeType;
}
