import { expressionIn, unresolvedParameter } from '../../../nodes/shared/n8n/parameters/unresolved';

const context = { getNode: () => ({ parameters: { text: 'Hi', options: { replyTo: '={{ $json.id }}' }, filters: '={{ $json }}' } }) };

test.each([
	['text', 'Hi'],
	['options.replyTo', '={{ $json.id }}'],
	['options.none', undefined],
	['filters.senders', undefined],
	['none.at.all', undefined],
])('%s is %j, unresolved', (path, unresolved) => {
	expect(unresolvedParameter(context, path)).toBe(unresolved);
});

test.each([
	['={{ 1 }}', '={{ 1 }}'],
	['{{ 1 }}', undefined],
	['', undefined],
	[undefined, undefined],
	[7, undefined],
	[{ value: '={{ 1 }}' }, undefined],
	[['a', '={{ 1 }}', '={{ 2 }}'], '={{ 1 }}'],
	[[], undefined],
])('the expression in %j is %j', (unresolved, expression) => {
	expect(expressionIn(unresolved)).toBe(expression);
});
