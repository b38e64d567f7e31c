import { downloadAttachment, uploadAttachment, type DownloadFrame } from '../../../../../nodes/shared/spectrum/codec/attachments';
import { getChat } from '../../../../../nodes/shared/spectrum/codec/chats';
import { editMessage } from '../../../../../nodes/shared/spectrum/codec/messageEdits';
import { getMessage, listChatMessages } from '../../../../../nodes/shared/spectrum/codec/messageReads';
import { sendTextMessage } from '../../../../../nodes/shared/spectrum/codec/messageSends';
import { outcomeOf } from '../../../../../nodes/shared/spectrum/errors/outcome';
import { GrpcTransport } from '../../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { HttpTransport } from '../../../../../nodes/shared/spectrum/transport/http/HttpTransport';
import type { Transport, WireMethod } from '../../../../../nodes/shared/spectrum/transport/Transport';
import { Simulator, type SimulatorOptions } from '../../../../../simulator/src';
import { n8nHttp } from '../../../../support/n8nHttp';
import { failureOf } from '../support';

const space = 'any;-;+15551230001';

let simulator: Simulator;
let ways: readonly [grpc: Transport, http: Transport];

async function start(options: SimulatorOptions = {}): Promise<void> {
	simulator = await Simulator.start({ tls: false, ...options });
	const line = simulator.lines[0]!;
	ways = [new GrpcTransport({ address: line.address, tls: false }), new HttpTransport({ baseUrl: simulator.httpUrl })];
}
afterEach(async () => {
	for (const way of ways) way.close();
	await simulator.stop();
});

const token = (): string => simulator.lines[0]!.token;

async function call<Request, Response>(way: Transport, method: WireMethod<Request, Response>, request: Request, idempotencyKey?: string) {
	return await way.unary(method, request, { token: token(), deadlineMilliseconds: 20_000, http: n8nHttp(), idempotencyKey });
}

/** What both ways give for a call: its result, or everything about its failure that decides something. */
async function both<Request>(method: WireMethod<Request, unknown>, request: Request, idempotencyKey?: string): Promise<unknown[]> {
	return await Promise.all(
		ways.map(async (way) => {
			const outcome = await outcomeOf(async () => await call(way, method, request, idempotencyKey));
			if (outcome.ok) return outcome.value;
			const { kind, code, status, retryable, connectionFailed, notAccepted, context, message, advice } = outcome.error;
			return { kind, code, status, retryable, connectionFailed, notAccepted, context, message, advice };
		}),
	);
}

it('a message that one way sends is the same for the other', async () => {
	await start();
	const [grpc, http] = ways;
	const text = 'Grüße 👋🏽 "<&>"\n\u200b';
	const sent = await call(
		http,
		sendTextMessage,
		{ spaceId: space, text, clientMessageId: 'a', formatting: [{ type: 'bold', start: 0, length: 5 }] },
		'a',
	);
	expect(simulator.phone('+15551230001').messages.map((message) => message.text)).toEqual([text]);
	const [one, other] = await both(getMessage, sent.id);
	expect(one).toEqual(other);
	expect(one).toMatchObject({ id: sent.id, text });
	const [page, samePage] = await both(listChatMessages, { spaceId: space, pageSize: 1 });
	expect(page).toEqual(samePage);
	expect(await call(grpc, getChat, space)).toEqual(await call(http, getChat, space));
});

it('a repeat with the same key is one message, whichever way it comes', async () => {
	await start();
	const request = { spaceId: space, text: 'Once', clientMessageId: 'once' };
	for (const way of [ways[1], ways[0], ways[1]]) await outcomeOf(async () => await call(way, sendTextMessage, request, 'once'));
	expect(simulator.phone('+15551230001').messages).toHaveLength(1);
});

it.each<[string, WireMethod<never, unknown>, unknown]>([
	['a message that is not there', getMessage, 'nowhere'],
	['a conversation that is not there', getChat, 'any;+;nowhere'],
	['an empty text', sendTextMessage, { spaceId: space, text: '', clientMessageId: 'e' }],
	['an edit of nothing', editMessage, { spaceId: space, ref: { id: 'nowhere' }, newText: 'x', clientMessageId: 'f' }],
])('%s is the same refusal', async (_name, method, request) => {
	await start();
	const [one, other] = await both(method, request as never, 'key');
	expect(one).toMatchObject({ kind: expect.any(String), code: expect.any(String) });
	expect(one).toEqual(other);
});

it('a Live Photo is the same, uploaded and downloaded either way', async () => {
	await start();
	const data = Buffer.alloc(300_000, 'photo ');
	const film = Buffer.alloc(200_000, 'film ');
	const contents: unknown[] = [];
	for (const [index, uploading] of ways.entries()) {
		const file = { fileName: 'Grüße.heic', data, companion: { data: film } };
		const uploaded = await call(uploading, uploadAttachment, file, `upload ${index}`);
		for (const way of ways) {
			const frames: DownloadFrame[] = [];
			for await (const frame of way.serverStream(downloadAttachment, uploaded.id, { token: token(), http: n8nHttp() })) frames.push(frame);
			const header = frames.find((frame) => frame.type === 'header');
			expect(header).toMatchObject({ attachment: { id: uploaded.id, size: data.length }, companion: { size: film.length } });
			contents.push({ attachment: { ...header?.attachment, id: '' }, companion: header?.companion });
			expect(bytesOf(frames, 'primary').equals(data)).toBe(true);
			expect(bytesOf(frames, 'companion').equals(film)).toBe(true);
		}
	}
	expect(new Set(contents.map((content) => JSON.stringify(content))).size).toBe(1);
});

function bytesOf(frames: readonly DownloadFrame[], type: 'primary' | 'companion'): Buffer {
	return Buffer.concat(frames.flatMap((frame) => (frame.type === type ? [frame.bytes] : [])));
}

it("the addresses of the two say so when they are mistaken for each other's", async () => {
	await start();
	const grpcAddress = simulator.lines[0]!.address;
	const http = new HttpTransport({ baseUrl: `http://${grpcAddress}` });
	const grpc = new GrpcTransport({ address: new URL(simulator.httpUrl).host, tls: false });
	expect(await failureOf(call(http, getMessage, 'm'))).toMatchObject({ message: expect.stringContaining('speaks gRPC, not HTTP') });
	expect(await failureOf(call(grpc, getMessage, 'm'))).toMatchObject({ message: expect.stringContaining('speaks HTTP, not gRPC') });
	http.close();
	grpc.close();
});
