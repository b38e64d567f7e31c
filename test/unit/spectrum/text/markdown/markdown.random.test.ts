import { randomBytes } from 'node:crypto';
import { fromMarkdown } from '../../../../../nodes/shared/spectrum/text/markdown/markdown';
import { leastCpuMilliseconds } from '../../../../support/cpuTime';

describe('any text', () => {
	const runs = 400;
	const seed = randomBytes(4).readUInt32BE();

	test('ranges lie inside the text and never cut a pair', () => {
		const pieces = [
			'*',
			'**',
			'_',
			'__',
			'~~',
			'++',
			'`',
			'```',
			'\n',
			'\n\n',
			' ',
			'\\',
			'[',
			'](https://a.b/c_d)',
			']',
			'(',
			')',
			'<u>',
			'</u>',
			'<b>',
			'</b>',
			'# ',
			'- ',
			'1. ',
			'> ',
			'|',
			'\n|--|--|\n',
			'&amp;',
			'&#x1F600;',
			'!',
			'a',
			'word',
			'2',
			'.',
			'\u{1F600}',
			'\u{1F468}\u200D\u{1F467}',
			'\ud83d',
			'\ude00',
			'重',
			'：',
			'https://x.y/z',
			'\r\n',
			'\t',
			'<!--',
			'-->',
			'[x]: https://r.s',
			'=====',
			'---',
		];
		for (let run = 0; run < runs; run++) {
			const random = generator(seed + run);
			const source = Array.from({ length: 1 + random(60) }, () => pieces[random(pieces.length)]).join('');
			const { text, formatting } = fromMarkdown(source);
			const hint = `seed ${seed + run}: ${JSON.stringify(source)}`;
			for (const { start, length, type } of formatting) {
				const isInside = start >= 0 && length > 0 && start + length <= text.length;
				expect([hint, type, isInside]).toEqual([hint, type, true]);
				expect([hint, cutsPair(text, start), cutsPair(text, start + length)]).toEqual([hint, false, false]);
			}
			if (source.trim() !== '') expect([hint, text.trim() === '']).toEqual([hint, false]);
		}
	});

	test('without marks it comes back unchanged', () => {
		const pieces = [
			'a',
			'Word',
			'zwei',
			' ',
			'  ',
			'\n',
			'.',
			',',
			'?',
			"'",
			'"',
			':',
			';',
			'/',
			'%',
			'@',
			'=',
			'5',
			'\u{1F600}',
			'重',
			'é',
			'…',
			'“',
			'”',
			'$',
			'(',
			')',
		];
		for (let run = 0; run < runs; run++) {
			const random = generator(seed + run);
			const source = Array.from({ length: random(80) }, () => pieces[random(pieces.length)]).join('');
			// Three or more of these alone on a line make the line above a heading.
			if (/^\s*={3,}\s*$/m.test(source)) continue;
			const hint = `seed ${seed + run}`;
			expect([hint, fromMarkdown(source)]).toEqual([hint, { text: source, formatting: [] }]);
		}
	});
});

describe('time grows with the length only', () => {
	const many = 50_000;
	test.each([
		['openers', '*a '.repeat(many)],
		['openers of two kinds', '*a _b '.repeat(many)],
		['closers', 'a* '.repeat(many)],
		['openers of one kind and closers of another', `${'_a '.repeat(many)}${'b* '.repeat(many)}`],
		['openers that do not fit', `${'a**b'.repeat(many)}${'c* '.repeat(many)}`],
		['pairs', '*a* '.repeat(many)],
		['mixed lengths', 'a**b*c***d'.repeat(many / 2)],
		['nested emphasis', `${'*a '.repeat(many)}${'b* '.repeat(many)}`],
		['one long run on each side', `${'*'.repeat(many)}a${'*'.repeat(many)}`],
		['brackets', '['.repeat(many)],
		['closing brackets', ']'.repeat(many)],
		['nested brackets', `${'['.repeat(many)}${']'.repeat(many)}`],
		['links that do not end', '[a]('.repeat(many)],
		['titles that do not end', '[a](b "'.repeat(many)],
		['titles in parentheses', '[a](b ('.repeat(many)],
		['nested images', `${'!['.repeat(many)}a${'](https://b.c)'.repeat(many)}`],
		['links with emphasis', '[*a*](https://b.c) '.repeat(many / 2)],
		['references', `${'[a] '.repeat(many)}\n\n[a]: https://b.c`],
		['backticks', '`'.repeat(many)],
		['runs of backticks', Array.from({ length: 400 }, (_, size) => '`'.repeat(size + 1)).join(' ')],
		['code', '`a` '.repeat(many)],
		['angles', '<'.repeat(many)],
		['tags', '<b>'.repeat(many)],
		['closing tags', '</b>'.repeat(many)],
		['a tag of spaces', `<a${' '.repeat(many)}`],
		['a closed tag of spaces', `<a${' '.repeat(many)}x>`],
		['comments', '<!--'.repeat(many)],
		['entities', '&'.repeat(many)],
		['escapes', '\\'.repeat(many)],
		['quotes', '> '.repeat(many)],
		['marks of a quote on lines', '>\n'.repeat(many)],
		['lists', '- a\n'.repeat(many)],
		['tables', '|a|b|\n|-|-|\n'.repeat(many / 5)],
		['pipes', '|'.repeat(many)],
		['heading marks', `# ${'# '.repeat(many)}`],
		['rules', '- '.repeat(many)],
		['spaces', `-${' '.repeat(many)}`],
		['spaces at ends of lines', `a${' '.repeat(200)}\n`.repeat(many / 100)],
		['colons', ':'.repeat(many)],
		['URLs', 'https://a.b/c?d=e_f*g* '.repeat(many / 10)],
		['a URL of punctuation', `https://a${'.'.repeat(many)}`],
		['fences', '```\n'.repeat(many)],
	])('%s', (_name, source) => {
		let text = '';
		const milliseconds = leastCpuMilliseconds(4_000, () => ({ text } = fromMarkdown(source)));
		expect(text.length).toBeLessThanOrEqual(source.length + 10 + (source.match(/\]/g)?.length ?? 0) * 20);
		// Quadratic work over these lengths takes minutes.
		expect(milliseconds).toBeLessThan(4_000);
	});
});

function cutsPair(text: string, at: number): boolean {
	return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));
}

/** Mulberry32: a small generator that gives the same numbers for the same seed. */
function generator(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}
