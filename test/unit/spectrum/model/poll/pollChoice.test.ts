import {
	findPollOption,
	parsePollChoices,
	readPollChoices,
	readPollValues,
	withValues,
} from '../../../../../nodes/shared/spectrum/model/poll/pollChoice';

const texts = (...list: string[]) => list.map((text) => ({ text }));

describe('the options of a new poll', () => {
	test('are trimmed, and an empty value is none', () => {
		expect(
			parsePollChoices([
				{ text: ' Pizza ', value: ' p1 ' },
				{ text: 'Pasta', value: ' ' },
			]),
		).toEqual({
			ok: true,
			value: [{ text: 'Pizza', value: 'p1' }, { text: 'Pasta' }],
		});
	});

	test('a value may be the text of its own option', () => {
		expect(
			parsePollChoices([
				{ text: 'Yes', value: 'yes' },
				{ text: 'No', value: 'no' },
			]),
		).toMatchObject({ ok: true });
	});

	test.each([
		[[], 'has 0 options, but a poll has 2 to 10'],
		[texts('Only'), 'has 1 options, but a poll has 2 to 10'],
		[texts(...'abcdefghijk'), 'has 11 options, but a poll has 2 to 10'],
		[texts('Pizza', ' '), 'has no text in option 2'],
		[texts('Pizza', 'Pasta', 'pizza '), 'gives options 1 and 3 the same name; texts and values must differ'],
		[texts('Caf\u00E9', 'Cafe\u0301'), 'gives options 1 and 2 the same name; texts and values must differ'],
		[
			[
				{ text: 'Pizza', value: 'x' },
				{ text: 'Pasta', value: 'X' },
			],
			'gives options 1 and 2 the same name; texts and values must differ',
		],
		[[{ text: 'One', value: 'two' }, { text: 'Two' }], 'gives options 1 and 2 the same name; texts and values must differ'],
	])('%j is refused', (choices, problem) => {
		expect(parsePollChoices(choices)).toEqual({ ok: false, problem });
	});

	test('ten are allowed', () => {
		expect(parsePollChoices(texts(...'abcdefghij'))).toMatchObject({ ok: true });
	});
});

describe('a list of options from an expression', () => {
	test.each([
		[
			['Pizza', 7],
			[{ text: 'Pizza' }, { text: '7' }],
		],
		[
			[{ text: 'Pizza', value: 1 }, { text: 'Pasta' }],
			[{ text: 'Pizza', value: '1' }, { text: 'Pasta' }],
		],
		['["Pizza", {"text": "Pasta", "value": "p"}]', [{ text: 'Pizza' }, { text: 'Pasta', value: 'p' }]],
		['Pizza, with cheese\nPasta\n\n', [{ text: 'Pizza, with cheese' }, { text: 'Pasta' }]],
		['Pizza, Pasta,Salad', [{ text: 'Pizza' }, { text: 'Pasta' }, { text: 'Salad' }]],
		['', []],
		[{ text: 'Pizza' }, []],
		[
			[null, ['x']],
			[{ text: '' }, { text: '' }],
		],
	])('%j', (input, choices) => {
		const read = readPollChoices(input).map(({ text, ...rest }) => ({ text: text.trim(), ...rest }));
		expect(read).toEqual(choices);
	});
});

describe('values', () => {
	test.each([
		[
			{ Pizza: 'p', Pasta: 2, Salad: '' },
			[
				{ id: 'Pizza', text: 'Pizza', value: 'p' },
				{ id: 'Pasta', text: 'Pasta', value: '2' },
			],
		],
		['{"Pizza":"p"}', [{ id: 'Pizza', text: 'Pizza', value: 'p' }]],
		[
			[
				{ id: 'o1', text: 'Pizza', value: 'p', votes: 3 },
				{ id: 'o2', text: 'Pasta' },
			],
			[{ id: 'o1', text: 'Pizza', value: 'p' }],
		],
		[[], []],
	])('%j', (input, value) => {
		expect(readPollValues(input)).toEqual({ ok: true, value });
	});

	test.each([
		['Pizza', 'is neither a list of options nor an object'],
		[7, 'is neither a list of options nor an object'],
		[null, 'is neither a list of options nor an object'],
		[['Pizza'], 'is a list with entries that are not options'],
	])('%j is refused', (input, problem) => {
		expect(readPollValues(input)).toEqual({ ok: false, problem });
	});

	test('belong to an id before a text, because texts may have been written differently', () => {
		const options = [
			{ id: 'o1', text: 'Pizza' },
			{ id: 'o2', text: 'Pasta' },
			{ id: 'o3', text: 'Salad' },
		];
		expect(
			withValues(options, [
				{ id: 'o1', text: 'Pasta', value: 'p' },
				{ text: 'pasta ', value: 'q' },
			]),
		).toEqual([
			{ id: 'o1', text: 'Pizza', value: 'p' },
			// The first entry names this text too, and an id that is another option's.
			{ id: 'o2', text: 'Pasta', value: 'q' },
			{ id: 'o3', text: 'Salad' },
		]);
	});
});

test('the first source that knows an option decides, be it by its text alone', () => {
	const options = [
		{ id: 'o1', text: 'Pizza' },
		{ id: 'o2', text: 'Pasta' },
	];
	expect(
		withValues(
			options,
			[{ text: 'PIZZA', value: 'said' }],
			[
				{ id: 'o1', value: 'stored' },
				{ id: 'o2', value: 'kept' },
			],
		),
	).toEqual([
		{ id: 'o1', text: 'Pizza', value: 'said' },
		{ id: 'o2', text: 'Pasta', value: 'kept' },
	]);
});

describe('an option is named by', () => {
	const options = [
		{ id: 'o1', text: 'Pizza', value: 'p' },
		{ id: 'o2', text: 'Pasta ', value: 'o1' },
		{ id: 'o3', text: 'p' },
		{ id: 'o4', text: 'Twice' },
		{ id: 'o5', text: 'twice' },
	];

	test.each([
		['its id, before another option has it as its value', 'o1', 'o1'],
		['its value, before another option has it as its text', 'p', 'o1'],
		['its text', 'Pasta', 'o2'],
		['its text without regard to case', ' pizza', 'o1'],
		['its text with the case that tells two apart', 'twice', 'o5'],
	])('%s', (_, name, id) => {
		expect(findPollOption(options, name)).toMatchObject({ ok: true, value: { id } });
	});

	test.each([
		['', 'is empty'],
		['TWICE', 'fits several options: "Twice" (ID o4), "twice" (ID o5); name one by its ID'],
		['Soup', expect.stringContaining('is not an option of this poll, which has "Pizza" (value p, ID o1), "Pasta " (value o1, ID o2)')],
	])('%j is refused', (name, problem) => {
		expect(findPollOption(options, name)).toEqual({ ok: false, problem });
	});

	test('nothing, in a poll without options', () => {
		expect(findPollOption([], 'x')).toEqual({ ok: false, problem: 'is not an option of this poll, which has none' });
	});
});

describe('characters that nobody sees', () => {
	test('make neither another option nor another answer', () => {
		expect(parsePollChoices([{ text: 'Pizza' }, { text: 'Piz\u200bza\u202c' }])).toMatchObject({ ok: false });
		expect(parsePollChoices([{ text: '\u200b' }, { text: 'Pizza' }])).toMatchObject({
			ok: false,
			problem: expect.stringMatching(/no text/),
		});
		const options = [
			{ id: '1', text: 'Pizza' },
			{ id: '2', text: 'Soup' },
		];
		expect(findPollOption(options, '\ufeffpi\u200bzza')).toMatchObject({ ok: true, value: { id: '1' } });
	});

	test('but those that make an emoji of several count', () => {
		const flags = [
			'\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
			'\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
		];
		const choices = [...flags, '\u{1F469}\u200d\u{1F4BB}', '\u2764\ufe0f'].map((text) => ({ text }));
		expect(parsePollChoices(choices)).toEqual({ ok: true, value: choices });
	});
});
