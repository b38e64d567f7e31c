import { asTyped, simplify, Stretches, TextBuilder } from '../../../../nodes/shared/spectrum/text/formatting';
import { bubbleParts } from '../../../../nodes/shared/spectrum/text/bubbleParts';
import { Places } from '../../../../nodes/shared/spectrum/text/formattingPlaces';
import { parseLink } from '../../../../nodes/shared/spectrum/model/richLink';

describe('simplify', () => {
	test('ranges of one look that overlap or touch become one; empty ones go', () => {
		expect(
			simplify([
				{ type: 'bold', start: 4, length: 2 },
				{ type: 'bold', start: 0, length: 4 },
				{ type: 'italic', start: 1, length: 2 },
				{ type: 'bold', start: 5, length: 3 },
				{ type: 'bold', start: 10, length: 1 },
				{ type: 'underline', start: 3, length: 0 },
			]),
		).toEqual([
			{ type: 'bold', start: 0, length: 8 },
			{ type: 'italic', start: 1, length: 2 },
			{ type: 'bold', start: 10, length: 1 },
		]);
	});

	test('animations that touch stay two', () => {
		const effects = [
			{ type: 'effect', effectName: 'big', start: 0, length: 2 },
			{ type: 'effect', effectName: 'shake', start: 2, length: 2 },
		] as const;
		expect(simplify(effects)).toEqual(effects);
	});
});

test('a stretch keeps the formats that reach into it', () => {
	const text = {
		text: 'abcdef',
		formatting: [
			{ type: 'bold', start: 1, length: 3 },
			{ type: 'italic', start: 4, length: 2 },
		],
	} as const;
	expect(new Stretches(text).take(2, 5)).toEqual({
		text: 'cde',
		formatting: [
			{ type: 'bold', start: 0, length: 2 },
			{ type: 'italic', start: 2, length: 1 },
		],
	});
	expect(new Stretches(text).take(0, 1)).toEqual(asTyped('a'));
});

test('texts put together move their ranges along, and what meets becomes one', () => {
	const builder = new TextBuilder();
	builder.add({ text: 'ab', formatting: [{ type: 'bold', start: 1, length: 1 }] });
	builder.add({ text: 'cd', formatting: [{ type: 'bold', start: 0, length: 1 }] });
	expect(builder.build()).toEqual({ text: 'abcd', formatting: [{ type: 'bold', start: 1, length: 2 }] });
});

describe('places', () => {
	test('the same words again mean the next place', () => {
		const places = new Places('ha ha ha');
		expect([places.take('ha'), places.take('ha'), places.take('ha'), places.take('ha')]).toEqual([
			{ start: 0, end: 2 },
			{ start: 3, end: 5 },
			{ start: 6, end: 8 },
			undefined,
		]);
	});

	test('no words mean everything, once and only when nothing is taken', () => {
		const places = new Places('abc');
		expect(places.take('')).toEqual({ start: 0, end: 3 });
		expect(places.take('b')).toBeUndefined();
		const others = new Places('abc');
		expect(others.take('b')).toEqual({ start: 1, end: 2 });
		expect(others.take('')).toBeUndefined();
	});

	test('part of an emoji is no place', () => {
		const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
		const places = new Places(`${family} \u{1F469}`);
		expect(places.take('\u{1F469}')).toEqual({ start: 9, end: 11 });
		expect(new Places(family).take('\u{1F468}')).toBeUndefined();
		expect(new Places('\u{1F600}').take('\ud83d')).toBeUndefined();
	});
});

test('a text with mentions becomes parts of one bubble', () => {
	const text = { text: 'Hi Bob and Al!', formatting: [{ type: 'bold', start: 0, length: 5 }] } as const;
	expect(
		bubbleParts(
			text,
			[
				{ address: 'al@example.com', start: 11, end: 13 },
				{ address: '+15551234567', start: 3, end: 6 },
			],
			2,
		),
	).toEqual([
		{ text: 'Hi ', formatting: [{ type: 'bold', start: 0, length: 3 }], bubbleIndex: 2 },
		{ text: 'Bob', formatting: [{ type: 'bold', start: 0, length: 2 }], bubbleIndex: 2, mentionedAddress: '+15551234567' },
		{ text: ' and ', bubbleIndex: 2 },
		{ text: 'Al', bubbleIndex: 2, mentionedAddress: 'al@example.com' },
		{ text: '!', bubbleIndex: 2 },
	]);
	expect(bubbleParts(asTyped('Bob'), [{ address: 'bob@example.com', start: 0, end: 3 }], 0)).toEqual([
		{ text: 'Bob', bubbleIndex: 0, mentionedAddress: 'bob@example.com' },
	]);
});

describe('links', () => {
	test.each(['https://example.com', 'http://example.com/a?b=c#d', ' https://bücher.example/x '])('%s is one', (input) => {
		expect(parseLink(input)).toEqual({ ok: true, value: input.trim() });
	});

	test.each([
		['', 'empty'],
		['example.com', 'does not begin with https://'],
		['hello', 'is not a URL'],
		['see https://example.com', 'more than a URL'],
		['ftp://example.com', 'not an http'],
		['javascript:alert(1)', 'not an http'],
		['https://me:secret@example.com', 'user name or password'],
	])('%j is none', (input, problem) => {
		expect(parseLink(input)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
	});
});
