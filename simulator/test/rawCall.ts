import { credentials, Metadata, type Client, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import type { SimulatedLine, Simulator } from '../src';
import { largestMessageBytes } from '../src/calls/largestMessage';
import { attachments, chats, groups, messages, polls } from '../src/generated';

type Unary<Request, Response> = (
	request: Request,
	metadata: Metadata,
	callback: (error: ServiceError | null, response?: Response) => void,
) => unknown;

type Fields<Request extends new (fields: never) => unknown> = ConstructorParameters<Request>[0];
type Headers = Readonly<Record<string, string>>;

/** Generated clients on one line, for what the vendor's client would not send. */
export interface RawClient {
	/** Metadata replaces what would be sent; an empty text leaves it out. */
	send(fields: Fields<typeof messages.SendTextMessageRequest>, metadata?: Headers): Promise<messages.MessageResponse>;
	create(fields: Fields<typeof chats.CreateChatRequest>, metadata?: Headers): Promise<chats.CreateChatResponse>;
	get(guid: string): Promise<messages.GetMessageResponse>;
	/** Any other RPC of these services. */
	messages<Response>(method: string, request: unknown, metadata?: Headers): Promise<Response>;
	chats<Response>(method: string, request: unknown, metadata?: Headers): Promise<Response>;
	groups<Response>(method: string, request: unknown, metadata?: Headers): Promise<Response>;
	polls<Response>(method: string, request: unknown, metadata?: Headers): Promise<Response>;
	attachments<Response>(method: string, request: unknown, metadata?: Headers): Promise<Response>;
	upload(fields: Fields<typeof attachments.UploadAttachmentRequest>, metadata?: Headers): Promise<attachments.UploadAttachmentResponse>;
	download(guid: string): ClientReadableStream<attachments.DownloadAttachmentResponse>;
	close(): void;
}

const options = {
	'grpc.max_receive_message_length': largestMessageBytes,
	'grpc.max_send_message_length': largestMessageBytes,
};

/** Opens plaintext connections, so the simulator must have been started with `tls: false`. */
export function rawClient(spectrum: Simulator, line: SimulatedLine = spectrum.lines[0] as SimulatedLine): RawClient {
	const messageClient = new messages.MessageServiceClient(line.address, credentials.createInsecure(), options);
	const chatClient = new chats.ChatServiceClient(line.address, credentials.createInsecure(), options);
	const groupClient = new groups.GroupServiceClient(line.address, credentials.createInsecure(), options);
	const pollClient = new polls.PollServiceClient(line.address, credentials.createInsecure(), options);
	const attachmentClient = new attachments.AttachmentServiceClient(line.address, credentials.createInsecure(), options);
	const call = <Request, Response>(client: Client, method: string, request: Request, extra: Headers = {}): Promise<Response> => {
		const metadata = metadataOf(line, extra);
		return new Promise((resolve, reject) => {
			const unary = (client as unknown as Record<string, Unary<Request, Response>>)[method];
			unary?.call(client, request, metadata, (error, response) => (error ? reject(error) : resolve(response as Response)));
		});
	};
	return {
		send: (fields, metadata) => call(messageClient, 'SendTextMessage', new messages.SendTextMessageRequest(fields), metadata),
		create: (fields, metadata) => call(chatClient, 'CreateChat', new chats.CreateChatRequest(fields), metadata),
		get: (guid) => call(messageClient, 'GetMessage', new messages.GetMessageRequest({ message_guid: guid })),
		messages: (method, request, metadata) => call(messageClient, method, request, metadata),
		chats: (method, request, metadata) => call(chatClient, method, request, metadata),
		groups: (method, request, metadata) => call(groupClient, method, request, metadata),
		polls: (method, request, metadata) => call(pollClient, method, request, metadata),
		attachments: (method, request, metadata) => call(attachmentClient, method, request, metadata),
		upload: (fields, metadata) => call(attachmentClient, 'UploadAttachment', new attachments.UploadAttachmentRequest(fields), metadata),
		download: (guid) =>
			attachmentClient.DownloadAttachment(new attachments.DownloadAttachmentRequest({ attachment_guid: guid }), metadataOf(line, {})),
		close: () => {
			for (const client of [messageClient, chatClient, groupClient, pollClient, attachmentClient]) client.close();
		},
	};
}

function metadataOf(line: SimulatedLine, extra: Headers): Metadata {
	const metadata = new Metadata();
	metadata.set('authorization', `Bearer ${line.token}`);
	for (const [key, value] of Object.entries(extra)) {
		if (value === '') metadata.remove(key);
		else metadata.set(key, value);
	}
	return metadata;
}
