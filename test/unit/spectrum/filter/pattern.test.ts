import { parsePattern, patternLimit, textLimit, type Pattern } from '../../../../nodes/shared/spectrum/filter/pattern';
import { leastCpuMilliseconds } from '../../../support/cpuTime';

function pattern(input: string): Pattern {
	const parsed = parsePattern(input);
	if (!parsed.ok) throw new Error(`${input} ${parsed.problem}`);
	return parsed.value;
}

describe('a pattern is found', () => {
	test.each([
		['order \\d+', 'my order 12', true],
		['order \\d+', 'my Order 12', false],
		['/order \\d+/i', 'my ORDER 12', true],
		[' /order/i \n', 'ORDER', true],
		['^b', 'a\nb', false],
		['/^b$/m', 'a\nb\nc', true],
		['a.b', 'a\nb', false],
		['/a.b/s', 'a\nb', true],
		['/A.B/gimsuy', 'a\nb', true],
		['/a\\/b/', 'a/b', true],
		['/a/b/', 'a/b', true],
		['/start', '/start now', true],
		['\\/help|\\/start', '/start', true],
		['\\u0041|\\u{1F600}', '\u{1F600}', true],
		['\\\\u0041', '\\u0041', true],
		['\\\\u0041', 'A', false],
		['(?<word>a)', 'a', true],
		['('.repeat(400) + ')'.repeat(400), 'a', true],
		['^.$', '\u{1F600}', true],
		['\\p{L}+ ', 'été ', true],
		['caf\u00e9', 'cafe\u0301', true],
		['cafe\u0301', 'caf\u00e9', true],
		['/ÉTÉ/i', 'été', true],
	])('%j in %j: %p', (input, text, found) => {
		expect(pattern(input).isIn(text)).toBe(found);
	});

	test('as often as it is asked, with flag g too', () => {
		const global = pattern('/a/g');
		expect([1, 2, 3].map(() => global.isIn('a'))).toEqual([true, true, true]);
		expect(global.source).toBe('/a/g');
	});
});

describe('refused in words of our own', () => {
	test.each([
		['', /^is empty$/],
		[' \n', /^is empty$/],
		['//i', /^is empty$/],
		['a'.repeat(patternLimit + 1), /^is longer than 1,000 characters$/],
		['/help|/start', /^ends in "\/start", but the only flags are i, m and s/],
		['/a/x', /^ends in "\/x"/],
		['(?=a)b', /^looks ahead or behind/],
		['(?!a)b', /^looks ahead or behind/],
		['(?<=a)b', /^looks ahead or behind/],
		['(?<!a)b', /^looks ahead or behind/],
		['(a)\\1', /^refers back to a group/],
		['(?<n>a)\\k<n>', /^refers back to a group/],
		['(?P<n>a)(?P=n)', /^refers back to a group/],
		['[a', /^has a \[ without a matching \]$/],
		['(a', /^has a \( without a matching \)$/],
		['a)', /^has a \) without a matching \($/],
		['a\\', /^ends in a single backslash$/],
		['*a', /with nothing before it to repeat$/],
		['a++', /^has two repetitions in a row/],
		['a{1,2000}', /^repeats more than 1,000 times/],
		['((a{100}){100}){100}', /^repeats more than 1,000 times/],
		['a{600}b{600}', /^repeats too much/],
		['[z-a]', /^has a range or a class in brackets that does not exist$/],
		['\\p{Script=Greek}', /^has a range or a class in brackets that does not exist$/],
		['(?<>a)', /^has a group with an invalid name$/],
		['(?<n>a)(?<n>b)', /^has two groups with the same name$/],
		['a\\Z', /^has \\Z, which has no meaning/],
		['(?>a)', /^has \(\?>, which is not supported$/],
		['\\u{FFFFFFFF}', /^has \\x\{F+, which has no meaning/],
		['\\u12', /^has \\u, which has no meaning/],
	])('%j', (input, problem) => {
		expect(parsePattern(input)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
	});
});

describe('time', () => {
	const fastest = (run: () => unknown): number => leastCpuMilliseconds(0, run);

	// A backtracking engine needs hours, or the heat death of the universe, for the first four.
	test.each([
		['(a+)+$', `${'a'.repeat(50_000)}!`],
		['(a|a)*$', `${'a'.repeat(50_000)}!`],
		['(a|aa)+$', `${'a'.repeat(50_000)}!`],
		['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000)],
		['(x+x+)+y', 'x'.repeat(50_000)],
		['/(?:a|b|.){1,300}(?:c|$)/i', 'ab'.repeat(25_000)],
		['(a|b)*a(a|b){300}(c|d)?$', Array.from({ length: 50_000 }, (_, at) => 'ab'[((at * at * 7) % 11) % 2]).join('')],
	])('%s stays far below what would hold n8n up', (input, text) => {
		const found = pattern(input);
		expect(fastest(() => found.isIn(text))).toBeLessThan(50);
	});

	test('grows no faster than the text', () => {
		const found = pattern('(a+)+$');
		const short = `${'a'.repeat(textLimit / 10 - 1)}!`;
		const long = `${'a'.repeat(textLimit - 1)}!`;
		const repeat = (text: string) => () => Array.from({ length: 20 }, () => found.isIn(text));
		repeat(long)();
		// Ten times the text; what is left over is for a machine with other things to do.
		expect(fastest(repeat(long))).toBeLessThan(40 * Math.max(fastest(repeat(short)), 0.05));
	});

	test('a long text is cut, and earlier for a large pattern', () => {
		expect(pattern('b').isIn(`${'a'.repeat(textLimit - 1)}b`)).toBe(true);
		expect(pattern('b').isIn(`${'a'.repeat(textLimit)}b`)).toBe(false);
		expect(pattern('b.{400}').isIn(`${'a'.repeat(1_000)}b${'c'.repeat(400)}`)).toBe(true);
		expect(pattern('b.{400}').isIn(`${'a'.repeat(1_400)}b${'c'.repeat(400)}`)).toBe(false);
	});
});
