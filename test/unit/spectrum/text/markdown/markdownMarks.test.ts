import { fromMarkdown } from '../../../../../nodes/shared/spectrum/text/markdown/markdown';

/** The text, and each format as `type: words`. */
function read(source: string): [string, ...string[]] {
	const { text, formatting } = fromMarkdown(source);
	return [text, ...formatting.map(({ type, start, length }) => `${type}: ${text.slice(start, start + length)}`)];
}

describe('marks beside scripts without spaces, URLs, brackets and full-width punctuation', () => {
	test.each<[string, ...string[]][]>([
		[['**마크다운(Markdown)**을', '마크다운(Markdown)을', 'bold: 마크다운(Markdown)']],
		[['**100%**입니다', '100%입니다', 'bold: 100%']],
		[['**注意(重要)**です', '注意(重要)です', 'bold: 注意(重要)']],
		[['这是**C++**的', '这是C++的', 'bold: C++']],
		[['这是**(重要)**的', '这是(重要)的', 'bold: (重要)']],
		[['値は**"a"**です', '値は"a"です', 'bold: "a"']],
		[['*注意(重要)*です', '注意(重要)です', 'italic: 注意(重要)']],
		[['~~注意(重要)~~です', '注意(重要)です', 'strikethrough: 注意(重要)']],
		[['これは++(重要)++です', 'これは(重要)です', 'underline: (重要)']],
		[['**100%**、次', '100%、次', 'bold: 100%']],
		[['（**A.**）と**B.**。', '（A.）とB.。', 'bold: A.', 'bold: B.']],
		[['**ราคา (บาท)**ครับ', 'ราคา (บาท)ครับ', 'bold: ราคา (บาท)']],
		[['**100%**🎉', '100%🎉', 'bold: 100%']],
		[['**“(a)”**—b', '“(a)”—b', 'bold: “(a)”']],
		[['**Note:**it works', 'Note:it works', 'bold: Note:']],
		[['**1.**text **2.**more', '1.text 2.more', 'bold: 1.', 'bold: 2.']],
		[['**Total (net)**s', 'Total (net)s', 'bold: Total (net)']],
		[['**https://example.com/a_b**です', 'https://example.com/a_bです', 'bold: https://example.com/a_b']],
		[['見て*https://example.com/*です', '見てhttps://example.com/です', 'italic: https://example.com/']],
		[['**https://example.com**.', 'https://example.com.', 'bold: https://example.com']],
		[['~~https://example.com/a~~b', 'https://example.com/ab', 'strikethrough: https://example.com/a']],
		[['（https://example.com/a）**b**', '（https://example.com/a）b', 'bold: b']],
		[['「https://example.com/」と**「b」**', '「https://example.com/」と「b」', 'bold: 「b」']],
		[['[**注意(重要)**です](https://example.com)', '注意(重要)です (https://example.com)', 'bold: 注意(重要)']],
		[['(**a**)[**b**]{**c**}', '(a)[b]{c}', 'bold: a', 'bold: b', 'bold: c']],
	])('%j', (row) => {
		const [source, ...expected] = row;
		expect(read(source)).toEqual(expected);
	});
});
