import type { AdvancedIMessage, ClientOptions } from '../../node_modules/@photon-ai/advanced-imessage/dist/http';
import * as addresses from '../../nodes/shared/spectrum/codec/addresses';
import * as attachments from '../../nodes/shared/spectrum/codec/attachments';
import * as chats from '../../nodes/shared/spectrum/codec/chats';
import * as groups from '../../nodes/shared/spectrum/codec/groups';
import * as locations from '../../nodes/shared/spectrum/codec/locations';
import * as edits from '../../nodes/shared/spectrum/codec/messageEdits';
import * as reads from '../../nodes/shared/spectrum/codec/messageReads';
import * as sends from '../../nodes/shared/spectrum/codec/messageSends';
import * as miniApps from '../../nodes/shared/spectrum/codec/miniApps';
import * as polls from '../../nodes/shared/spectrum/codec/polls';
import { HttpTransport } from '../../nodes/shared/spectrum/transport/http/HttpTransport';
import type { WireMethod } from '../../nodes/shared/spectrum/transport/Transport';
import { json, RecordingServer, type SeenRequest } from '../support/httpServer';
import { n8nHttp } from '../support/n8nHttp';

/** Held apart from the import, because the compiler's module resolution does not read the package's `exports`. */
const vendorModule = '@photon-ai/advanced-imessage/http';

const token = 'a-token';
const server = 'instance-7';
const clientMessageId = 'write-1';
const space = 'any;-;+15551230001';
const group = 'any;+;group 1/2';
const address = 'alice+1@example.com';
const message = 'p:0/MESSAGE ü?#';
const part = { id: message, part: 2 };
const bytes = Uint8Array.from([0, 1, 250, 255]);
const text = 'Grüße 👋🏽 & <b>"\\';
const moment = new Date('2026-03-04T05:06:07.089Z');
const card = {
	teamId: 'ABCDE12345',
	extensionBundleId: 'com.example.ext',
	appName: 'Example',
	url: 'https://example.com/?a=1',
	layout: { caption: 'One', image: bytes, imageTitle: 'Two', trailingCaption: 'Three' },
	live: true,
};
const placement = { x: 0.25, y: -1.5, scale: 1, rotation: 0.1, width: 3 };

/** One call, as the vendor's client makes it and as ours does. */
interface Pair {
	readonly vendor: (client: AdvancedIMessage) => Promise<unknown>;
	readonly ours: readonly [method: WireMethod<never, unknown>, request: unknown];
}

function pair<Request>(vendor: Pair['vendor'], method: WireMethod<Request, unknown>, request: NoInfer<Request>): Pair {
	return { vendor, ours: [method, request] };
}

const id = { clientMessageId };
const write = { spaceId: space, clientMessageId };
const inGroup = { spaceId: group, clientMessageId };

const pairs: Readonly<Record<string, Pair>> = {
	getAddressInfo: pair((im) => im.addresses.get(address), addresses.getAddressInfo, address),
	getFocusStatus: pair((im) => im.addresses.isFocusSilenced(address), addresses.getFocusStatus, address),
	getImessageAvailability: pair((im) => im.addresses.isIMessageAvailable(address), addresses.getImessageAvailability, address),
	getAttachmentInfo: pair((im) => im.attachments.get('file 1/2'), attachments.getAttachmentInfo, 'file 1/2'),
	uploadAttachment: pair((im) => im.attachments.upload({ fileName: 'Grüße & Co.jpg', data: bytes }), attachments.uploadAttachment, {
		fileName: 'Grüße & Co.jpg',
		data: bytes,
	}),
	'uploadAttachment with a film': pair(
		(im) =>
			im.attachments.upload({
				fileName: 'live.heic',
				data: bytes,
				companion: { data: Uint8Array.of(9, 8), kind: 'livePhotoVideo' } as never,
			}),
		attachments.uploadAttachment,
		{ fileName: 'live.heic', data: bytes, companion: { data: Uint8Array.of(9, 8) } },
	),
	createChat: pair((im) => im.chats.create(['+15551230001', address], { message: text, subject: 'S', ...id }), chats.createChat, {
		addresses: ['+15551230001', address],
		service: 'iMessage',
		opening: { text, subject: 'S' },
		clientMessageId,
	}),
	getChat: pair((im) => im.chats.get(space), chats.getChat, space),
	hasBackground: pair((im) => im.chats.hasBackground(space), chats.hasBackground, space),
	markChatRead: pair((im) => im.chats.markRead(space), chats.markChatRead, { spaceId: space }),
	removeBackground: pair((im) => im.chats.removeBackground(space), chats.removeBackground, { spaceId: space }),
	setBackground: pair((im) => im.chats.setBackground(space, bytes), chats.setBackground, { spaceId: space, data: bytes }),
	setTyping: pair((im) => im.chats.setTyping(space, true), chats.setTyping, { spaceId: space, isTyping: true }),
	'setTyping off': pair((im) => im.chats.setTyping(space, false), chats.setTyping, { spaceId: space, isTyping: false }),
	shareContactInfo: pair((im) => im.chats.shareContactInfo(space), chats.shareContactInfo, { spaceId: space }),
	setDisplayName: pair((im) => im.groups.setDisplayName(group, text, id), groups.setDisplayName, { ...inGroup, name: text }),
	addParticipants: pair((im) => im.groups.addParticipants(group, [address], id), groups.addParticipants, {
		...inGroup,
		addresses: [address],
	}),
	removeParticipants: pair((im) => im.groups.removeParticipants(group, [address], id), groups.removeParticipants, {
		...inGroup,
		addresses: [address],
	}),
	leaveGroup: pair((im) => im.groups.leave(group, id), groups.leaveGroup, inGroup),
	setIcon: pair((im) => im.groups.setIcon(group, bytes, id), groups.setIcon, { ...inGroup, data: bytes }),
	removeIcon: pair((im) => im.groups.removeIcon(group, id), groups.removeIcon, inGroup),
	getIcon: pair((im) => im.groups.getIcon(group), groups.getIcon, group),
	listLocations: pair((im) => im.locations.list(), locations.listLocations, undefined),
	getLocation: pair((im) => im.locations.get(address), locations.getLocation, address),
	requestLocation: pair((im) => im.locations.request(space, address, id), locations.requestLocation, { ...write, address }),
	editMessage: pair(
		(im) => im.messages.edit(space, message, text, { partIndex: 2, backwardCompatText: 'Edited', ...id }),
		edits.editMessage,
		{ ...write, ref: part, newText: text, backwardCompatText: 'Edited' },
	),
	unsendMessage: pair((im) => im.messages.unsend(space, message, { partIndex: 0, ...id }), edits.unsendMessage, {
		...write,
		ref: { id: message, part: 0 },
	}),
	notifySilencedMessage: pair((im) => im.messages.notifySilenced(space, message, id), edits.notifySilencedMessage, {
		...write,
		messageId: message,
	}),
	setReaction: pair((im) => im.messages.setReaction(space, message, { kind: 'love' }, true, id), edits.setReaction, {
		...write,
		ref: { id: message },
		reaction: { kind: 'love' },
		isSet: true,
	}),
	'setReaction with an emoji, removed': pair(
		(im) => im.messages.setReaction(space, message, { kind: 'emoji', emoji: '🎉' }, false, { partIndex: 2, ...id }),
		edits.setReaction,
		{ ...write, ref: part, reaction: { kind: 'emoji', emoji: '🎉' }, isSet: false },
	),
	placeSticker: pair((im) => im.messages.placeSticker(space, message, 'sticker-1', placement, id), edits.placeSticker, {
		...write,
		ref: { id: message },
		sticker: { attachmentId: 'sticker-1' },
		placement,
	}),
	getMessage: pair((im) => im.messages.get(message), reads.getMessage, message),
	listRecentMessages: pair(
		(im) => im.messages.listRecent({ pageSize: 25, pageToken: 'a b&c', isFromMe: false, isRead: true, before: moment, after: moment }),
		reads.listRecentMessages,
		{ pageSize: 25, pageToken: 'a b&c', isFromMe: false, isRead: true, before: moment, after: moment },
	),
	'listRecentMessages without a filter': pair((im) => im.messages.listRecent(), reads.listRecentMessages, {}),
	listChatMessages: pair((im) => im.messages.listInChat(space, { pageSize: 1, before: moment }), reads.listChatMessages, {
		spaceId: space,
		pageSize: 1,
		before: moment,
	}),
	getEmbeddedMedia: pair((im) => im.messages.getEmbeddedMedia(space, message), reads.getEmbeddedMedia, {
		spaceId: space,
		messageId: message,
	}),
	sendTextMessage: pair(
		(im) =>
			im.messages.sendText(space, text, {
				replyTo: { guid: message, partIndex: 2 },
				subject: 'Subject',
				effect: 'com.apple.messages.effect.CKConfettiEffect' as never,
				enableDataDetection: false,
				enableLinkPreview: true,
				formatting: [
					{ type: 'bold', start: 0, length: 2 },
					{ type: 'effect', start: 2, length: 3, effect: 'big' as never },
				],
				...id,
			}),
		sends.sendTextMessage,
		{
			...write,
			text,
			replyTo: part,
			subject: 'Subject',
			effectId: 'com.apple.messages.effect.CKConfettiEffect',
			dataDetection: false,
			linkPreview: true,
			formatting: [
				{ type: 'bold', start: 0, length: 2 },
				{ type: 'effect', start: 2, length: 3, effectName: 'big' },
			],
		},
	),
	'sendTextMessage without anything else': pair((im) => im.messages.sendText(space, 'Hi', id), sends.sendTextMessage, {
		...write,
		text: 'Hi',
	}),
	sendAttachmentMessage: pair(
		(im) => im.messages.sendAttachment(space, 'file-1', { isAudioMessage: true, replyTo: message, ...id }),
		sends.sendAttachmentMessage,
		{ ...write, attachmentId: 'file-1', isVoiceNote: true, replyTo: { id: message } },
	),
	sendMultipartMessage: pair(
		(im) =>
			im.messages.sendMultipart(
				space,
				[
					{ text, bubbleIndex: 0, mentionedAddress: address },
					{ attachmentGuid: 'file-1', attachmentName: 'a.jpg', bubbleIndex: 1 },
				],
				{ subject: 'S', ...id },
			),
		sends.sendMultipartMessage,
		{
			...write,
			subject: 'S',
			parts: [
				{ text, bubbleIndex: 0, mentionedAddress: address },
				{ attachmentId: 'file-1', attachmentName: 'a.jpg', bubbleIndex: 1 },
			],
		},
	),
	sendMiniApp: pair((im) => im.messages.sendCustomizedMiniApp(space, { ...card, appStoreId: 6777616651 }, id), miniApps.sendMiniApp, {
		...write,
		card: { ...card, appStoreId: '6777616651' },
	}),
	updateMiniApp: pair(
		(im) =>
			im.messages.updateCustomizedMiniApp({ chatGuid: space, messageGuid: message, sessionId: 's', targetMessageGuid: 't' }, card, id),
		miniApps.updateMiniApp,
		{ card, clientMessageId, session: { spaceId: space, messageId: message, sessionId: 's', targetMessageId: 't' } },
	),
	createPoll: pair((im) => im.polls.create(space, text, ['A', 'B'], id), polls.createPoll, { ...write, title: text, options: ['A', 'B'] }),
	getPoll: pair((im) => im.polls.get(message), polls.getPoll, message),
	votePoll: pair((im) => im.polls.vote(message, 'option-1', id), polls.votePoll, {
		pollId: message,
		optionId: 'option-1',
		clientMessageId,
	}),
	unvotePoll: pair((im) => im.polls.unvote(message, id), polls.unvotePoll, { pollId: message, clientMessageId }),
	addPollOption: pair((im) => im.polls.addOption(message, text, id), polls.addPollOption, { pollId: message, text, clientMessageId }),
};

let recorder: RecordingServer;
let vendor: AdvancedIMessage;
let transport: HttpTransport;
beforeAll(async () => {
	recorder = await RecordingServer.start(json({}));
	const module = (await import(vendorModule)) as { createHttpClient(options: ClientOptions): AdvancedIMessage };
	vendor = module.createHttpClient({ address: recorder.url, token, server, autoIdempotency: true });
	transport = new HttpTransport({ baseUrl: recorder.url, instanceId: server });
});
afterAll(async () => await recorder.stop());

/** What a call sends. The answer is empty, so most calls fail afterwards. */
async function sentBy(call: () => Promise<unknown>): Promise<Comparable> {
	recorder.seen.splice(0);
	await call().catch(() => {});
	expect(recorder.seen).toHaveLength(1);
	return comparable(recorder.seen[0]!);
}

interface Comparable {
	readonly method: string;
	readonly path: string;
	readonly query: SeenRequest['query'];
	readonly body: unknown;
	readonly headers: Readonly<Record<string, unknown>>;
}

function comparable({ method, path, query, headers, body }: SeenRequest): Comparable {
	const type = headers['content-type'] ?? '';
	return {
		method,
		path,
		query,
		body: type.startsWith('application/json')
			? withoutNumberTypes(JSON.parse(body.toString()) as { appStoreId?: string | number })
			: type.startsWith('multipart/form-data')
				? partsOf(body.toString('latin1'))
				: body.toString('base64'),
		headers: {
			authorization: headers.authorization,
			'x-photon-server': headers['x-photon-server'],
			// The vendor makes a key of its own for each call.
			isKeyed: headers['x-idempotency-key'] !== undefined,
		},
	};
}

/** In proto3 JSON, a 64-bit number may be a number or a text. The vendor's client writes numbers. */
function withoutNumberTypes(body: { readonly appStoreId?: string | number }): unknown {
	return { ...body, ...(body.appStoreId === undefined ? {} : { appStoreId: String(body.appStoreId) }) };
}

/** The names, file names and contents of the parts of a form. */
function partsOf(body: string): unknown {
	const boundary = body.slice(0, body.indexOf('\r\n'));
	return body
		.split(boundary)
		.slice(1, -1)
		.map((each) => {
			const end = each.indexOf('\r\n\r\n');
			return [/ name="(\w+)"/.exec(each)?.[1], /filename="(\w+)"/.exec(each)?.[1], each.slice(end + 4, -2)];
		});
}

it.each(Object.entries(pairs))('%s is sent as the vendor sends it', async (_name, { vendor: theirs, ours: [method, request] }) => {
	const expected = await sentBy(async () => await theirs(vendor));
	const idempotencyKey = expected.headers.isKeyed === true ? 'key-1' : undefined;
	const options = { token, deadlineMilliseconds: 10_000, http: n8nHttp(), idempotencyKey };
	expect(await sentBy(async () => await transport.unary(method, request as never, options))).toEqual(expected);
	// Over n8n's older helper, which makes the calls with a private authority.
	const older = { ...options, http: n8nHttp('older') };
	expect(await sentBy(async () => await transport.unary(method, request as never, older))).toEqual(expected);
});

it('leaves out no call of the pack', () => {
	const modules = [addresses, attachments, chats, groups, locations, edits, reads, sends, miniApps, polls];
	const streams = [attachments.downloadAttachment, locations.watchLocations];
	const methods = modules.flatMap((module): unknown[] => Object.values(module)).filter(isMethod);
	const driven = new Set(Object.values(pairs).map(({ ours: [method] }) => method.path));
	expect(methods.length).toBeGreaterThan(40);
	expect(methods.filter((method) => !streams.includes(method as never) && !driven.has(method.path)).map(({ path }) => path)).toEqual([]);
});

function isMethod(value: unknown): value is WireMethod<unknown, unknown> {
	return typeof value === 'object' && value !== null && 'path' in value && 'encode' in value;
}
