import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const space = `any;-;${person}`;
const jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(1_000, 1)]);

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage() }));
let spectrum: Simulator;
let host: TestHost;
let web: Server;
let requests: string[];
let sockets: Set<Socket>;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
	requests = [];
	sockets = new Set();
	answer = (_request, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg);
	web = createServer((request, response) => {
		requests.push(request.url ?? '');
		answer(request, response);
	});
	web.on('connection', (socket) => sockets.add(socket));
	await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
	base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});

afterEach(async () => {
	// A connection that the node leaves open never closes, and the test times out here.
	await Promise.all(
		[...sockets].map(
			async (socket) => await new Promise((resolve) => (socket.closed ? resolve(undefined) : socket.once('close', resolve))),
		),
	);
	await new Promise((resolve) => web.close(resolve));
});

const fromUrl = (
	attachmentUrl: string,
	{ options = {}, ...parameters }: { options?: object; attachmentKind?: string; companionUrl?: string } = {},
) =>
	oneNode(sendType, {
		operation: 'sendAttachment',
		attachmentSource: 'url',
		attachmentUrl,
		...parameters,
		options: { allowPrivateAddresses: true, ...options },
	});

const send = async (...parameters: Parameters<typeof fromUrl>) =>
	await host.execute(fromUrl(...parameters), { triggerItems: [inbound(space)] });
const arrived = () => spectrum.phone(person).messages.at(-1);

test('a file is fetched, and its type and bytes are kept', async () => {
	const run = await send(`${base}/pictures/summer%20trip.jpg?size=large`);
	expect(run.error).toBeUndefined();
	expect(arrived()?.attachments).toMatchObject([{ name: 'summer trip.jpg', mimeType: 'image/jpeg' }]);
	expect(arrived()?.attachments[0]?.bytes.equals(jpeg)).toBe(true);
});

test.each([
	['/download.php?id=7', { 'content-type': 'image/png' }, 'download.png'],
	['/', { 'content-type': 'application/pdf; charset=x' }, 'attachment.pdf'],
	['/a', { 'content-type': 'image/jpeg', 'content-disposition': 'attachment; filename="the photo.jpg"' }, 'the photo.jpg'],
	['/a', { 'content-type': 'text/csv', 'content-disposition': "attachment; filename*=UTF-8''%C3%BCber.csv" }, '\u00fcber.csv'],
	['/a', { 'content-type': 'image/jpeg', 'content-disposition': 'attachment; filename="../../etc/passwd"' }, 'passwd.jpg'],
	['/notes.md', { 'content-type': 'application/octet-stream' }, 'notes.md'],
	['/route.gpx', { 'content-type': 'application/xml' }, 'route.gpx'],
	['/a', { 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="ticket.pkpass"' }, 'ticket.pkpass'],
	['/a', { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="=?iso-8859-1?Q?=FCber.csv?="' }, '\u00fcber.csv'],
	[
		'/a',
		{ 'content-type': 'text/csv', 'content-disposition': Buffer.from('attachment; filename="\u65e5\u672c.csv"').toString('latin1') },
		'\u65e5\u672c.csv',
	],
	[
		'/a',
		{ 'content-type': 'text/csv', 'content-disposition': "attachment; filename*0*=UTF-8''%C3%BCber; filename*1=.csv" },
		'\u00fcber.csv',
	],
	[
		'/a',
		{ 'content-type': 'text/csv', 'content-disposition': Buffer.from('attachment; filename="x\u202ev.csv"').toString('latin1') },
		'xv.csv',
	],
])('%s with %j is called %s', async (path, headers, name) => {
	answer = (_request, response) => response.writeHead(200, headers).end('content');
	const run = await send(`${base}${path}`);
	expect(run.error).toBeUndefined();
	expect(arrived()?.attachments).toMatchObject([{ name }]);
});

test.each([
	['a bare percent sign', { 'content-disposition': 'attachment; filename="50%.pdf"' }],
	['another encoding', { 'content-disposition': "attachment; filename*=ISO-8859-1''%FCber.csv" }],
	['a type with one', { 'content-type': 'text/csv; name="50%.csv"' }],
])('a header with %s, which n8n cannot read, is told as what it is', async (_name, headers) => {
	answer = (_request, response) => response.writeHead(200, { 'content-type': 'text/csv', ...headers }).end('content');
	const run = await host.execute(fromUrl(`${base}/a`), { triggerItems: [inbound(space)] });
	expect(run.errorOf(underTest)?.message).toMatch(/could not be fetched: n8n cannot read its headers Content-Type and Content-Disposition/);
	expect(run.errorOf(underTest)?.description).toMatch(/RFC 8187.*Nothing was sent/);
});

test('several URLs become one album, a film comes with its Live Photo, and redirects are followed', async () => {
	answer = (request, response) => {
		if (request.url === '/moved.jpg') return response.writeHead(302, { location: '/here.jpg' }).end();
		const type = request.url?.endsWith('.mov') ? 'video/quicktime' : 'image/jpeg';
		return response.writeHead(200, { 'content-type': type }).end(jpeg);
	};
	expect((await send(`${base}/a.jpg\n${base}/moved.jpg`)).error).toBeUndefined();
	expect(arrived()?.attachments.map(({ name }) => name)).toEqual(['a.jpg', 'here.jpg']);
	expect((await send(`${base}/p.jpg`, { attachmentKind: 'livePhoto', companionUrl: `${base}/p.mov` })).error).toBeUndefined();
	expect(arrived()?.attachments[0]?.companion?.bytes.equals(jpeg)).toBe(true);
});

describe('nothing is sent when the file', () => {
	const big = Buffer.alloc(2 * 1024 * 1024);
	const endless = (response: ServerResponse): void => {
		response.writeHead(200, { 'content-type': 'image/jpeg' });
		const more = (): void => {
			while (!response.destroyed && response.write(big));
			if (!response.destroyed) response.once('drain', more);
		};
		more();
	};
	test.each<[string, (response: ServerResponse) => unknown, string, RegExp]>([
		[
			'is not there',
			(response) => response.writeHead(404).end('gone'),
			'notFound',
			/\(127\.0\.0\.1\) could not be fetched: it answered HTTP 404/,
		],
		['needs a sign-in', (response) => response.writeHead(401).end(), 'unavailable', /HTTP 401/],
		['cannot be had now', (response) => response.writeHead(503).end(), 'unavailable', /HTTP 503/],
		['is empty', (response) => response.writeHead(200).end(), 'invalid', /it is empty/],
		[
			'says that it is too large',
			(response) => response.writeHead(200, { 'content-length': big.length }).end(big),
			'tooLarge',
			/has more than 1 MiB/,
		],
		['turns out to be too large', endless, 'tooLarge', /has more than 1 MiB/],
		['redirects for ever', (response) => response.writeHead(302, { location: '/again' }).end(), 'invalid', /redirects more than 5 times/],
		[
			'leads to a file of the host',
			(response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
			'invalid',
			/is not an http:\/\/ or https:\/\/ URL/,
		],
		[
			'breaks off',
			(response) => response.writeHead(200, { 'content-length': 9_999 }).write('x', () => response.destroy()),
			'unavailable',
			/no connection/,
		],
	])('%s', async (_name, respond, kind, message) => {
		answer = (_request, response) => void respond(response);
		const workflow = fromUrl(`${base}/f.jpg?signature=s3cret`, { options: { maxDownloadMebibytes: 1 } });
		const run = await host.execute(
			{ ...workflow, nodes: workflow.nodes.map((node) => ({ ...node, onError: 'continueRegularOutput' as const })) },
			{
				triggerItems: [inbound(space)],
			},
		);
		expect(run.json(underTest)).toMatchObject([{ error: { kind, message: expect.stringMatching(message) } }]);
		expect(JSON.stringify(run.json(underTest))).not.toContain('s3cret');
		expect(spectrum.calls).toHaveLength(0);
	});
});

test('files together have one limit', async () => {
	answer = (_request, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(Buffer.alloc(700 * 1024, 1));
	const run = await send(`${base}/a.jpg ${base}/b.jpg`, { options: { maxDownloadMebibytes: 1 } });
	expect(run.errorOf(underTest)?.message).toMatch(
		/The files at "Attachment URL" have more than 1 MiB together, with the one of 127\.0\.0\.1/,
	);
	expect(spectrum.calls).toHaveLength(0);
});

test('a stopped execution stops fetching', async () => {
	let asked: () => void = () => undefined;
	const isAsked = new Promise<void>((resolve) => (asked = resolve));
	answer = () => asked();
	const running = host.execute(fromUrl(`${base}/slow.jpg`), { triggerItems: [inbound(space)] });
	await isAsked;
	running.cancel();
	expect((await running).status).toBe('canceled');
	await host.restart();
	expect(spectrum.calls).toHaveLength(0);
});

describe('what is refused before anything is asked', () => {
	test.each<[string, string, object, RegExp]>([
		['no URL', ' ', {}, /"Attachment URL" is empty/],
		['words', 'photo', {}, /"Attachment URL" is not a URL; found "photo"/],
		['a file of the host', 'file:///etc/passwd', {}, /not an http/],
		['another scheme', 'ftp://example.com/a.jpg', {}, /not an http/],
		['data', 'data:image/png;base64,AAAA', {}, /not an http/],
		['a password', 'https://me:s3cret@example.com/a.jpg', {}, /carries a user name or password/],
		['a password in what is no URL', 'https://me:s3cret@example.com:99999/a.jpg', {}, /"Attachment URL" is not a URL(?!.*s3cret)/],
		['a Live Photo without film', 'https://example.com/a.jpg', { attachmentKind: 'livePhoto', companionUrl: ' ' }, /"Video URL" is empty/],
		['two voice notes', 'https://example.com/a https://example.com/b', { attachmentKind: 'voiceNote' }, /names 2 files/],
		[
			'no size',
			'https://example.com/a.jpg',
			{ options: { maxDownloadMebibytes: 0 } },
			/"Max Download Size" is not between 1 and 100 MiB; found "0"/,
		],
		[
			'no recipient of the mention',
			'https://example.com/a.jpg',
			{ text: 'x', options: { mentions: { mention: [{ address: '1', text: 'x' }] } } },
			/row 1, Address/,
		],
	])('%s', async (_name, url, parameters, message) => {
		const run = await send(url, parameters);
		expect(run.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(JSON.stringify(run.stored())).not.toMatch(/found .*s3cret/);
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});

describe('private addresses', () => {
	const refusal = /is in a private network/;
	const port = () => new URL(base).port;

	test.each([
		['by number', () => base],
		['by name', () => `http://localhost:${port()}`],
		['as one number', () => `http://2130706433:${port()}`],
		['in IPv6', () => `http://[::ffff:127.0.0.1]:${port()}`],
		['of the cloud', () => 'http://169.254.169.254/latest/meta-data/'],
	])('are refused %s, unless allowed', async (_name, url) => {
		const run = await send(url(), { options: { allowPrivateAddresses: false } });
		expect(run.errorOf(underTest)?.message).toMatch(refusal);
		expect(requests).toHaveLength(0);
		expect(spectrum.calls).toHaveLength(0);
	});

	test('an AI does not reach them even where they are allowed', async () => {
		const node = {
			id: 'tool',
			name: 'Send',
			type: sendType,
			typeVersion: 1,
			parameters: {
				operation: 'sendAttachment',
				attachmentSource: 'url',
				to: { __rl: true, mode: 'address', value: person },
				attachmentUrl: "={{ $fromAI('url', 'What to send', 'string') }}",
				options: { allowPrivateAddresses: true },
			},
			credentials,
		};
		for (const route of ['engineRequest', 'inputConnection'] as const) {
			const run = await host.executeAsTool(node, { url: `${base}/secret` }, { route });
			expect(JSON.stringify(run)).toMatch(refusal);
		}
		expect(requests).toHaveLength(0);
		expect(spectrum.calls).toHaveLength(0);
	});

	test('an AI cannot name a file of the host or of n8n either', async () => {
		const node = {
			id: 'tool',
			name: 'Send',
			type: sendType,
			typeVersion: 1,
			parameters: {
				operation: 'sendAttachment',
				to: { __rl: true, mode: 'address', value: person },
				binaryPropertyName: "={{ $fromAI('file', 'What to send', 'string') }}",
			},
			credentials,
		};
		const run = await host.executeAsTool(node, [{ file: '/etc/passwd' }, { file: 'filesystem-v2:workflows/1' }]);
		expect(JSON.stringify(run)).toContain('names a file that is not there');
		expect(spectrum.calls).toHaveLength(0);
	});
});
