/**
 * The server of the bench: plain grpc-js, with answers that were made before anybody asks. It runs in a process of its
 * own, so that the CPU time of the measured process is that of a client alone.
 */
import { Metadata, Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';
import { photon as events } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/event_service';
import { answerOrders } from '../ownProcess';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { photon as chats } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_service';
import { chatAnswer, endOfReplay, liveFrame, replayFrame, sendAnswer, sendAnswerJson } from './answers';
import type { ServerOrder, ServerState } from './orders';

type Stream = ServerWritableStream<Buffer, Buffer>;
type Unary = (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => void;

const asIs = (bytes: Buffer): Buffer => bytes;

function method(path: string, responseStream: boolean) {
	const bytes = { requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs };
	return { path: `/photon.imessage.v1.${path}`, requestStream: false, responseStream, ...bytes };
}

const messageStreams = new Set<Stream>();
const otherStreams = new Set<Stream>();
/** Sequence of the last event. */
let head = 0;
let sends = 0;

const sendText: Unary = (_call, callback) => {
	sends += 1;
	callback(null, sendAnswer);
};

/** A conversation is opened once; after that the process knows it. */
const createChat: Unary = ({ request }, callback) => {
	const [address = ''] = chats.imessage.v1.CreateChatRequest.deserialize(request).addresses;
	callback(null, chatAnswer(address));
};

function listen(streams: Set<Stream>, call: Stream): void {
	streams.add(call);
	call.on('close', () => streams.delete(call));
	call.on('cancelled', () => streams.delete(call));
	call.on('error', () => streams.delete(call));
	call.sendMetadata(new Metadata());
}

async function replay(call: Stream): Promise<void> {
	const { after_sequence } = events.imessage.v1.CatchUpEventsRequest.deserialize(call.request);
	const end = head;
	for (let sequence = Number(after_sequence) + 1; sequence <= end && !call.cancelled; sequence++) {
		if (!call.write(replayFrame(sequence))) await roomIn(call);
	}
	call.write(endOfReplay(end));
	call.end();
}

async function roomIn(call: Stream): Promise<void> {
	const heard = new AbortController();
	const { signal } = heard;
	const events = ['drain', 'close', 'cancelled'].map(async (name): Promise<void> => void (await once(call, name, { signal })));
	await Promise.race(events);
	heard.abort();
	await Promise.allSettled(events);
}

/** Writes events to every open stream, as fast as they are read or at a rate. */
async function emit(count: number, perSecond?: number): Promise<void> {
	if (perSecond !== undefined) return await emitSlowly(count, perSecond);
	const frames = Array.from({ length: count }, (_, index) => liveFrame(head + index + 1));
	for (const stream of messageStreams) {
		void (async () => {
			for (const frame of frames) if (!stream.write(frame)) await roomIn(stream);
		})();
	}
	head += count;
}

/** The text of each event is the moment at which it was written, so that a reader knows how old it is. */
async function emitSlowly(count: number, perSecond: number): Promise<void> {
	const began = performance.now();
	for (let index = 0; index < count; index++) {
		head += 1;
		const frame = liveFrame(head, String(performance.timeOrigin + performance.now()));
		for (const stream of messageStreams) stream.write(frame);
		const next = began + ((index + 1) * 1_000) / perSecond;
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
	}
}

function state(): ServerState {
	const peers = new Set([...messageStreams, ...otherStreams].map((call) => call.getPeer()));
	return { sends, streams: messageStreams.size + otherStreams.size, connections: peers.size };
}

const server = new Server();
const live = ['Message', 'Poll', 'Group', 'Chat'];
server.addService(
	{
		SendTextMessage: method('MessageService/SendTextMessage', false),
		CreateChat: method('ChatService/CreateChat', false),
		CatchUpEvents: method('EventService/CatchUpEvents', true),
		...Object.fromEntries(live.map((domain) => [domain, method(`${domain}Service/Subscribe${domain}Events`, true)])),
	},
	{
		SendTextMessage: sendText,
		CreateChat: createChat,
		CatchUpEvents: (call: Stream) => void replay(call),
		...Object.fromEntries(
			live.map((domain) => [domain, (call: Stream) => listen(domain === 'Message' ? messageStreams : otherStreams, call)]),
		),
	},
);

/** Answers each request as if it were a text, after its body has arrived. */
async function startHttp(): Promise<number> {
	const answer = sendAnswerJson();
	const headers = { 'content-type': 'application/json', 'content-length': answer.length, 'x-spectrum-middleware': '1' };
	const http = createServer((request, response) => {
		request.resume().once('end', () => {
			sends += 1;
			response.writeHead(200, headers).end(answer);
		});
	});
	http.listen(0, '127.0.0.1');
	await once(http, 'listening');
	return (http.address() as AddressInfo).port;
}

async function obey(order: ServerOrder): Promise<unknown> {
	switch (order.what) {
		case 'start':
			return await new Promise<number>((resolve, reject) => {
				server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
					error === null ? resolve(port) : reject(error),
				);
			});
		case 'startHttp':
			return await startHttp();
		case 'emit':
			return await emit(order.count, order.perSecond);
		case 'append':
			head += order.count;
			return head;
		case 'state':
			return state();
	}
}

answerOrders(obey);
