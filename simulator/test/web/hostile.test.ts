import { ada, openPhones, type OpenPhones } from './openPhones';

const script = '<script>alert(1)</script><img src=x onerror=alert(1)>';

describe('a hostile message', () => {
	let opened: OpenPhones;
	beforeAll(async () => {
		opened = await openPhones();
	});
	afterAll(async () => await opened.close());

	const fileOf = async (name: string, mimeType: string, bytes: string): Promise<Response> => {
		opened.spectrum.receive({ from: ada, content: { type: 'attachment', name, mimeType, bytes: Buffer.from(bytes) } });
		const url = (await opened.last()).bubbles[0]?.file?.url;
		return await fetch(new URL(url ?? '', opened.web.url));
	};

	test.each([
		['page.html', 'text/html'],
		['page.xhtml', 'application/xhtml+xml'],
		['picture.svg', 'image/svg+xml'],
		['code.js', 'text/javascript'],
		['feed.xml', 'application/xml'],
		['paper.pdf', 'application/pdf'],
		['typed.png', 'image/png; charset="><script>'],
		['proto.bin', '__proto__'],
		['made.bin', 'constructor'],
	])('%s (%s) is saved and never shown as a page', async (name, mimeType) => {
		const response = await fileOf(name, mimeType, script);
		const isPicture = mimeType.startsWith('image/png');
		expect(response.headers.get('content-type')).toBe(isPicture ? 'image/png' : 'application/octet-stream');
		expect(response.headers.get('content-disposition')).toMatch(isPicture ? /^inline;/ : /^attachment;/);
		expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
		expect(response.headers.get('x-content-type-options')).toBe('nosniff');
		expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
	});

	test.each(['"\r\nset-cookie: a=b', '../../etc/passwd', `${script}.png`, '\ud800broken.png', 'x'.repeat(5000)])(
		'the file name %j stays a name',
		async (name) => {
			const response = await fileOf(name, 'image/png', 'x');
			expect(response.status).toBe(200);
			expect(response.headers.get('set-cookie')).toBeNull();
			expect(response.headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''[\w.%!~-]*$/);
		},
	);

	test.each([
		'javascript:alert(1)',
		'JaVaScRiPt:alert(1)',
		'data:text/html,<script>',
		'file:///etc/passwd',
		'vbscript:x',
		'http://',
		'https://a b',
	])('%s is no link', async (url) => {
		opened.spectrum.receive({ from: ada, content: { type: 'richlink', url } });
		const { bubbles } = await opened.last();
		expect(bubbles).toMatchObject([{ text: url }]);
		expect(bubbles[0]).not.toHaveProperty('link');
	});

	test('texts, names and subjects travel as they are, in JSON that no browser reads as a page', async () => {
		await opened.act('send', { text: script, subject: script });
		expect(await opened.last()).toMatchObject({ subject: script, bubbles: [{ text: script }] });
		const query = new URLSearchParams({ phone: ada, line: opened.line.id, space: `any;-;${ada}` });
		const response = await fetch(`${opened.web.url}phone/history?${query.toString()}`);
		expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
		expect(response.headers.get('x-content-type-options')).toBe('nosniff');
	});

	test('a part of a file is given, and a range that makes no sense is the whole', async () => {
		opened.spectrum.receive({
			from: ada,
			content: { type: 'attachment', name: 'film.mp4', mimeType: 'video/mp4', bytes: Buffer.from('0123456789') },
		});
		const url = new URL((await opened.last()).bubbles[0]?.file?.url ?? '', opened.web.url);
		const part = async (range: string): Promise<[number, string]> => {
			const response = await fetch(url, { headers: { range } });
			return [response.status, await response.text()];
		};
		expect(await part('bytes=2-4')).toEqual([206, '234']);
		expect(await part('bytes=7-')).toEqual([206, '789']);
		expect(await part('bytes=8-99')).toEqual([206, '89']);
		for (const range of ['bytes=5-2', 'bytes=99-', 'bytes=-3', 'lines=1-2']) expect(await part(range)).toEqual([200, '0123456789']);
	});

	test('a contact card of any shape is read, or is a file', async () => {
		const cards = [
			'BEGIN:VCARD\nFN:' + 'x'.repeat(100_000),
			'BEGIN:VCARD\r\n' + 'TEL:1\r\n'.repeat(10_000),
			'\0\u0001',
			'BEGIN:VCARD\n FN:folded\n:\n;;;:\nEND:VCARD',
		];
		for (const card of cards) {
			await fileOf('card.vcf', 'text/vcard', card);
			const file = (await opened.last()).bubbles[0]?.file;
			expect(['contact', 'file']).toContain(file?.kind);
			expect(file?.contact?.details.length ?? 0).toBeLessThanOrEqual(20);
		}
	});

	test.each([
		['send', { text: 'x'.repeat(20_001) }, '400: text may have 20000 characters; it has 20001'],
		['send', { text: 'ab', formatting: [{ type: 'bold', start: 1, length: 5 }] }, '400: A range lies outside the text'],
		['send', { text: 'ab', formatting: [{ type: 'marquee', start: 0, length: 1 }] }, '400: There is no formatting marquee'],
		[
			'send',
			{ text: 'ab', formatting: Array.from({ length: 501 }, () => ({ type: 'bold', start: 0, length: 1 })) },
			'400: formatting may have 500 entries',
		],
		['send', { text: 'ab', effect: 'constructor' }, '400: There is no effect constructor'],
		['send', { text: '   ' }, '400: text is empty'],
		['send', {}, '400: The message is empty'],
		['send', { text: 7 }, '400: text must be a text; found number'],
		['send', { text: 'a', files: ['nothing'] }, '404: The file is no longer here'],
		['send', { text: 'a', line: 'nowhere' }, '404: There is no line nowhere'],
		['send', { text: 'a', space: 'any;+;nowhere' }, '404: The conversation no longer exists'],
		['send', { text: 'a', phone: 'ada' }, '400: An address is a number such as'],
		['react', { message: 'none', reaction: 'love' }, '404: The message no longer exists'],
		['group', { members: ['not an address'] }, '400: An address is a number such as'],
		['person', { address: 'x'.repeat(300) }, '400: address may have 254 characters'],
	])('%s with %j is refused', async (name, body, refusal) => {
		await expect(opened.act(name, body)).rejects.toThrow(refusal);
	});

	test('uploads are limited, one by one and together', async () => {
		const origin = opened.web.url.slice(0, -1);
		const declared = await fetch(`${origin}/phone/uploads?name=a&type=`, { method: 'POST', headers: { origin }, body: Buffer.alloc(0) });
		expect(declared.status).toBe(200);
		await expect(opened.upload('a', 'text/html; x', Buffer.from('x'))).resolves.toBeDefined();
		await expect(opened.upload('a', 'no type', Buffer.from('x'))).rejects.toThrow('400: The type of the file is not a media type');
		await expect(opened.upload('', 'image/png', Buffer.from('x'))).rejects.toThrow('400: The file has no name');
		const first = await opened.upload('first', 'image/png', Buffer.from('x'));
		for (let index = 0; index < 200; index++) await opened.upload('other', 'image/png', Buffer.from('x'));
		await expect(opened.act('send', { files: [first] })).rejects.toThrow('404: The file is no longer here');
	});
});
