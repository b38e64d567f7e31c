import { isNestedDeeperThan } from '../../../../nodes/shared/spectrum/webhook/nesting';

const isDeep = (json: string): boolean => isNestedDeeperThan(100, Buffer.from(json));
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test.each<[string, string, boolean]>([
	['100 levels', nested(100), false],
	['101 levels', nested(101), true],
	['101 levels of objects', `${'{"a":'.repeat(101)}1${'}'.repeat(101)}`, true],
	['51 lists and 50 objects within each other', `${'[{"a":'.repeat(50)}[]${'}]'.repeat(50)}`, true],
	['many brackets side by side', `[${'[],'.repeat(1_000)}[]]`, false],
	['brackets in a text', JSON.stringify({ text: '['.repeat(1_000) }), false],
	['brackets behind an escaped quotation mark', JSON.stringify({ text: `"${'['.repeat(1_000)}` }), false],
	['deep behind brackets in a text', `["${'['.repeat(1_000)}",${nested(100)}]`, true],
	['nothing', '', false],
])('%s', (_name, json, expected) => {
	expect(isDeep(json)).toBe(expected);
});
