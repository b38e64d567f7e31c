import { once } from 'node:events';
import type { Socket } from 'node:net';
import { cpuMillisecondsOf } from '../../../test/support/cpuTime';
import { Simulator } from '../../src';
import { largestMessageBytes } from '../../src/calls/largestMessage';
import { HttpFace } from '../../src/http/server';
import { ask, errorOf, post } from './httpCall';
import { rawConnection, readAnswer } from './rawAnswer';

const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;

describe('the limits of the HTTP face', () => {
	let spectrum: Simulator;

	beforeAll(async () => (spectrum = await Simulator.start({ tls: false })));
	afterAll(async () => await spectrum.stop());

	const token = () => `authorization: Bearer ${spectrum.lines[0]?.token}`;

	it('refuse a body by what it says of its length, before a byte of it', async () => {
		const socket = await rawConnection(spectrum);
		socket.write(
			head('POST /v1/attachments:upload?fileName=a.bin HTTP/1.1', 'host: x', token(), `content-length: ${largestMessageBytes + 1}`),
		);
		const { status, text } = await readAnswer(socket);
		expect(status).toBe(413);
		expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({
			code: 'resource_exhausted',
			source: 'middleware',
			retryable: false,
		});
		socket.destroy();
	});

	it('read no body of a request without a token', async () => {
		const socket = await rawConnection(spectrum);
		socket.write(head('POST /v1/attachments:upload?fileName=a.bin HTTP/1.1', 'host: x', 'content-length: 1000'));
		expect((await readAnswer(socket)).status).toBe(401);
		socket.destroy();
	});

	it('cost no more for a long and hostile body than its length', async () => {
		const time = async (body: string) =>
			await cpuMillisecondsOf(async () => {
				expect((await errorOf(post(spectrum, '/v1/messages:sendText', body))).status).toBe(400);
			});
		const many = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;
		await time(many(1_000));
		const short = await time(many(20_000));
		expect(await time(many(200_000))).toBeLessThan(40 * Math.max(short, 10));
	});

	it.each([
		['no fileName', '', {}],
		['an empty one', '?fileName=', {}],
		['two', '?fileName=a&fileName=b', {}],
		['another parameter', '?fileName=a&mimeType=image/png', {}],
		['a form of a browser', '?fileName=a', { 'content-type': 'application/x-www-form-urlencoded' }],
		['another multipart', '?fileName=a', { 'content-type': 'multipart/mixed; boundary=x' }],
		['a form that is none', '?fileName=a', { 'content-type': 'multipart/form-data; boundary=x' }],
		['a form without a boundary', '?fileName=a', { 'content-type': 'multipart/form-data' }],
		['compression', '?fileName=a', { 'content-encoding': 'br' }],
	])('refuse an upload with %s', async (_what, query, headers) => {
		const { status, body } = await errorOf(ask(spectrum, `/v1/attachments:upload${query}`, { method: 'POST', body: 'bytes', headers }));
		expect([400, 415]).toContain(status);
		expect(body).toMatchObject({ code: 'invalid_argument', source: 'middleware' });
	});

	it.each<[what: string, parts: Record<string, string | Blob>]>([
		['companion is missing', { file: new Blob(['a']), companionKind: '1' }],
		['kind is missing', { file: new Blob(['a']), companion: new Blob(['b']) }],
		['kind is a name', { file: new Blob(['a']), companion: new Blob(['b']), companionKind: 'live' }],
		['file has no name', { file: 'a', companion: new Blob(['b']), companionKind: '1' }],
		['part is unknown', { file: new Blob(['a']), companion: new Blob(['b']), companionKind: '1', colour: 'red' }],
	])('refuse a form whose %s', async (_what, parts) => {
		const body = new FormData();
		for (const [name, value] of Object.entries(parts)) body.append(name, value);
		const { body: error } = await errorOf(ask(spectrum, '/v1/attachments:upload?fileName=a.png', { method: 'POST', body }));
		expect(error).toMatchObject({ code: 'invalid_argument', source: 'middleware' });
	});

	it('let the method decide about the kind of a companion, and about a file without a byte', async () => {
		const body = new FormData();
		for (const [name, value] of Object.entries({ file: new Blob(['a']), companion: new Blob(['b']), companionKind: '7' }))
			body.append(name, value);
		for (const given of [body, '']) {
			const { body: error } = await errorOf(ask(spectrum, '/v1/attachments:upload?fileName=a.png', { method: 'POST', body: given }));
			expect(error).toMatchObject({ errorCode: 'invalidArgument', source: 'upstream' });
		}
	});
});

describe('a client that is slow', () => {
	let face: HttpFace;
	let socket: Socket;

	beforeEach(async () => {
		const { settings } = await oneSimulator();
		const times = { head: 50, request: 100, idle: 50, look: 10 };
		face = await HttpFace.start({ lines: () => [], behaviour: settings, certificates: undefined, place: {}, times });
		socket = await rawConnection({ httpUrl: face.url });
	});
	afterEach(async () => {
		socket.destroy();
		await face.stop();
	});

	it.each([
		['a head', 'GET /v1/chats:count HTTP/1.1\r\nhost: x\r\n'],
		['a body', 'POST /v1/messages:sendText HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{'],
	])('with %s is sent away', async (_what, bytes) => {
		const closed = once(socket, 'close');
		socket.resume();
		socket.write(bytes);
		await closed;
	});

	it('with a head is told why', async () => {
		socket.write('GET /v1/chats:count HTTP/1.1\r\nhost: x\r\n');
		const { status, text } = await readAnswer(socket);
		expect(status).toBe(408);
		expect(text).toMatch(/\r\nx-spectrum-middleware: /);
		expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({ code: 'deadline_exceeded', errorCode: 'timeout' });
	});
});

/** Settings need a simulator, and it need not run on. */
async function oneSimulator(): Promise<Simulator> {
	const spectrum = await Simulator.start({ tls: false });
	await spectrum.stop();
	return spectrum;
}
