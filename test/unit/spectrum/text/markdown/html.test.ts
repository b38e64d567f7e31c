import { fromMarkdown } from '../../../../../nodes/shared/spectrum/text/markdown/markdown';

/** The text, and each format as `type: words`. */
function read(source: string): string[] {
	const { text, formatting } = fromMarkdown(source);
	return [text, ...formatting.map(({ type, start, length }) => `${type}: ${text.slice(start, start + length)}`)];
}

describe('HTML of editors, mails and language models', () => {
	test.each<[string, string, ...string[]]>([
		['<p>Hello</p><p>World</p>', 'Hello\n\nWorld'],
		['<div>Hello</div><div><br></div><div>World</div>', 'Hello\n\nWorld'],
		['<p>\n  Hello\n  there\n</p>\n<p>World</p>\n', 'Hello there\n\nWorld'],
		['<p>Shop:</p><ul><li>Milk</li><li>Bread<ul><li>rye</li></ul></li></ul><p>Thanks</p>', 'Shop:\n\n• Milk\n• Bread\n  • rye\n\nThanks'],
		['<ol><li><p>one</p></li><li>two</li></ol>', '1. one\n2. two'],
		['<h2>Title</h2><p>Text &amp; more&nbsp;&lt;b&gt;</p>', 'Title\n\nText & more\u00a0<b>'],
		['<p>a <b>bold</b> <i>word</i></p>', 'a bold word', 'bold: bold', 'italic: word'],
		['<p><span style="font-weight: 700">b</span> <span style="FONT-STYLE:italic">i</span></p>', 'b i', 'bold: b', 'italic: i'],
		['<p><span style="text-decoration:underline line-through">x</span></p>', 'x', 'underline: x', 'strikethrough: x'],
		// What Google Docs puts around everything.
		[
			'<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">a</span></p><p>b</p></b>',
			'a\n\nb',
			'bold: a',
		],
		['<div><b>over<br>two lines</b></div>', 'over\ntwo lines', 'bold: over', 'bold: two lines'],
		['<table><tr><th>Item</th><th>Price</th></tr><tr><td>Milk</td><td>2</td></tr></table>', 'Item | Price\nMilk | 2'],
		[
			'<!DOCTYPE html><html><head><title>No</title><style>p{}</style></head><body><!-- no --><p>Yes</p><script>no()</script></body></html>',
			'Yes',
		],
		['<p class="MsoNormal">Hi<o:p></o:p></p><!--[if mso]><p>no</p><![endif]--><p>you</p>', 'Hi\n\nyou'],
		['<p>See <a href="https://example.com/a">this</a>.</p>', 'See this (https://example.com/a).'],
		['<pre>a  b\n  c</pre>', 'a  b\n  c'],
		['<blockquote><p>said</p></blockquote><p>answer</p>', 'said\n\nanswer'],
		['<p>Tom &amp; Jerry: 1 < 2</p>', 'Tom & Jerry: 1 < 2'],
	])('%s', (source, ...expected) => {
		expect(read(source)).toEqual(expected);
	});

	test.each(['Dear <name>', 'use <p> for a paragraph', 'a <b and c> d', '<3 you', '`<p>a</p>`', '<div> is a tag'])(
		'%s is no HTML',
		(source) => {
			expect(read(source)[0]).toBe(source.replace(/`/g, ''));
		},
	);
});
