import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { Simulator } from '../../src';
import { routes } from '../../src/http/routes';
import { alice, aliceSpace, ask, errorOf, post } from './httpCall';
import { rawAnswer } from './rawAnswer';

const text = { chatGuid: aliceSpace, text: 'Hi' };
const sendText = '/v1/messages:sendText';

describe('the HTTP face', () => {
	let spectrum: Simulator;

	beforeAll(async () => (spectrum = await Simulator.start({ tls: false })));
	afterAll(async () => await spectrum.stop());

	const sent = () => spectrum.phone(alice).messages.length;

	it('answers in proto3 JSON, and marks what it answers', async () => {
		const answer = await post(spectrum, sendText, text);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toBe('application/json');
		expect(answer.headers.get('x-spectrum-middleware')).not.toBeNull();
		expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
		const { message } = (await answer.json()) as { message: Record<string, unknown> };
		expect(message).toMatchObject({ chatGuids: [aliceSpace], isFromMe: true, content: { text: 'Hi' } });
		expect(message.dateCreated).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
		const read = await ask(spectrum, `/v1/messages/${encodeURIComponent(String(message.guid))}`);
		expect(await read.json()).toEqual({ message });
	});

	it('takes field names as the wire files spell them, as proto3 JSON does', async () => {
		expect((await post(spectrum, sendText, { chat_guid: aliceSpace, text: 'Hi' })).status).toBe(200);
		expect((await ask(spectrum, `/v1/messages:listByChat?chat_guid=${encodeURIComponent(aliceSpace)}&page_size=1`)).status).toBe(200);
	});

	it('reads numbers, times and truths from a query', async () => {
		const query = new URLSearchParams({ chatGuid: aliceSpace, pageSize: '1', isFromMe: 'false', before: '2020-01-01T00:00:00Z' });
		const answer = await ask(spectrum, `/v1/messages:listByChat?${query.toString()}`);
		expect(await answer.json()).toEqual({});
		expect(spectrum.calls.at(-1)).toMatchObject({
			method: 'ListChatMessages',
			transport: 'http',
			route: 'GET /v1/messages:listByChat',
			request: { chat_guid: aliceSpace, page_size: 1, is_from_me: false, before: { seconds: 1_577_836_800 } },
		});
	});

	it.each<[what: string, body: string]>([
		['an unknown field', JSON.stringify({ ...text, colour: 'red' })],
		['an unknown field of a message within', JSON.stringify({ ...text, replyTo: { messageGuid: 'x', colour: 'red' } })],
		['a wrong type', JSON.stringify({ ...text, text: 5 })],
		['a truth as text', JSON.stringify({ ...text, enableLinkPreview: 'true' })],
		['a list in place of a text', JSON.stringify({ ...text, text: ['Hi'] })],
		['a text in place of a list', JSON.stringify({ ...text, formatting: 'bold' })],
		['a list in place of an object', '[]'],
		['null', 'null'],
		['a number', '5'],
		['no JSON', '{"chatGuid":'],
		['no body', ''],
		['half a character', '{"chatGuid":"any;-;a@example.com","text":"\\ud800"}'],
		['a deep nest', `${'{"replyTo":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
		['a field called __proto__', '{"chatGuid":"x","__proto__":{"text":"Hi"}}'],
	])('refuses %s in a body', async (_what, body) => {
		const before = sent();
		const { status, body: error } = await errorOf(post(spectrum, sendText, body));
		expect({ status, ...error }).toMatchObject({
			status: 400,
			code: 'invalid_argument',
			errorCode: 'invalidArgument',
			source: 'middleware',
		});
		expect(error.message.length).toBeLessThan(500);
		expect(sent()).toBe(before);
		expect(spectrum.calls.at(-1)).toMatchObject({
			method: 'SendTextMessage',
			request: {},
			outcome: { type: 'refused', code: 'invalidArgument' },
		});
	});

	it('refuses text that is no UTF-8', async () => {
		const body = Buffer.from('{"chatGuid":"any;-;a@example.com","text":"é"}', 'latin1');
		const headers = { 'content-type': 'application/json' };
		const { status } = await errorOf(ask(spectrum, sendText, { method: 'POST', body, headers }));
		expect(status).toBe(400);
	});

	it.each([
		['unknown', 'pageSize=1&colour=red'],
		['of a field that the path names', 'messageGuid=x'],
		['there twice', 'pageSize=1&pageSize=2'],
		['there in both spellings', 'pageSize=1&page_size=2'],
		['of a wrong type', 'pageSize=many'],
		['a number beyond 32 bits', 'pageSize=4294967296'],
		['no truth', 'isRead=1'],
		['no time', 'before=yesterday'],
		['called __proto__', '__proto__=1'],
	])('refuses a query parameter that is %s', async (_what, query) => {
		const path = query.startsWith('messageGuid') ? '/v1/messages/abc' : '/v1/messages:listRecent';
		const { status, body } = await errorOf(ask(spectrum, `${path}?${query}`));
		expect({ status, ...body }).toMatchObject({ status: 400, code: 'invalid_argument', source: 'middleware' });
	});

	it('refuses query parameters beside a body, and a body beside none', async () => {
		expect((await errorOf(post(spectrum, `${sendText}?text=Hi`, text))).status).toBe(400);
		const { status } = await rawAnswer(
			spectrum,
			`GET /v1/chats:count HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${spectrum.lines[0]?.token}\r\ncontent-length: 2\r\n\r\n{}`,
		);
		expect(status).toBe(400);
	});

	it.each([
		['no type', null],
		['text', 'text/plain'],
		['a form', 'application/x-www-form-urlencoded'],
		['another charset', 'application/json; charset=latin1'],
	])('refuses a body of %s', async (_what, type) => {
		const body = Buffer.from(JSON.stringify(text));
		const { status, body: error } = await errorOf(ask(spectrum, sendText, { method: 'POST', body, headers: { 'content-type': type } }));
		expect({ status, ...error }).toMatchObject({
			status: 415,
			code: 'invalid_argument',
			source: 'middleware',
			context: { header: 'content-type' },
		});
	});

	it('takes a charset of UTF-8, and no compression', async () => {
		expect((await post(spectrum, sendText, text, { headers: { 'content-type': 'application/json; charset=utf-8' } })).status).toBe(200);
		expect((await errorOf(post(spectrum, sendText, text, { headers: { 'content-encoding': 'gzip' } }))).status).toBe(415);
	});

	it.each([
		['/', 'GET'],
		['/v1', 'GET'],
		['/v2/chats:count', 'GET'],
		['/v1/chats:count/', 'GET'],
		['/v1/messages/', 'GET'],
		['/v1/messages/a/b', 'GET'],
		['/v1/messages:subscribe', 'POST'],
		['/v1/events:catchUp', 'GET'],
		['/photon.imessage.v1.MessageService/SubscribeMessageEvents', 'POST'],
	])('has no route %s', async (path, method) => {
		const { status, body } = await errorOf(ask(spectrum, path, { method }));
		expect({ status, ...body }).toMatchObject({ status: 404, code: 'not_found', source: 'middleware', retryable: false });
	});

	it.each([
		['GET', sendText, 'POST'],
		['PUT', '/v1/chats', 'POST'],
		['POST', '/v1/chats:count', 'GET'],
		['HEAD', '/v1/chats:count', 'GET'],
		['DELETE', '/v1/messages/abc', 'GET'],
	])('refuses %s %s and says %s', async (method, path, allowed) => {
		const answer = await ask(spectrum, path, { method });
		expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
	});

	it('reads a path with signs that it means, and refuses one that is not well encoded', async () => {
		const { body } = await errorOf(ask(spectrum, `/v1/messages/${encodeURIComponent('p:0/a b')}`));
		expect(body).toMatchObject({ code: 'not_found', errorCode: 'messageNotFound', source: 'upstream' });
		expect(spectrum.calls.at(-1)).toMatchObject({ request: { message_guid: 'p:0/a b' } });
		expect((await errorOf(ask(spectrum, '/v1/messages/%E0%A4%A'))).status).toBe(400);
	});

	it.each([
		['no token', null],
		['an unknown one', 'Bearer nobody'],
		['another scheme', 'Basic abc'],
	])('refuses %s before it reads a body', async (_what, authorization) => {
		const { status, body } = await errorOf(post(spectrum, sendText, '{', { headers: { authorization } }));
		expect({ status, ...body }).toMatchObject({
			status: 401,
			code: 'unauthenticated',
			errorCode: 'unauthenticated',
			source: 'spectrum-imessage',
		});
	});

	it('answers what is no HTTP at all, and headers that are too long', async () => {
		expect((await rawAnswer(spectrum, 'HELLO\r\n\r\n')).status).toBe(400);
		expect((await rawAnswer(spectrum, `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`)).status).toBe(431);
	});

	it('reads its routes from the wire files', () => {
		const annotated = ['address', 'attachment', 'chat', 'group', 'location', 'message', 'poll'].flatMap((name) => [
			...readFileSync(`proto/photon/imessage/v1/${name}_service.proto`, 'utf8').matchAll(/\{ (get|post): "([^"]+)"/g),
		]);
		const names = annotated.map(([, verb, path]) => `${verb?.toUpperCase()} ${path}`);
		const json = routes().filter(({ raw }) => raw === undefined);
		expect(json.map(({ name }) => name).sort()).toEqual(names.sort());
	});
});

it('has the simulator’s own certificate', async () => {
	const spectrum = await Simulator.start();
	const token = spectrum.lines[0]?.token;
	try {
		const status = await new Promise((resolve, reject) => {
			const options = { ca: spectrum.caPem, headers: { authorization: `Bearer ${token}` } };
			httpsRequest(`${spectrum.httpUrl}/v1/chats:count`, options, (response) => {
				response.resume();
				resolve(response.statusCode);
			})
				.once('error', reject)
				.end();
		});
		expect(status).toBe(200);
	} finally {
		await spectrum.stop();
	}
});
