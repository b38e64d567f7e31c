import { randomBytes } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { RecordingServer, type HttpAnswer } from '../../support/httpServer';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), randomBytes(50_000)]);
const page = '<!DOCTYPE html><title>Sign in</title>';
const html = { 'content-type': 'text/html; charset=utf-8' };

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage() }));
let spectrum: Simulator;
let host: TestHost;
let web: RecordingServer | undefined;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

afterEach(async () => {
	await web?.stop();
	web = undefined;
});

/** Sends the file at a path of a server that answers like this. Returns what arrived, and the error if there is one. */
async function sendFrom(answer: HttpAnswer, path = '/f.jpg') {
	web = await RecordingServer.start(answer);
	const parameters = {
		operation: 'sendAttachment',
		attachmentSource: 'url',
		attachmentUrl: `${web.url}${path}`,
		options: { allowPrivateAddresses: true },
	};
	const run = await host.execute(oneNode(sendType, parameters, { onError: 'continueRegularOutput' }), {
		triggerItems: [inbound(`any;-;${person}`)],
	});
	const [file] = spectrum.phone(person).messages.at(-1)?.attachments ?? [];
	return { file, error: run.json(underTest)[0]?.error as object | undefined };
}

const give =
	(headers: Readonly<Record<string, string>>, body: Buffer | string): HttpAnswer =>
	(response) =>
		response.writeHead(200, headers).end(body);

describe('compression', () => {
	const compressing: HttpAnswer = (response, { headers }) => {
		const isAsked = /gzip/.test(String(headers['accept-encoding']));
		const body = isAsked ? gzipSync(jpeg).subarray(0, 20_000) : jpeg;
		return response.writeHead(200, { 'content-type': 'image/jpeg', ...(isAsked ? { 'content-encoding': 'gzip' } : {}) }).end(body);
	};

	test('is not asked for, because its lost end would not be noticed', async () => {
		const { file, error } = await sendFrom(compressing);
		expect(error).toBeUndefined();
		expect(file?.bytes.equals(jpeg)).toBe(true);
	});

	test.each([
		['gzip', gzipSync(jpeg)],
		['br', brotliCompressSync(jpeg)],
		// S3 keeps this word although nothing is compressed.
		['aws-chunked', jpeg],
		['UTF-8', jpeg],
	])('that comes nevertheless is undone: %s', async (encoding, body) => {
		const { file, error } = await sendFrom(give({ 'content-type': 'image/jpeg', 'content-encoding': encoding }, body));
		expect(error).toBeUndefined();
		expect(file?.bytes.equals(jpeg)).toBe(true);
	});

	test.each([
		['gzip, br', brotliCompressSync(gzipSync(jpeg)), /compressed in a way that cannot be read \(gzip, br\)/],
		['gzip', jpeg, /compressed in a way that cannot be read \(Z_DATA_ERROR\)/],
	])("that n8n's client cannot undo is no file: %s", async (encoding, body, message) => {
		const { file, error } = await sendFrom(give({ 'content-type': 'image/jpeg', 'content-encoding': encoding }, body));
		expect(error).toMatchObject({
			kind: 'protocol',
			message: expect.stringMatching(message) as unknown,
			advice: expect.stringMatching(/^Use another URL(?!.*RFC 8187).*Nothing was sent/) as unknown,
		});
		expect(file).toBeUndefined();
	});
});

test.each([
	['', false],
	['bytes 0-999/50004', false],
	['bytes 1-50003/50004', false],
	['bytes 0-50003/*', false],
	['bytes 0-50003/50004', true],
])('a part that nobody asked for is sent only if it is the whole file: %j', async (range, isWhole) => {
	const headers = { 'content-type': 'image/jpeg', ...(range === '' ? {} : { 'content-range': range }) };
	const { file, error } = await sendFrom((response) => response.writeHead(206, headers).end(jpeg));
	expect(file !== undefined).toBe(isWhole);
	if (!isWhole) expect(error).toMatchObject({ kind: 'protocol', message: expect.stringContaining('only a part of it came') as unknown });
});

test('an answer that does not follow HTTP is told as what it is', async () => {
	const { error } = await sendFrom((response) => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: abc\r\n\r\nabc'));
	expect(error).toMatchObject({ kind: 'protocol', message: expect.stringMatching(/answer does not follow HTTP \(HPE_/) as unknown });
});

test('a redirect to a name that nobody encoded is followed', async () => {
	const { file, error } = await sendFrom((response, { path }) =>
		path === '/f.jpg'
			? response.writeHead(302, { location: Buffer.from('/gr\u00fc\u00dfe.jpg').toString('latin1') }).end()
			: response.writeHead(path === '/gr%C3%BC%C3%9Fe.jpg' ? 200 : 404, { 'content-type': 'image/jpeg' }).end(jpeg),
	);
	expect(error).toBeUndefined();
	expect(file).toMatchObject({ name: 'gr\u00fc\u00dfe.jpg' });
});

describe('a web page where a file should be', () => {
	const toSignIn: HttpAnswer = (response, { path }) =>
		path === '/login' ? response.writeHead(200, html).end(page) : response.writeHead(302, { location: '/login' }).end();

	test.each<[string, HttpAnswer, string]>([
		['around the file', give(html, page), '/s/abc/photo.jpg?dl=0'],
		['to sign in', toSignIn, '/photo.jpg'],
	])('is not sent: %s', async (_name, answer, path) => {
		const { file, error } = await sendFrom(answer, path);
		expect(error).toMatchObject({
			kind: 'invalid',
			message: expect.stringMatching(
				/"Attachment URL" \(localhost\) could not be fetched: there is a web page, and not the file/,
			) as unknown,
			advice: expect.stringMatching(/without signing in/) as unknown,
		});
		expect(file).toBeUndefined();
	});

	test.each<[string, HttpAnswer, string, string]>([
		['that the URL names', give(html, page), '/terms.html', 'terms.html'],
		['of a program', give(html, page), '/report.php', 'report.html'],
		[
			'that the server calls a file',
			give({ ...html, 'content-disposition': 'attachment; filename="table.xls"' }, page),
			'/f.jpg',
			'table.xls',
		],
		['that is none, whatever its type says', give(html, jpeg), '/f.jpg', 'f.jpg'],
		['of another type', give({ 'content-type': 'application/vnd.ms-excel' }, page), '/table.xls', 'table.xls'],
	])('is sent when it is one %s', async (_name, answer, path, name) => {
		const { file, error } = await sendFrom(answer, path);
		expect(error).toBeUndefined();
		expect(file).toMatchObject({ name });
	});
});
