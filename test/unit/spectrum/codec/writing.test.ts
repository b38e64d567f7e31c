import * as addresses from '../../../../nodes/shared/spectrum/codec/addresses';
import * as attachments from '../../../../nodes/shared/spectrum/codec/attachments';
import * as chats from '../../../../nodes/shared/spectrum/codec/chats';
import * as groups from '../../../../nodes/shared/spectrum/codec/groups';
import * as edits from '../../../../nodes/shared/spectrum/codec/messageEdits';
import * as reads from '../../../../nodes/shared/spectrum/codec/messageReads';
import * as sends from '../../../../nodes/shared/spectrum/codec/messageSends';
import * as miniApps from '../../../../nodes/shared/spectrum/codec/miniApps';
import * as polls from '../../../../nodes/shared/spectrum/codec/polls';
import { doubleField, lengthField, varintField, wire } from '../../../contract/wireFormat';

/** Half an emoji, as a text cut at a length has it. */
const cut = 'x\uD83D';
/** U+FFFD, as UTF-8. */
const replaced = [0x78, 0xef, 0xbf, 0xbd];
const part = 1.4;
const ref = { id: cut, part };
const write = { spaceId: cut, clientMessageId: 'key' };
const format = { type: 'effect' as const, start: 0.2, length: 1.6, effectName: cut };
const layout = {
	caption: cut,
	subcaption: cut,
	trailingCaption: cut,
	trailingSubcaption: cut,
	imageTitle: cut,
	imageSubtitle: cut,
	summary: cut,
};
const card = { teamId: cut, extensionBundleId: cut, appName: cut, url: cut, layout };
const session = { messageId: cut, spaceId: cut, sessionId: cut, targetMessageId: cut };
const bytes = new Uint8Array();

/** Every request, with half an emoji in every text and a fraction in every whole number. */
const requests: Array<[string, () => Uint8Array]> = [
	[
		'sendText',
		() => sends.sendTextMessage.encode({ ...write, text: cut, subject: cut, effectId: cut, formatting: [format], replyTo: ref }),
	],
	['sendAttachment', () => sends.sendAttachmentMessage.encode({ ...write, attachmentId: cut, name: cut, effectId: cut, replyTo: ref })],
	[
		'sendMultipart',
		() =>
			sends.sendMultipartMessage.encode({
				...write,
				parts: [
					{ text: cut, formatting: [format], mentionedAddress: cut, bubbleIndex: part },
					{ attachmentId: cut, attachmentName: cut },
				],
				subject: cut,
				effectId: cut,
				replyTo: ref,
			}),
	],
	['edit', () => edits.editMessage.encode({ ...write, ref, newText: cut, backwardCompatText: cut })],
	['unsend', () => edits.unsendMessage.encode({ ...write, ref })],
	['notify', () => edits.notifySilencedMessage.encode({ ...write, messageId: cut })],
	['react', () => edits.setReaction.encode({ ...write, ref, reaction: { kind: 'emoji', emoji: cut }, isSet: true })],
	['sticker', () => edits.placeSticker.encode({ ...write, ref, sticker: { attachmentId: cut, name: cut }, placement: { x: 0.5, y: 0.5 } })],
	['get', () => reads.getMessage.encode(cut)],
	['listRecent', () => reads.listRecentMessages.encode({ pageSize: 9.7, before: new Date(1) })],
	['listInSpace', () => reads.listChatMessages.encode({ spaceId: cut, pageSize: 9.7, after: new Date(1) })],
	['embedded', () => reads.getEmbeddedMedia.encode({ spaceId: cut, messageId: cut })],
	['sendMiniApp', () => miniApps.sendMiniApp.encode({ ...write, card })],
	['updateMiniApp', () => miniApps.updateMiniApp.encode({ session, card, clientMessageId: 'key' })],
	[
		'createChat',
		() =>
			chats.createChat.encode({
				addresses: [cut],
				service: 'SMS',
				opening: { text: cut, subject: cut, effectId: cut },
				clientMessageId: 'key',
			}),
	],
	['getChat', () => chats.getChat.encode(cut)],
	['markRead', () => chats.markChatRead.encode({ spaceId: cut })],
	['typing', () => chats.setTyping.encode({ spaceId: cut, isTyping: true })],
	['contactCard', () => chats.shareContactInfo.encode({ spaceId: cut })],
	['setBackground', () => chats.setBackground.encode({ spaceId: cut, data: bytes })],
	['removeBackground', () => chats.removeBackground.encode({ spaceId: cut })],
	['hasBackground', () => chats.hasBackground.encode(cut)],
	['rename', () => groups.setDisplayName.encode({ ...write, name: cut })],
	['addMembers', () => groups.addParticipants.encode({ ...write, addresses: [cut] })],
	['removeMembers', () => groups.removeParticipants.encode({ ...write, addresses: [cut] })],
	['leave', () => groups.leaveGroup.encode(write)],
	['setIcon', () => groups.setIcon.encode({ ...write, data: bytes })],
	['removeIcon', () => groups.removeIcon.encode(write)],
	['createPoll', () => polls.createPoll.encode({ ...write, title: cut, options: [cut, cut] })],
	['getPoll', () => polls.getPoll.encode(cut)],
	['vote', () => polls.votePoll.encode({ pollId: cut, optionId: cut, clientMessageId: 'key' })],
	['unvote', () => polls.unvotePoll.encode({ pollId: cut, clientMessageId: 'key' })],
	['addOption', () => polls.addPollOption.encode({ pollId: cut, text: cut, clientMessageId: 'key' })],
	['addressInfo', () => addresses.getAddressInfo.encode(cut)],
	['focus', () => addresses.getFocusStatus.encode(cut)],
	['availability', () => addresses.getImessageAvailability.encode(cut)],
	['info', () => attachments.getAttachmentInfo.encode(cut)],
	['upload', () => attachments.uploadAttachment.encode({ fileName: cut, data: bytes })],
	['download', () => attachments.downloadAttachment.encode(cut)],
];

test.each(requests)('%s survives cut texts and fractions', (name, encode) => {
	const written = Buffer.from(encode());
	if (name !== 'listRecent') expect(written.includes(Buffer.from(replaced))).toBe(true);
});

test('what is not given is not written; what is false, zero or empty is', () => {
	expect(sends.sendTextMessage.encode({ spaceId: 's', text: 't', clientMessageId: 'k' })).toEqual(
		wire(lengthField(1, 's'), lengthField(2, 't'), lengthField(100, 'k')),
	);
	const options = { subject: '', linkPreview: false, dataDetection: false, replyTo: { id: 'r', part: 0 } };
	expect(sends.sendTextMessage.encode({ spaceId: 's', text: 't', clientMessageId: 'k', ...options })).toEqual(
		wire(
			lengthField(1, 's'),
			lengthField(2, 't'),
			lengthField(3, [...lengthField(1, 'r'), ...varintField(2, 0)]),
			lengthField(4, ''),
			varintField(6, 0),
			varintField(7, 0),
			lengthField(100, 'k'),
		),
	);
	expect(reads.listRecentMessages.encode({ isFromMe: false, isRead: false })).toEqual(wire(varintField(3, 0), varintField(4, 0)));
	expect(sends.sendAttachmentMessage.encode({ spaceId: 's', attachmentId: 'a', isVoiceNote: false, clientMessageId: 'k' })).toEqual(
		wire(lengthField(1, 's'), lengthField(2, lengthField(2, 'a')), varintField(5, 0), lengthField(100, 'k')),
	);
});

test('a place keeps its zeros and lacks what was not given', () => {
	const sticker = edits.placeSticker.encode({
		spaceId: 's',
		clientMessageId: 'k',
		ref: { id: 'm' },
		sticker: { attachmentId: 'a', name: 'n' },
		placement: { x: 0.25, y: -0.5, rotation: 0 },
	});
	expect(sticker).toEqual(
		wire(
			lengthField(1, [...lengthField(1, 's'), ...lengthField(2, 'm')]),
			lengthField(2, [...lengthField(2, 'a'), ...lengthField(3, 'n')]),
			lengthField(3, [...doubleField(1, 0.25), ...doubleField(2, -0.5), ...doubleField(4, 0)]),
			lengthField(100, 'k'),
		),
	);
});

test('love is the kind zero, and no other kind has an emoji', () => {
	const request = { spaceId: 's', clientMessageId: 'k', ref: { id: 'm' }, isSet: true };
	const target = lengthField(1, [...lengthField(1, 's'), ...lengthField(2, 'm')]);
	expect(edits.setReaction.encode({ ...request, reaction: { kind: 'love' } })).toEqual(
		wire(target, lengthField(2, []), varintField(3, 1), lengthField(100, 'k')),
	);
	expect(edits.setReaction.encode({ ...request, isSet: false, reaction: { kind: 'emoji', emoji: 'e' } })).toEqual(
		wire(target, lengthField(2, [...varintField(1, 6), ...lengthField(2, 'e')]), lengthField(100, 'k')),
	);
});

test.each([
	[0, [[], []]],
	[1_700_000_000_123, [varintField(1, 1_700_000_000), varintField(2, 123_000_000)]],
	[-1, [varintField(1, -1), varintField(2, 999_000_000)]],
])('the moment %i is written forward from its second', (milliseconds, [seconds, nanos]) => {
	expect(reads.listRecentMessages.encode({ before: new Date(milliseconds) })).toEqual(
		wire(lengthField(5, [...(seconds ?? []), ...(nanos ?? [])])),
	);
});

test('a file and its film are written as they are, also from a slice of a larger buffer', () => {
	const data = Buffer.from('--file--').subarray(2, 6);
	expect(attachments.uploadAttachment.encode({ fileName: 'f', data, companion: { data: Buffer.from('film') } })).toEqual(
		wire(lengthField(1, 'f'), lengthField(2, 'file'), lengthField(3, [...lengthField(1, 'film'), ...varintField(2, 1)])),
	);
});
