import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { photon } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_service';
import { selfHostedToken } from '../server/conversation';

const { MessageResponse, SendTextMessageRequest, SubscribeMessageEventsResponse } = photon.imessage.v1;

const asIs = (bytes: Buffer): Buffer => bytes;

/** grpc-js and the generated code, and nothing else: what every client of the wire pays. */
export class BareClient {
	private readonly client: Client;

	constructor(address: string) {
		this.client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
	}

	/** Sends a text and gives the id of the message. */
	async sendText(spaceId: string, text: string, token = selfHostedToken): Promise<string> {
		const request = new SendTextMessageRequest({ chat_guid: spaceId, text, client_message_id: crypto.randomUUID() });
		const metadata = new Metadata();
		metadata.set('authorization', `Bearer ${token}`);
		return await new Promise((resolve, reject) => {
			this.client.makeUnaryRequest<Buffer, Buffer>(
				'/photon.imessage.v1.MessageService/SendTextMessage',
				asIs,
				asIs,
				Buffer.from(request.serialize()),
				metadata,
				{ deadline: Date.now() + 30_000 },
				(error, answer) => {
					if (answer === undefined) reject(error ?? new Error('There is no answer'));
					else resolve(MessageResponse.deserialize(answer).message.guid);
				},
			);
		});
	}

	/** Calls back with each message of the live stream. The returned function ends it. */
	onMessage(handle: (message: { spaceId: string; id: string; text: string }) => void, token = selfHostedToken): () => void {
		const metadata = new Metadata();
		metadata.set('authorization', `Bearer ${token}`);
		const path = '/photon.imessage.v1.MessageService/SubscribeMessageEvents';
		const call = this.client.makeServerStreamRequest<Buffer, Buffer>(path, asIs, asIs, Buffer.alloc(0), metadata);
		call.on('error', () => {});
		call.on('data', (frame: Buffer) => {
			const { message_changed } = SubscribeMessageEventsResponse.deserialize(frame);
			const { message } = message_changed.message_received;
			handle({ spaceId: message_changed.chat_guid, id: message.guid, text: message.content.text });
		});
		return () => call.cancel();
	}

	close(): void {
		this.client.close();
	}
}
