import { NodeHelpers, type INodeProperties } from 'n8n-workflow';
import { allowGroupChangesField, reachFields } from '../../../nodes/shared/n8n/fields/reach';
import { emptyMeans } from '../../../nodes/shared/n8n/fields/recipient';
import { allNodes } from '../../support/allNodes';

const settings = [...reachFields, allowGroupChangesField].filter(({ type }) => type !== 'notice');
const nodes = Object.entries(allNodes()).map(([name, { description }]) => ({ name, description }));
const tools = nodes.filter(({ description }) => description.usableAsTool !== undefined);

test('every action can be a tool, and the Trigger cannot', () => {
	expect(nodes.filter(({ description }) => description.usableAsTool === undefined).map(({ name }) => name)).toEqual([
		'n8n-nodes-spectrum-imessage.imessageTrigger',
	]);
	expect(tools.length).toBeGreaterThan(7);
});

test.each(tools)('$name has the settings of a tool, shown for tools only', ({ description }) => {
	const shown = (type: string, field: INodeProperties) =>
		NodeHelpers.displayParameter({ reach: 'listed' }, field, { typeVersion: 1 }, { ...description, name: type });
	for (const field of reachFields) expect(description.properties).toContain(field);
	const reach = description.properties.find(({ name }) => name === 'reach');
	expect(reach?.default).toBe('conversation');
	expect([shown(description.name, reach as INodeProperties), shown(`${description.name}Tool`, reach as INodeProperties)]).toEqual([
		false,
		true,
	]);
});

test.each(settings.map((field) => [field.displayName, field] as const))(
	'%s takes no expression, so that no model fills it in',
	(_, field) => {
		expect(field.noDataExpression).toBe(true);
	},
);

test('every field with a recipient says what an empty one means', () => {
	const fields = nodes.flatMap(({ name, description }) =>
		description.properties
			// Where it must be filled in, an empty one means nothing.
			.filter((field) => field.name === 'to' && field.required !== true)
			.map((field) => ({ name, field })),
	);
	expect(fields.length).toBeGreaterThan(7);
	expect(fields.filter(({ field }) => field.description?.includes(emptyMeans) !== true).map(({ name }) => name)).toEqual([]);
});
