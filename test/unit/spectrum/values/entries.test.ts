import { entriesOf, withoutFence } from '../../../../nodes/shared/spectrum/values/entries';
import { readPollChoices, readPollValues } from '../../../../nodes/shared/spectrum/model/poll/pollChoice';

describe('lists as people, sheets and language models give them', () => {
	test.each<[unknown, string[] | undefined]>([
		['a, b', ['a', 'b']],
		['a\r\nb\n\n', ['a', 'b']],
		[
			['a, b', 'c', 7],
			['a', 'b', 'c', '7'],
		],
		['["a", "b, c", 7]', ['a', 'b, c', '7']],
		['```json\n["a", "b"]\n```', ['a', 'b']],
		['```\na\nb\n```', ['a', 'b']],
		['~~~\na, b\n~~~', ['a', 'b']],
		['- a\n* b\n\u2022 c\n1. d\n12) e', ['a', 'b', 'c', 'd', 'e']],
		['1. a', ['1. a']],
		['[a, b', ['[a', 'b']],
		['', []],
		[{ a: 1 }, undefined],
		['[{"a": 1}]', undefined],
		[[null], undefined],
	])('%j is %j', (input, entries) => {
		expect(entriesOf(input, /,/)).toEqual(entries);
	});

	test('only a fence around everything is none of it', () => {
		expect(withoutFence('```\na\n```')).toBe('a\n');
		for (const text of ['a\n```\nb\n```', '```\na\n```\nb\n```', '```a```', '```\na']) expect(withoutFence(text)).toBe(text);
	});

	test.each([
		['```json\n[{"text": "Pizza", "value": "p1"}, "Pasta"]\n```', [{ text: 'Pizza', value: 'p1' }, { text: 'Pasta' }]],
		['- Pizza\n- Pasta', [{ text: 'Pizza' }, { text: 'Pasta' }]],
		['```\n1. Pizza\n2. Pasta\n```', [{ text: 'Pizza' }, { text: 'Pasta' }]],
	])('options of a poll: %j', (input, choices) => {
		expect(readPollChoices(input)).toEqual(choices);
	});

	test('values of a poll in a fence', () => {
		expect(readPollValues('```json\n{"Pizza": "p1"}\n```')).toEqual({ ok: true, value: [{ id: 'Pizza', text: 'Pizza', value: 'p1' }] });
	});
});
