import { dispositionName } from '../../../../nodes/shared/spectrum/files/dispositionName';
import { leastCpuMilliseconds } from '../../../support/cpuTime';

/** As Node gives the bytes of a header. */
const asHeader = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding).toString('latin1');

test.each<[string, string, string | undefined]>([
	['none', 'inline', undefined],
	['quoted', 'attachment; filename="the photo.jpg"', 'the photo.jpg'],
	['bare', 'attachment; filename=photo.jpg', 'photo.jpg'],
	['bare with a space', 'attachment; filename=the photo.jpg; size=1', 'the photo.jpg'],
	['without a type', 'filename=photo.jpg', 'photo.jpg'],
	['a semicolon in quotes', 'attachment; filename="a;b.jpg"', 'a;b.jpg'],
	['escaped quotes', 'attachment; filename="a \\"b\\" \\\\ c.jpg"', 'a "b" \\ c.jpg'],
	['a path of Windows', 'attachment; filename="C:\\temp\\a.txt"', 'C:\\temp\\a.txt'],
	['quotes that do not end', 'attachment; filename="a.jpg', 'a.jpg'],
	['empty', 'attachment; filename=""', undefined],
	['RFC 8187', "attachment; filename*=UTF-8''%C3%BCber%20uns.csv", '\u00fcber uns.csv'],
	['RFC 8187 before the plain one', 'attachment; filename="ueber.csv"; filename*=UTF-8\'de\'%C3%BCber.csv', '\u00fcber.csv'],
	['RFC 8187, Latin 1', "attachment; filename*=ISO-8859-1''%FCber.csv", '\u00fcber.csv'],
	['RFC 8187, Shift JIS', "attachment; filename*=Shift_JIS''%93%FA%96%7B.txt", '\u65e5\u672c.txt'],
	['RFC 8187, GBK', "attachment; filename*=gbk''%D6%D0%B9%FA.txt", '\u4e2d\u56fd.txt'],
	['RFC 8187, an encoding that nobody knows', "attachment; filename*=x-none''%C3%BCber.csv", '\u00fcber.csv'],
	['RFC 8187, bytes that are not of it', "attachment; filename*=UTF-8''%FCber.csv", '\u00fcber.csv'],
	['RFC 8187, with a percent sign that encodes nothing', "attachment; filename*=UTF-8''50%.csv", '50%.csv'],
	['RFC 8187, quoted', 'attachment; filename*="UTF-8\'\'%C3%BCber.csv"', '\u00fcber.csv'],
	['RFC 2231', 'attachment; filename*0*=UTF-8\'\'%C3%BCber; filename*1=" uns"; filename*2*=%21.csv', '\u00fcber uns!.csv'],
	['RFC 2231, plain', 'attachment; filename*0="a long "; filename*1="name.csv"', 'a long name.csv'],
	['RFC 2231, a character over two pieces', "attachment; filename*0*=UTF-8''%C3; filename*1*=%BCber.csv", '\u00fcber.csv'],
	['RFC 2047, base64', 'attachment; filename="=?utf-8?B?w7xiZXIuY3N2?="', '\u00fcber.csv'],
	['RFC 2047, quoted-printable', 'attachment; filename="=?iso-8859-1?Q?=FCber_uns.csv?="', '\u00fcber uns.csv'],
	['RFC 2047, two words', 'attachment; filename="=?utf-8?Q?=C3=BCber?= =?utf-8?B?IHVucy5jc3Y=?="', '\u00fcber uns.csv'],
	['percent-encoded', 'attachment; filename="%E6%97%A5%E6%9C%AC.txt"', '\u65e5\u672c.txt'],
	['a percent sign', 'attachment; filename="50%.pdf"', '50%.pdf'],
	['bytes of UTF-8', asHeader('attachment; filename="\u65e5\u672c.txt"', 'utf8'), '\u65e5\u672c.txt'],
	['bytes of Latin 1', asHeader('attachment; filename="\u00fcber.txt"', 'latin1'), '\u00fcber.txt'],
])('%s', (_name, header, expected) => {
	expect(dispositionName(header)).toBe(expected);
});

/** A stranger's server writes the header, up to 16 KiB of it. */
test.each([
	['digits', '1'],
	['digits in pieces', '1*'],
	['words', 'a.'],
	['empty values', 'a='],
	['open quotes', 'a="'],
	['backslashes', 'a="\\'],
	['mail words', '=?a?b?='],
	['percents', "filename*=''%41"],
])('a long header of %s takes little time', (_name, piece) => {
	const header = `attachment; filename="=?a?q?`.concat(piece.repeat(2_000 / piece.length));
	const bare = `attachment; ${piece.repeat(2_000 / piece.length)}`;
	const spent = leastCpuMilliseconds(5_000, () => {
		dispositionName(header);
		dispositionName(bare);
	});
	// In cubic time, it would be twenty seconds.
	expect(spent).toBeLessThan(5_000);
});
