import { Metadata, Server, ServerCredentials, type ServerWritableStream, type ServiceDefinition } from '@grpc/grpc-js';
import { photon as events } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/event_service';
import { photon as messages } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_types';
import { lengthField, wire } from '../contract/wireFormat';

const { CatchUpEventsComplete, CatchUpEventsRequest, CatchUpEventsResponse } = events.imessage.v1;
const { Message, MessageChangeEvent, MessageContent, MessageReceived } = messages.imessage.v1;

type Stream = ServerWritableStream<Buffer, Buffer>;

/** A direct conversation of the log. */
const space = 'any;-;+15551230001';

const asIs = (bytes: Buffer): Buffer => bytes;
const heartbeat = Buffer.from(wire(lengthField(99, [])));

/**
 * A server whose log is written byte by byte: what is wrong with it is not what generated code would write. Its live
 * streams beat when they are told to, and bring nothing.
 */
export class RawLogServer {
	private readonly open = new Set<Stream>();

	private constructor(
		private readonly server: Server,
		readonly port: number,
		private readonly log: ReadonlyMap<number, Uint8Array>,
	) {}

	static async start(log: ReadonlyMap<number, Uint8Array>): Promise<RawLogServer> {
		const server = new Server();
		const port = await new Promise<number>((resolve, reject) => {
			server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
				error === null ? resolve(bound) : reject(error),
			);
		});
		const raw = new RawLogServer(server, port, log);
		raw.serve();
		return raw;
	}

	/** Every live stream says that it is there. */
	beat(): void {
		for (const stream of this.open) stream.write(heartbeat);
	}

	/** Live streams that are open. */
	get streams(): number {
		return this.open.size;
	}

	stop(): void {
		this.server.forceShutdown();
	}

	private serve(): void {
		const stream = (path: string) => ({
			path,
			requestStream: false,
			responseStream: true,
			requestSerialize: asIs,
			requestDeserialize: asIs,
			responseSerialize: asIs,
			responseDeserialize: asIs,
		});
		const live = ['Message', 'Poll', 'Group', 'Chat'].map(
			(domain) => [domain, stream(`/photon.imessage.v1.${domain}Service/Subscribe${domain}Events`)] as const,
		);
		const definition: ServiceDefinition = {
			CatchUpEvents: stream('/photon.imessage.v1.EventService/CatchUpEvents'),
			...Object.fromEntries(live),
		};
		this.server.addService(definition, {
			CatchUpEvents: (call: Stream) => this.replay(call),
			...Object.fromEntries(live.map(([domain]) => [domain, (call: Stream) => this.listen(call)])),
		});
	}

	private replay(call: Stream): void {
		const after = Number(CatchUpEventsRequest.deserialize(call.request).after_sequence);
		for (const [sequence, frame] of this.log) if (sequence > after) call.write(Buffer.from(frame));
		const head = String(Math.max(0, ...this.log.keys()));
		call.write(Buffer.from(new CatchUpEventsResponse({ complete: new CatchUpEventsComplete({ head_sequence: head }) }).serialize()));
		call.end();
	}

	private listen(call: Stream): void {
		this.open.add(call);
		call.on('close', () => this.open.delete(call));
		call.on('cancelled', () => this.open.delete(call));
		call.sendMetadata(new Metadata());
	}
}

/** A message of the log. */
export function textEvent(sequence: number, text: string): Uint8Array {
	const message = new Message({ guid: `m${sequence}`, chat_guids: [space], content: new MessageContent({ text }) });
	const message_changed = new MessageChangeEvent({ chat_guid: space, message_received: new MessageReceived({ message }) });
	return new CatchUpEventsResponse({ sequence: String(sequence), message_changed }).serialize();
}

/** Data of a credential for the server. */
export function rawLogCredential({ port }: RawLogServer, phone: string) {
	return { type: 'spectrumSelfHostedApi', name: 'Own server', data: { address: `127.0.0.1:${port}`, apiKey: 'token', phone, tls: false } };
}
