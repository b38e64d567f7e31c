import { fromMarkdown } from '../../../../../nodes/shared/spectrum/text/markdown/markdown';

/** The text, and each format as `type: words`. */
function read(source: string): [string, ...string[]] {
	const { text, formatting } = fromMarkdown(source);
	return [text, ...formatting.map(({ type, start, length }) => `${type}: ${text.slice(start, start + length)}`)];
}

describe('formats', () => {
	test.each<[string, ...string[]][]>([
		[['**bold**', 'bold', 'bold: bold']],
		[['__bold__', 'bold', 'bold: bold']],
		[['*italic*', 'italic', 'italic: italic']],
		[['_italic_', 'italic', 'italic: italic']],
		[['~~gone~~', 'gone', 'strikethrough: gone']],
		[['++under++', 'under', 'underline: under']],
		[['<u>under</u>', 'under', 'underline: under']],
		[['<ins>under</ins>', 'under', 'underline: under']],
		[['<b>b</b> <STRONG>s</STRONG>', 'b s', 'bold: b', 'bold: s']],
		[['<i>i</i><em class="x">e</em>', 'ie', 'italic: ie']],
		[['<s>a</s> <del>b</del> <strike>c</strike>', 'a b c', 'strikethrough: a', 'strikethrough: b', 'strikethrough: c']],
		[['a **b** c', 'a b c', 'bold: b']],
		[['***both***', 'both', 'bold: both', 'italic: both']],
		[['**bold and *italic* in it**', 'bold and italic in it', 'bold: bold and italic in it', 'italic: italic']],
		[['*italic and **bold** in it*', 'italic and bold in it', 'italic: italic and bold in it', 'bold: bold']],
		[['_a **b** c_', 'a b c', 'italic: a b c', 'bold: b']],
		[['**a ~~b *c* d~~ e**', 'a b c d e', 'bold: a b c d e', 'strikethrough: b c d', 'italic: c']],
		[['<u>**a** b</u>', 'a b', 'underline: a b', 'bold: a']],
		[['**<u>a</u>**', 'a', 'bold: a', 'underline: a']],
		[['**over\ntwo lines**', 'over\ntwo lines', 'bold: over\ntwo lines']],
		[['un*frigging*believable', 'unfriggingbelievable', 'italic: frigging']],
		[['**a** **b**', 'a b', 'bold: a', 'bold: b']],
		[['**a**__b__', 'ab', 'bold: ab']],
		[['*foo**bar*', 'foo**bar', 'italic: foo**bar']],
		[['*foo**bar**baz*', 'foobarbaz', 'italic: foobarbaz', 'bold: bar']],
		[['**Note:** it works', 'Note: it works', 'bold: Note:']],
		[['“**quoted**”', '“quoted”', 'bold: quoted']],
		[['**重要：**请看', '重要：请看', 'bold: 重要：']],
		[['これは**「強調」**です', 'これは「強調」です', 'bold: 「強調」']],
	])('%j', (row) => {
		const [source, ...expected] = row;
		expect(read(source)).toEqual(expected);
	});
});

describe('marks that are none', () => {
	test.each([
		'snake_case_name and _also_not_this',
		'__init__x',
		'2*3*4 = 24',
		'値_名_型',
		'C++和C++的',
		'https://ja.wikipedia.org/wiki/日本_の_歴史',
		'https://example.com/**/*.ts',
		'2**3**2',
		'a * b * c',
		'**not closed',
		'not opened**',
		'*not closed',
		'~~not closed',
		'~5 minutes, ~6 at most',
		'C++ and C++, i++',
		'a++b++c',
		'** spaced **',
		'* ',
		'#hashtag and #another',
		'a # b',
		'>:( and >.<',
		'<- arrow ->',
		'if a < b and c > d',
		'Dear <name>, <unknown>tag</unknown>',
		'cp <a> <b>',
		'AT&T, Q&A; R&D',
		'&unknown; &#; &amp',
		'[in brackets] and [] and [x](not a (link',
		'![nothing]',
		'[Alice]: see you at 5',
		'[10:32]: https://example.com',
		'`not closed',
		'``two but one`',
		'back\\slash C:\\dir',
		'a | b',
		'-5 degrees, +1',
		'5) 6)',
		'!important!',
		'<!-- not closed',
	])('%s', (source) => {
		expect(read(source)).toEqual([source]);
	});

	test('marks that overlap are read as CommonMark reads them', () => {
		expect(read('**a *b**')).toEqual(['*a b', 'italic: a b']);
		expect(read('*a **b*')).toEqual(['*a *b', 'italic: b']);
		expect(read('*a _b* c_')).toEqual(['a _b c_', 'italic: a _b']);
		expect(read('**a ~~b** c~~')).toEqual(['a ~~b c~~', 'bold: a ~~b']);
	});

	test('surplus marks stay outside', () => {
		expect(read('****a**')).toEqual(['**a', 'bold: a']);
		expect(read('*a**')).toEqual(['a*', 'italic: a']);
	});
});

describe('everything else becomes clean text', () => {
	test.each([
		['# Title\n\nText', 'Title\n\nText'],
		['### Title ###', 'Title'],
		['## C#', 'C#'],
		['Title\n=====\nText', 'Title\nText'],
		['Title\n---\nText', 'Title\nText'],
		['a\n\n---\n\nb', 'a\n\nb'],
		['***\na\n* * *', 'a'],
		['- a\n- b\n  - c\n* d\n+ e', '• a\n• b\n  • c\n• d\n• e'],
		['1. one\n2) two', '1. one\n2) two'],
		['- [ ] open\n- [x] done', '• [ ] open\n• [x] done'],
		['- a\n  goes on', '• a\n  goes on'],
		['> quoted\n> more\n\nanswer', 'quoted\nmore\n\nanswer'],
		['> > deep', 'deep'],
		['`code`', 'code'],
		['`a*b*c` and ``a ` b``', 'a*b*c and a ` b'],
		['` `` `', '``'],
		['```js\nconst a = **b**;\n\n  # c\n```\nafter', 'const a = **b**;\n\n  # c\nafter'],
		['~~~\n```\n~~~', '```'],
		['```\nnever closed *x*', 'never closed *x*'],
		['> ```\n> a > b\n> ```', 'a > b'],
		['  ```\n    x\n  ```', '  x'],
		['[text](https://example.com)', 'text (https://example.com)'],
		['[text](<https://example.com/a b>)', 'text (https://example.com/a b)'],
		['[text](https://example.com "title")', 'text (https://example.com)'],
		["[text](https://example.com 'title') x", 'text (https://example.com) x'],
		['[text](https://example.com (title))', 'text (https://example.com)'],
		['[wiki](https://en.wikipedia.org/wiki/A_(b))', 'wiki (https://en.wikipedia.org/wiki/A_(b))'],
		['[https://example.com/](https://example.com)', 'https://example.com/'],
		['[example.com](https://example.com/)', 'example.com'],
		['[mail](mailto:a@example.com?subject=x)', 'mail (a@example.com)'],
		['[call](tel:+15551234567)', 'call (+15551234567)'],
		['[a@example.com](mailto:a@example.com)', 'a@example.com'],
		['[up](#top) [down](/there)', 'up down'],
		['[](https://example.com)', 'https://example.com'],
		['![a cat](https://example.com/cat.png)', 'a cat (https://example.com/cat.png)'],
		['![](https://example.com/cat.png)', 'https://example.com/cat.png'],
		['[![logo](https://example.com/l.png)](https://example.com)', 'logo (https://example.com/l.png) (https://example.com)'],
		['[a [b](https://b.example) c](https://c.example)', '[a b (https://b.example) c](https://c.example)'],
		['[text][1] and [1]\n\n[1]: https://example.com', 'text (https://example.com) and 1 (https://example.com)'],
		['[Text]\n\n[text]: <https://example.com> "title"\n\nend', 'Text (https://example.com)\n\nend'],
		['<https://example.com/a_b_c>', 'https://example.com/a_b_c'],
		['<a@example.com> <mailto:b@example.com>', 'a@example.com b@example.com'],
		['<a href="https://example.com">text</a>', 'text (https://example.com)'],
		['https://example.com/a_b_c/*d*?e=1&amp;f=2', 'https://example.com/a_b_c/*d*?e=1&f=2'],
		['a\\*b\\* \\# \\[x\\]', 'a*b* # [x]'],
		['one\\\ntwo', 'one\ntwo'],
		['one<br>two<br/>three', 'one\ntwo\nthree'],
		['<p>one</p><div>two</div>', 'one\n\ntwo'],
		['a<!-- hidden -->b', 'ab'],
		['&lt;b&gt; &amp;amp; &quot;q&quot; &#42;x&#42; &#x1F600; &hellip;', '<b> &amp; "q" *x* \u{1F600} …'],
		['&#0; &#xD800; &#x110000;', '\ufffd \ufffd \ufffd'],
		['| Name | Age |\n|------|----:|\n| Alice | 30 |\n| Bob |\n\nend', 'Name | Age\nAlice | 30\nBob | \n\nend'],
		['a | b\n--|--\n1 \\| 2 | 3', 'a | b\n1 | 2 | 3'],
		['a\r\nb\r\n\r\nc', 'a\nb\n\nc'],
	])('%j', (source, expected) => {
		expect(read(source)).toEqual([expected]);
	});

	test.each<[string, ...string[]][]>([
		[['## A **bold** title', 'A bold title', 'bold: bold']],
		[['- **Key**: value\n- *other*', '• Key: value\n• other', 'bold: Key', 'italic: other']],
		[['> **Q**\n\n1. ~~x~~', 'Q\n\n1. x', 'bold: Q', 'strikethrough: x']],
		[['[**text**](https://example.com)', 'text (https://example.com)', 'bold: text']],
		[['**[text](https://example.com)**', 'text (https://example.com)', 'bold: text (https://example.com)']],
		[['**https://example.com/**', 'https://example.com/', 'bold: https://example.com/']],
		[['*see https://example.com.*', 'see https://example.com.', 'italic: see https://example.com.']],
		[['**a `b**` c**', 'a b** c', 'bold: a b** c']],
		[['| **a** | b |\n|---|---|\n| c | *d* |', 'a | b\nc | d', 'bold: a', 'italic: d']],
		[['**a**\r\n*b*\r\n', 'a\nb\n', 'bold: a', 'italic: b']],
		[['\\**a*\\*', '*a*', 'italic: a']],
		[['*a\\*', '*a*']],
		[['**a &amp; b**', 'a & b', 'bold: a & b']],
		[['*[a*](https://example.com)', '*a* (https://example.com)']],
		[['<u>a **b</u> c**', 'a b c', 'underline: a b', 'bold: b c']],
	])('%j keeps its formats', (row) => {
		const [source, ...expected] = row;
		expect(read(source)).toEqual(expected);
	});

	test.each(['---', '***', '```', '```\n```', '**', '<u></u>', '#', ' ', ''])('%j, nothing but markup, stays as it is', (source) => {
		expect(fromMarkdown(source)).toEqual({ text: source, formatting: [] });
	});
});

describe('ranges count UTF-16 code units', () => {
	test('behind an emoji, a flag and a family', () => {
		const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
		expect(fromMarkdown('\u{1F600} **b**')).toEqual({ text: '\u{1F600} b', formatting: [{ type: 'bold', start: 3, length: 1 }] });
		expect(fromMarkdown(`${family}*i*`)).toEqual({ text: `${family}i`, formatting: [{ type: 'italic', start: 8, length: 1 }] });
		expect(fromMarkdown(`**${family}**!`)).toEqual({ text: `${family}!`, formatting: [{ type: 'bold', start: 0, length: 8 }] });
		expect(fromMarkdown('~~\u{1F1E9}\u{1F1EA}~~x')).toEqual({
			text: '\u{1F1E9}\u{1F1EA}x',
			formatting: [{ type: 'strikethrough', start: 0, length: 4 }],
		});
		expect(fromMarkdown('**\u2764\uFE0F**love')).toEqual({ text: '\u2764\uFE0Flove', formatting: [{ type: 'bold', start: 0, length: 2 }] });
	});

	test('half a pair never becomes half of another one', () => {
		expect(fromMarkdown('**\ud83d**\ude00')).toEqual({ text: '\ufffd\ufffd', formatting: [{ type: 'bold', start: 0, length: 1 }] });
	});
});
