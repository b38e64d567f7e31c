import type { ServiceError } from '@grpc/grpc-js';
import { Simulator, type SimulatorOptions } from '../src';
import { addressKinds, attachmentKinds, chats, messageKinds, messages, type Empty } from '../src/generated';
import { rawClient, type RawClient } from './rawCall';

const { ChatServiceType } = addressKinds;
const { CompanionKind } = attachmentKinds;
const { MessageReactionKind } = messageKinds;
const alice = '+15551230001';
const bob = 'bob@example.com';
const space = `any;-;${alice}`;
const data = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);

/** What the vendor's client never sends, or hides when it does. */
describe('the writes of the simulator', () => {
	let spectrum: Simulator;
	let client: RawClient;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ tls: false, ...options });
		client = rawClient(spectrum);
	};

	afterEach(async () => {
		client.close();
		await spectrum.stop();
	});

	const trailersOf = async (call: Promise<unknown>): Promise<Record<string, unknown>> => {
		const error = await call.then(
			() => {
				throw new Error('The call was answered');
			},
			(failure: ServiceError) => failure,
		);
		return error.metadata.getMap();
	};

	const refused = (field: string) => ({ 'error-code': 'invalidArgument', 'error-context-field': field });

	it('never look at the server’s own disk', async () => {
		await start();
		const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
		const path = new messageKinds.AttachmentRef({ attachment_path: '/etc/passwd' });
		const target = new messages.MessageTarget({ chat_guid: space, message_guid: messageId });
		const placement = new messageKinds.StickerPlacement({ x: 0, y: 0 });
		const parts = [new messageKinds.MessagePart({ attachment: path })];
		expect(
			await trailersOf(
				client.messages('SendAttachmentMessage', new messages.SendAttachmentMessageRequest({ chat_guid: space, attachment: path })),
			),
		).toMatchObject(refused('attachment.attachment_path'));
		expect(
			await trailersOf(client.messages('SendMultipartMessage', new messages.SendMultipartMessageRequest({ chat_guid: space, parts }))),
		).toMatchObject(refused('parts[0].attachment.attachment_path'));
		expect(
			await trailersOf(client.messages('PlaceSticker', new messages.PlaceStickerRequest({ target, sticker: path, placement }))),
		).toMatchObject(refused('sticker.attachment_path'));
	});

	it.each([
		['SendAttachmentMessage', new messages.SendAttachmentMessageRequest({ chat_guid: space }), 'attachment.attachment_guid'],
		['EditMessage', new messages.EditMessageRequest({ new_text: 'New' }), 'target'],
		['UnsendMessage', new messages.UnsendMessageRequest(), 'target'],
		['SetReaction', new messages.SetReactionRequest({ is_set: true }), 'reaction'],
		['PlaceSticker', new messages.PlaceStickerRequest(), 'placement'],
		[
			'SetReaction',
			new messages.SetReactionRequest({
				reaction: new messageKinds.MessageReaction({ kind: MessageReactionKind.MESSAGE_REACTION_KIND_STICKER }),
				is_set: true,
			}),
			'reaction.kind',
		],
		[
			'SetReaction',
			new messages.SetReactionRequest({
				reaction: new messageKinds.MessageReaction({ kind: 99 as messageKinds.MessageReactionKind }),
				is_set: true,
			}),
			'reaction.kind',
		],
	])('refuse %s without its parts (%#)', async (method, request, field) => {
		await start();
		expect(await trailersOf(client.messages(method, request))).toMatchObject(refused(field));
	});

	it('want to know what a companion is, and keep both files or neither', async () => {
		await start();
		const upload = (kind: attachmentKinds.CompanionKind, film: Uint8Array) =>
			client.upload({ file_name: 'a.heic', data, companion: new attachmentKinds.Companion({ data: film, kind }) });
		expect(await trailersOf(upload(CompanionKind.COMPANION_KIND_UNSPECIFIED, data))).toMatchObject(refused('companion.kind'));
		expect(await trailersOf(upload(CompanionKind.COMPANION_KIND_LIVE_PHOTO_VIDEO, new Uint8Array()))).toMatchObject(
			refused('companion.data'),
		);
		expect(spectrum.store().attachments.all).toHaveLength(0);
	});

	it('know a repeat by the idempotency key where there is no message id', async () => {
		await start();
		spectrum.receive({ from: alice, text: 'Hi' });
		const twice = async <T>(call: (key: Record<string, string>) => Promise<T>): Promise<[T, T]> => {
			const key = { 'x-idempotency-key': `key-${spectrum.calls.length}` };
			return [await call(key), await call(key)];
		};
		const uploads = await twice((key) => client.upload({ file_name: 'a.png', data }, key));
		expect(uploads[1].attachment.guid).toBe(uploads[0].attachment.guid);
		expect(spectrum.store().attachments.all).toHaveLength(1);
		await twice((key) => client.chats<Empty>('SetBackground', new chats.SetBackgroundRequest({ chat_guid: space, data }), key));
		await twice((key) => client.chats<Empty>('ShareContactInfo', new chats.ShareContactInfoRequest({ chat_guid: space }), key));
		await twice((key) => client.chats<Empty>('SetTyping', new chats.SetTypingRequest({ chat_guid: space, is_typing: true }), key));
		await twice((key) => client.chats<Empty>('MarkChatRead', new chats.MarkChatReadRequest({ chat_guid: space }), key));
		expect(spectrum.phone(alice).events.map(({ type }) => type)).toEqual(['background', 'contactCard', 'typing', 'read']);
	});

	describe('of SMS', () => {
		const create = (address: string, service: addressKinds.ChatServiceType) =>
			client.create({
				addresses: [address],
				service,
				initial_message: new chats.CreateChatInitialMessage({ text: 'Hi' }),
			});

		it('use the one GUID of the direct space, which moves to the latest service', async () => {
			await start({ plan: 'dedicated' });
			spectrum.phone(alice).imessage = false;
			const sms = await create(alice, ChatServiceType.CHAT_SERVICE_TYPE_SMS);
			expect([sms.chat.guid, sms.chat.service]).toEqual([space, ChatServiceType.CHAT_SERVICE_TYPE_SMS]);
			await client.send({ chat_guid: space, text: 'More' });
			expect(spectrum.phone(alice).messages.map(({ service }) => service)).toEqual(['SMS', 'SMS']);
			spectrum.phone(alice).imessage = true;
			const later = await create(alice, ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE);
			expect([later.chat.guid, later.chat.service]).toEqual([space, ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE]);
			expect(spectrum.phone(alice).messages.map(({ service }) => service)).toEqual(['SMS', 'SMS', 'iMessage']);
		});

		it('need a number', async () => {
			await start({ plan: 'dedicated' });
			expect(await trailersOf(create(bob, ChatServiceType.CHAT_SERVICE_TYPE_SMS))).toMatchObject({
				'error-code': 'preconditionFailed',
				'error-context-reason': 'unreachable',
				'error-context-service': 'SMS',
			});
			expect(spectrum.store().chats.size).toBe(0);
		});
	});
});
