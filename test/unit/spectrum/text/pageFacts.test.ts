import { pageFactsOf } from '../../../../nodes/shared/spectrum/text/pageFacts';
import { pageTextOf } from '../../../../nodes/shared/spectrum/text/pageText';
import { leastCpuMilliseconds } from '../../../support/cpuTime';

const titleOf = (html: string) => pageFactsOf(html).title;

describe('the metadata of a page', () => {
	test.each<[string, string, string | undefined]>([
		['quotes of both kinds, or none', `<meta property='og:title' content="It's"><meta name=twitter:title content=Other>`, "It's"],
		['capitals, and the content first', '<META CONTENT=Yes PROPERTY="OG:Title">', 'Yes'],
		['a greater-than sign in a value', '<meta data-x="a>b" property="og:title" content="a > b">', 'a > b'],
		['entities', '<title>Caf&eacute; &#38; Bar &#x1F600; &unknown;</title>', 'Café & Bar 😀 &unknown;'],
		['white space and line breaks', '<title>\n  Order\t17 \n</title>', 'Order 17'],
		['Open Graph before the title', '<title>B</title><meta property="og:title" content="A">', 'A'],
		['Twitter before the title', '<title>B</title><meta name="twitter:title" content="A">', 'A'],
		['the first of two', '<meta property="og:title" content="A"><meta property="og:title" content="B">', 'A'],
		['an empty one and another', '<meta property="og:title" content=" "><meta property="og:title" content="B">', 'B'],
		['a comment', '<!-- <title>A</title> --><title>B</title>', 'B'],
		['a script and a style', `<script>"<title>A</title>"</script><style><meta name=twitter:title content=A></style><title>B</title>`, 'B'],
		['the title of a drawing', '<svg><title>A</title></svg><title>B</title>', 'B'],
		['what stands in the body', '<body><meta property="og:title" content="A"><title>B</title>', undefined],
		['a comment without an end', '<title>A</title><!-- <meta property="og:title" content="B">', 'A'],
		['a title without an end', '<title>A', undefined],
		['nothing', '', undefined],
		['no HTML', 'a < b && c > d', undefined],
	])('%s', (_name, html, title) => {
		expect(titleOf(html)).toBe(title);
	});

	test('has its pictures in the order of their use, each once', () => {
		const html = ['twitter:image=/t', 'og:image=/o', 'og:image:secure_url=/s', 'og:image:url=/o']
			.map((pair) => pair.split('='))
			.map(([name, value]) => `<meta name="${name}" content=" ${value}&amp;x ">`)
			.join('');
		expect(pageFactsOf(html).pictures).toEqual(['/s&x', '/o&x', '/t&x']);
	});

	const length = 2_000_000;
	test.each([
		'<',
		'<a ',
		'<a =',
		'<a b="',
		`<a b="'`,
		'<!--',
		'<!-',
		'<title>',
		'<title></titl',
		'<meta a',
		'<a b=',
		'<a /',
		'<script>',
		'&amp',
		' ',
	])('two million characters of %j are read in no time', (piece) => {
		const html = `<meta ${piece.repeat(length / piece.length)}`;
		expect(leastCpuMilliseconds(3_000, () => pageFactsOf(html))).toBeLessThan(3_000);
	});
});

describe('the encoding of a page', () => {
	test.each<[string, Buffer, string]>([
		['of the content type', Buffer.from('caf\xe9', 'latin1'), 'text/html; charset="ISO-8859-1"'],
		['of the page', Buffer.from('<meta charset=windows-1252>caf\xe9', 'latin1'), 'text/html'],
		['of the page, as older pages write it', Buffer.from('<meta http-equiv="x" content="text/html; charset=latin1">caf\xe9', 'latin1'), ''],
		['of the mark at its beginning', Buffer.from('\ufeffcafé'), 'text/html; charset=latin1'],
		['in 16 bits', Buffer.from('\ufeffcafé', 'utf16le'), ''],
		['that nobody knows', Buffer.from('café'), 'text/html; charset=klingon'],
		['that is not said', Buffer.from('café'), 'text/html'],
	])('%s is used', (_name, bytes, contentType) => {
		expect(pageTextOf(bytes, contentType)).toMatch(/café$/);
	});
});
