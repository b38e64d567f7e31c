import { catchUpEvents } from '../../../../../nodes/shared/spectrum/codec/events';
import { getMessage } from '../../../../../nodes/shared/spectrum/codec/messageReads';
import { setReaction } from '../../../../../nodes/shared/spectrum/codec/messageEdits';
import { markChatRead } from '../../../../../nodes/shared/spectrum/codec/chats';
import { getAddressInfo } from '../../../../../nodes/shared/spectrum/codec/addresses';
import { getAttachmentInfo } from '../../../../../nodes/shared/spectrum/codec/attachments';
import { wireRegistry } from '../../../../../nodes/shared/spectrum/transport/http/routes';
import { unknownValue } from '../../../../../nodes/shared/spectrum/transport/http/lenientJson';
import { openTransport } from '../../../../../nodes/shared/spectrum/transport/openTransport';
import { userAgent } from '../../../../../nodes/shared/spectrum/transport/version';
import { FakeClock } from '../../../../support/fakeClock';
import { json, marker } from '../../../../support/httpServer';
import { n8nHttp } from '../../../../support/n8nHttp';
import { CountedController, deferred, failureOf, say } from '../support';
import { HttpBench, options, readMessage, reading, refusalAt, sendText, sent, token } from './support';

const bench = new HttpBench();
afterEach(async () => await bench.tearDown());

describe('a call', () => {
	it('sends its token, its key and the instance, and reads the answer', async () => {
		const server = await bench.server(json(sent));
		const transport = openTransport({ baseUrl: server.url, instanceId: 'instance-7' });
		bench.onTearDown(() => transport.close());
		expect(await sendText(transport as never)).toMatchObject({ id: 'message-1', text: 'Hi' });
		expect(server.seen).toHaveLength(1);
		expect(server.seen[0]).toMatchObject({
			method: 'POST',
			path: '/v1/messages:sendText',
			headers: {
				authorization: `Bearer ${token}`,
				'x-idempotency-key': 'key-1',
				'x-photon-server': 'instance-7',
				'user-agent': userAgent,
				'content-type': 'application/json',
			},
		});
		expect(JSON.parse(server.seen[0]!.body.toString())).toEqual({ chatGuid: 'any;-;+15551230001', text: 'Hi', clientMessageId: 'write-1' });
	});

	it('that reads has no key, no body and no instance that nobody named', async () => {
		const server = await bench.server(json(sent));
		await readMessage(bench.transport({ baseUrl: server.url }));
		expect(server.seen[0]).toMatchObject({ method: 'GET', path: '/v1/messages/message-1' });
		expect(Object.keys(server.seen[0]!.headers)).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^(x-idempotency-key|x-photon-server|content-type)$/)]),
		);
		expect(server.seen[0]!.body).toHaveLength(0);
	});

	it('whose answer is empty has succeeded', async () => {
		const server = await bench.server((response) => response.writeHead(200, marker).end());
		await bench.transport({ baseUrl: server.url }).unary(markChatRead, { spaceId: 'any;-;+15551230001' }, options);
	});

	it('reads numbers of 64 bits as texts or numbers, enums by name or number, and skips what is new', async () => {
		const info = { guid: 'file-1', fileName: 'a.jpg', mimeType: 'image/jpeg', totalBytes: '5368709120', isNewHere: { deep: [1] } };
		for (const attachment of [info, { ...info, totalBytes: 5368709120, transferState: 0 }]) {
			const server = await bench.server(json({ attachment, alsoNew: 1 }));
			const answer = await bench.transport({ baseUrl: server.url }).unary(getAttachmentInfo, 'file-1', reading);
			expect(answer).toMatchObject({ id: 'file-1', size: 5_368_709_120 });
		}
	});

	it('never takes an enum value that is new for the first one', async () => {
		const server = await bench.server(
			json({ info: { address: 'a@example.com', services: ['CHAT_SERVICE_TYPE_NEW', 'CHAT_SERVICE_TYPE_SMS'] } }),
		);
		const answer = await bench.transport({ baseUrl: server.url }).unary(getAddressInfo, 'a@example.com', reading);
		expect(answer.services).toEqual(['unknown', 'SMS']);
		// The first kind of a reaction is the heart.
		const reacted = await bench.server(
			json({
				message: {
					guid: 'm',
					content: { reaction: {} },
					reactions: [{ kind: 'MESSAGE_REACTION_KIND_NEW' }, { kind: 'MESSAGE_REACTION_KIND_LIKE' }],
				},
			}),
		);
		const message = await bench.transport({ baseUrl: reacted.url }).unary(getMessage, 'm', reading);
		expect(JSON.stringify(message)).not.toContain('love');
	});

	it('never takes an enum value that is new for a known one', async () => {
		const attachment = { guid: 'file-1', fileName: 'a.jpg', mimeType: 'image/jpeg', transferState: 'TRANSFER_STATE_NEW' };
		const server = await bench.server(json({ attachment }));
		const answer = await bench.transport({ baseUrl: server.url }).unary(getAttachmentInfo, 'file-1', reading);
		expect(answer.transferState).toMatch(/^unknown:\d+$/);
		const numbers = [...wireRegistry()].flatMap((type) =>
			type.kind === 'enum' && type.typeName.startsWith('photon.') ? type.values.map(({ number }) => number) : [],
		);
		expect(numbers).toContain(-1);
		expect(numbers).not.toContain(unknownValue);
	});

	it('without a route is refused, and makes no request', async () => {
		const server = await bench.server(json({}));
		const error = await failureOf(bench.transport({ baseUrl: server.url }).unary(say, 'hi', reading));
		expect(error).toMatchObject({ kind: 'unsupported' });
		expect(server.seen).toEqual([]);
	});

	it.each(['', '.', '..'])('for the ID "%s" is refused, because it would be another call', async (id) => {
		const server = await bench.server(json(sent));
		const error = await failureOf(bench.transport({ baseUrl: server.url }).unary(getMessage, id, reading));
		expect(error).toMatchObject({ kind: 'invalid', message: expect.stringContaining('empty or made of dots') });
		expect(server.seen).toEqual([]);
	});

	it.each([
		[{ token: 'two\nlines' }, {}, { kind: 'authentication', message: 'The token contains characters that cannot be sent' }],
		[{}, { instanceId: 'a\r\nx: b' }, { kind: 'invalid', message: expect.stringContaining('instance ID') }],
	])('with a header that cannot be sent is refused (%j %j)', async (call, target, expected) => {
		const server = await bench.server(json(sent));
		const error = await refusalAt(bench.transport({ baseUrl: server.url, ...target }), call);
		expect(error).toMatchObject(expected);
		expect(JSON.stringify(error)).not.toContain('lines');
		expect(server.seen).toEqual([]);
	});
});

describe('a stream of events', () => {
	it('is refused at once, with what to do', async () => {
		const server = await bench.server(json({}));
		const stream = bench.transport({ baseUrl: server.url }).serverStream(catchUpEvents, { afterSequence: 0 } as never, { ...reading });
		const error = await failureOf(stream.next());
		expect(error).toMatchObject({
			kind: 'unsupported',
			retryable: false,
			connectionFailed: false,
			advice: expect.stringContaining('by webhook'),
		});
		expect((error as Error).message).toContain('HTTP has no event streams');
		expect(server.seen).toEqual([]);
	});
});

describe('the time of a call', () => {
	it.each(['current', 'older'] as const)('counts up to the last byte of the answer (%s helper)', async (which) => {
		const clock = new FakeClock();
		const halfway = deferred();
		const closed = deferred();
		const server = await bench.server((response) => {
			response.on('close', closed.resolve);
			response.writeHead(200, { ...marker, 'content-type': 'application/json' });
			response.write('{"message":', () => halfway.resolve());
		});
		const answer = refusalAt(bench.transport({ baseUrl: server.url }, clock), { http: n8nHttp(which), deadlineMilliseconds: 20_000 });
		await halfway.promise;
		await clock.advance(19_999);
		expect(clock.pending).toBe(1);
		await clock.advance(1);
		expect(await answer).toMatchObject({
			kind: 'timeout',
			status: 'DEADLINE_EXCEEDED',
			connectionFailed: false,
			notAccepted: false,
			retryable: false,
		});
		await closed.promise;
		expect(clock.pending).toBe(0);
	});

	it('ends when the caller gives up, on the server too, and leaves no listener', async () => {
		const arrived = deferred();
		const closed = deferred();
		const server = await bench.server((response) => {
			response.on('close', closed.resolve);
			arrived.resolve();
		});
		const caller = new CountedController();
		const answer = refusalAt(bench.transport({ baseUrl: server.url }), { signal: caller.signal });
		await arrived.promise;
		caller.abort();
		expect(await answer).toMatchObject({ kind: 'cancelled' });
		await closed.promise;
		expect(caller.listeners).toBe(0);
	});

	it('ends with the transport, which makes no further call', async () => {
		const arrived = deferred();
		const server = await bench.server(() => arrived.resolve());
		const transport = bench.transport({ baseUrl: server.url });
		const answer = refusalAt(transport);
		await arrived.promise;
		transport.close();
		expect(await answer).toMatchObject({ kind: 'cancelled' });
		expect(await refusalAt(transport)).toMatchObject({ kind: 'cancelled' });
		expect(server.seen).toHaveLength(1);
	});

	it('ends when the caller gives up while the request is being made', async () => {
		const caller = new CountedController();
		const http = async () => {
			caller.abort();
			return await new Promise<never>(() => {});
		};
		const clock = new FakeClock();
		const answer = refusalAt(bench.transport({ baseUrl: 'http://localhost:1' }, clock), { http, signal: caller.signal });
		expect(await answer).toMatchObject({ kind: 'cancelled' });
		expect([caller.listeners, clock.pending]).toEqual([0, 0]);
	});

	it('is over before the first byte for a caller that has given up', async () => {
		const server = await bench.server(json(sent));
		expect(await refusalAt(bench.transport({ baseUrl: server.url }), { signal: AbortSignal.abort() })).toMatchObject({ kind: 'cancelled' });
		expect(server.seen).toEqual([]);
	});
});

describe('the size of a message', () => {
	it('is limited to 100 MiB in an answer', async () => {
		const piece = Buffer.alloc(1024 * 1024, 0x20);
		const server = await bench.server((response) => {
			response.writeHead(200, { ...marker, 'content-type': 'application/json' });
			let left = 102;
			const write = (): void => {
				while (left-- > 0) if (!response.write(piece)) return void response.once('drain', write);
				response.end('{}');
			};
			write();
		});
		const error = await failureOf(readMessage(bench.transport({ baseUrl: server.url })));
		expect(error).toMatchObject({ kind: 'tooLarge', retryable: false, connectionFailed: false });
	});

	it('is limited to 100 MiB in a request, which is not sent', async () => {
		const server = await bench.server(json({}));
		const tooLarge = { ...setReaction, encode: () => new Uint8Array(100 * 1024 * 1024 + 1) };
		expect(await failureOf(bench.transport({ baseUrl: server.url }).unary(tooLarge, undefined as never, options))).toMatchObject({
			kind: 'tooLarge',
		});
		expect(server.seen).toEqual([]);
	});
});
