import { markChatRead } from '../../../../../nodes/shared/spectrum/codec/chats';
import { listChatMessages } from '../../../../../nodes/shared/spectrum/codec/messageReads';
import { marker, type HttpAnswer } from '../../../../support/httpServer';
import { HttpBench, options, reading } from './support';

const bench = new HttpBench();
afterEach(async () => await bench.tearDown());

/** The text of an answer as it stands, because `JSON.stringify` would write some of it differently. */
const written =
	(body: string): HttpAnswer =>
	(response) =>
		response.writeHead(200, { 'content-type': 'application/json', ...marker }).end(body);

const message = (guid: string, text: string, dateCreated: string) =>
	`{"guid":"${guid}","content":{"text":"${text}"},"chatGuids":[],"dateCreated":${dateCreated}}`;

async function page(...messages: readonly string[]) {
	const server = await bench.server(written(`{"messages":[${messages.join(',')}]}`));
	const request = { spaceId: 'any;-;+15551230001', pageSize: 10 };
	return (await bench.transport({ baseUrl: server.url }).unary(listChatMessages, request, reading)).messages;
}

const good = message('good', 'Hi', '"2026-11-30T09:00:00.123456789+01:00"');

describe('one value that cannot be read does not cost the page', () => {
	it.each(['\\ud83d', '\\udc4b', 'x\\ud83dy'])('half an emoji: %s', async (text) => {
		const [one, other] = await page(message('half', text, '"2026-11-30T08:00:00Z"'), good);
		expect(one).toMatchObject({ id: 'half', text: text.replace(/\\u\w{4}/, '\ufffd') });
		expect(other).toMatchObject({ id: 'good', text: 'Hi' });
	});

	it('a whole emoji stays', async () => {
		expect(await page(message('wave', '\\ud83d\\udc4b', '"2026-11-30T08:00:00Z"'))).toMatchObject([{ text: '\u{1f44b}' }]);
	});

	it.each([
		'""',
		'"+033658-09-27T01:46:40.000Z"',
		'"0000-12-31T23:59:59Z"',
		'"0001-01-01T00:00:00+00:01"',
		'"9999-12-31T23:59:59-00:01"',
		'"2026-11-30 08:00:00"',
		'"2026-02-30T25:00:00Z"',
		'"yesterday"',
		'1764489600',
		'{"seconds":1}',
	])('a time that is none: %s', async (time) => {
		const [one, other] = await page(message('when', 'Hi', time), good);
		expect(one).toMatchObject({ id: 'when', text: 'Hi' });
		expect(other).toMatchObject({ id: 'good', createdAt: '2026-11-30T08:00:00.123Z' });
		expect(JSON.stringify(one)).not.toMatch(/NaN|Invalid|1970/);
	});

	it.each(['"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59.999999999Z"'])('the first and the last time are read: %s', async (time) => {
		expect(await page(message('when', 'Hi', time))).toMatchObject([{ createdAt: expect.stringContaining(time.slice(1, 11)) }]);
	});
});

it.each(['', '\r\n', 'null', '{}'])('a call that gives nothing may be answered with %j', async (body) => {
	const server = await bench.server(written(body));
	await bench.transport({ baseUrl: server.url }).unary(markChatRead, { spaceId: 'any;-;+15551230001' }, options);
	expect(server.seen).toHaveLength(1);
});
