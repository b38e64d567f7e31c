import { randomInt } from 'node:crypto';
import { parseEmoji, parseReaction } from '../../../../nodes/shared/spectrum/model/reactionName';

describe('the six tapbacks', () => {
	test.each([
		['love', 'love'],
		['heart', 'love'],
		['Like', 'like'],
		['thumbs_up', 'like'],
		['Thumbs Up', 'like'],
		['  thumbs-UP ', 'like'],
		[':thumbs_up:', 'like'],
		['+1', 'like'],
		['thumbs_down', 'dislike'],
		['-1', 'dislike'],
		['DISLIKE', 'dislike'],
		['ha ha', 'laugh'],
		['laugh', 'laugh'],
		['exclamation', 'emphasize'],
		['Exclamation Mark', 'emphasize'],
		['emphasise', 'emphasize'],
		['!!', 'emphasize'],
		['question', 'question'],
		['question_mark', 'question'],
		['?', 'question'],
	])('%j is %s', (input, kind) => {
		expect(parseReaction(input)).toEqual({ ok: true, value: { kind } });
	});

	test.each([
		['\u2764\uFE0F', 'love'],
		['\u2764', 'love'],
		['\u2764\uFE0E', 'love'],
		['\u{1F44D}', 'like'],
		['\u{1F44E}', 'dislike'],
		['\u{1F602}', 'laugh'],
		['\u203C\uFE0F', 'emphasize'],
		['\u203C', 'emphasize'],
		['\u2753', 'question'],
	])('the emoji %s, as webhooks show it, is %s', (input, kind) => {
		expect(parseReaction(input)).toEqual({ ok: true, value: { kind } });
	});
});

describe('any emoji', () => {
	test.each([
		['plain', '\u{1F389}'],
		['a thumb with a skin colour, which no tapback has', '\u{1F44D}\u{1F3FD}'],
		['another heart', '\u2763\uFE0F'],
		['another laugh', '\u{1F606}'],
		['one mark only', '\u2757'],
		['family', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'],
		['skin colours on both sides of a joiner', '\u{1F469}\u{1F3FD}\u200D\u{1F91D}\u200D\u{1F468}\u{1F3FB}'],
		['flag of two letters', '\u{1F1E9}\u{1F1EA}'],
		['flag of tags', '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
		['keycap', '1\uFE0F\u20E3'],
	])('%s', (_, emoji) => {
		expect(parseReaction(emoji)).toEqual({ ok: true, value: { kind: 'emoji', emoji } });
	});

	test.each([
		['keycap without its selector', '1\u20E3', '1\uFE0F\u20E3'],
		['drawn as text unless told otherwise', '\u2620', '\u2620\uFE0F'],
		['asked for as text', '\u263A\uFE0E', '\u263A\uFE0F'],
		['one selector too many', '\u{1F389}\uFE0F', '\u{1F389}'],
		['joined, without its selectors', '\u2764\u200D\u{1F525}', '\u2764\uFE0F\u200D\u{1F525}'],
		['detective with a skin colour', '\u{1F575}\u{1F3FD}\u200D\u2642', '\u{1F575}\u{1F3FD}\u200D\u2642\uFE0F'],
		['spaces around it', ' \u{1F389}\n', '\u{1F389}'],
		['a place kept for an emoji that Unicode has not given out', '\u{1FC00}', '\u{1FC00}'],
	])('%s is completed', (_, input, emoji) => {
		expect(parseReaction(input)).toEqual({ ok: true, value: { kind: 'emoji', emoji } });
	});
});

describe('what is refused', () => {
	test.each([
		['', 'is empty'],
		['  ', 'is empty'],
		['\u{1F44D}\u{1F44D}', 'contains 2 emoji, but a reaction is a single emoji'],
		['\u{1F44D} \u{1F44E}', 'contains 2 emoji, but a reaction is a single emoji'],
	])('%j', (input, problem) => {
		expect(parseReaction(input)).toEqual({ ok: false, problem });
	});

	test.each([
		'applause',
		'a',
		'1',
		'#',
		'!',
		'loveheart',
		'\u{1F1E9}',
		'\u{1F389}!',
		'\u{1F3FD}\u{1F389}x',
		'\u200D',
		'\uFE0F',
		'e\u0301',
		'\u4E2D',
		'sticker',
		'emoji',
		'__proto__',
		'constructor',
	])('%j', (input) => {
		expect(parseReaction(input)).toEqual({
			ok: false,
			problem: expect.stringMatching(/neither a tapback \(love, .*\) nor a single emoji/),
		});
	});
});

test('nothing but one grapheme is ever let through, whatever is put together', () => {
	const seed = randomInt(2 ** 31);
	const pieces = [
		'\u2764',
		'\uFE0F',
		'\uFE0E',
		'\u200D',
		'\u{1F44D}',
		'\u{1F3FD}',
		'1',
		'\u20E3',
		'\u{1F1E9}',
		'\u{1F1EA}',
		'a',
		' ',
		'\u{1F525}',
		'\uD83D',
	];
	const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
	let state = seed;
	const next = (below: number) => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
	for (let round = 0; round < 5_000; round++) {
		const input = Array.from({ length: 1 + next(6) }, () => pieces[next(pieces.length)]).join('');
		const parsed = parseEmoji(input);
		if (!parsed.ok) continue;
		const found = { seed, input, emoji: parsed.value };
		expect({ ...found, count: [...segmenter.segment(parsed.value)].length }).toEqual({ ...found, count: 1 });
		expect({ ...found, again: parseEmoji(parsed.value) }).toEqual({ ...found, again: { ok: true, value: parsed.value } });
	}
});
