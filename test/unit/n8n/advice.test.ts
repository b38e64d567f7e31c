import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invalid } from '../../../nodes/shared/n8n/parameters/parameters';

test('an example and an advice are told each in its way', () => {
	expect(invalid(0, 'Limit', 'is not a number', 'x', '5').advice).toBe('Enter it like this: 5');
	expect(invalid(0, 'File', 'is empty', '', { advice: 'Use another file.' }).advice).toBe('Use another file.');
});

test('what is found is shown in part, and what nobody sees as its number', () => {
	expect(invalid(0, 'To', 'is wrong', `a\u202eb${'x'.repeat(500)}`, '5').message).toMatch(
		/^The field "To" is wrong; found "a\\u\{202E\}bx{96}…"$/,
	);
});

/** An order is no example: "Enter it like this: leave it out" helps nobody. */
test('no example of a field is an order', () => {
	const sources = readdirSync('nodes', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
	const calls = sources.flatMap((name) =>
		[...readFileSync(join('nodes', name), 'utf8').matchAll(/invalid\(itemIndex[^;]*?, '([^']*)'\);/g)].map((match) => match[1]),
	);
	expect(calls.length).toBeGreaterThan(30);
	expect(calls.filter((example) => /^(?:add|leave|use|choose|send|place|data$)/.test(example ?? ''))).toEqual([]);
});
