import type { IExecuteFunctions } from 'n8n-workflow';
import { parameterOf } from '../../../nodes/shared/n8n/parameters/parameterOf';

/** A context whose node has these parameters. An expression gives the number of the item. */
function contextOf(parameters: Record<string, unknown>) {
	const asked: string[] = [];
	const resolved = (value: unknown, itemIndex: number): unknown => {
		if (typeof value === 'string') return value.startsWith('=') ? `item ${itemIndex}` : value;
		if (Array.isArray(value)) return value.map((each) => resolved(each, itemIndex));
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each, itemIndex)]));
	};
	const context = {
		getNode: () => ({ parameters }),
		getNodeParameter: (path: string, itemIndex: number, fallback: unknown) => {
			asked.push(path);
			const found = path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], parameters);
			return found === undefined ? fallback : resolved(found, itemIndex);
		},
	} as unknown as IExecuteFunctions;
	return { context, asked };
}

test.each<[string, unknown]>([
	['a text', 'Hello'],
	['a text with an expression behind its first character', 'Hello ={{ 1 }}'],
	['a number', 5],
	['a list', [{ mode: 'name', value: 'Ada' }]],
])('%s is the same for all items, and n8n is asked once', (_name, value) => {
	const { context, asked } = contextOf({ field: value });
	const found = [0, 1, 2].map((itemIndex) => parameterOf(context, 'field', itemIndex, ''));
	expect(found).toEqual([value, value, value]);
	expect(asked).toEqual(['field']);
});

test.each<[string, unknown, (item: number) => unknown]>([
	['an expression', '={{ $json.name }}', (item) => `item ${item}`],
	[
		'an expression within a locator',
		{ __rl: true, mode: 'id', value: '={{ 1 }}' },
		(item) => ({ __rl: true, mode: 'id', value: `item ${item}` }),
	],
	['an expression in the last row', [{ a: 'x' }, { a: '={{ 1 }}' }], (item) => [{ a: 'x' }, { a: `item ${item}` }]],
])('%s is resolved for each item', (_name, value, expected) => {
	const { context } = contextOf({ field: value });
	for (const item of [0, 1, 2, 1]) expect(parameterOf(context, 'field', item, '')).toEqual(expected(item));
});

test('a field that was not filled in gives the fallback of each caller', () => {
	const { context, asked } = contextOf({ options: {} });
	expect(parameterOf(context, 'options.line', 0, '')).toBe('');
	expect(parameterOf(context, 'options.line', 1, [])).toEqual([]);
	expect(parameterOf(context, 'options.line', 2, '')).toBe('');
	expect(asked).toEqual(['options.line']);
});

test('two executions of a node share nothing', () => {
	expect(parameterOf(contextOf({ field: 'one' }).context, 'field', 0, '')).toBe('one');
	expect(parameterOf(contextOf({ field: 'other' }).context, 'field', 0, '')).toBe('other');
});
