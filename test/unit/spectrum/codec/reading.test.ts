import { downloadAttachment, getAttachmentInfo, uploadAttachment } from '../../../../nodes/shared/spectrum/codec/attachments';
import { getAddressInfo } from '../../../../nodes/shared/spectrum/codec/addresses';
import { createChat, getChat } from '../../../../nodes/shared/spectrum/codec/chats';
import { getLocation, requestLocation } from '../../../../nodes/shared/spectrum/codec/locations';
import { getEmbeddedMedia, getMessage, listRecentMessages } from '../../../../nodes/shared/spectrum/codec/messageReads';
import { setReaction } from '../../../../nodes/shared/spectrum/codec/messageEdits';
import { sendMiniApp } from '../../../../nodes/shared/spectrum/codec/miniApps';
import { getPoll } from '../../../../nodes/shared/spectrum/codec/polls';
import { doubleField, lengthField, varintField, wire } from '../../../contract/wireFormat';

/** A message inside the answer that carries it. */
const message = (...fields: number[][]) => getMessage.decode(wire(lengthField(1, fields.flat())));
const content = (...fields: number[][]) => message(lengthField(2, fields.flat()));
const attachment = (...fields: number[][]) => getAttachmentInfo.decode(wire(lengthField(1, fields.flat())));
const chat = (...fields: number[][]) => getChat.decode(wire(lengthField(1, fields.flat())));
const sender = (address: string, service = 1) => [...lengthField(1, address), ...varintField(2, service)];
const moment = (seconds: number) => varintField(1, seconds);

describe('a message', () => {
	test('of which nothing is known has nothing but what every message has', () => {
		const { flags, ...rest } = message();
		expect(rest).toEqual({ id: '', isFromMe: false, spaceIds: [], type: 'normal' });
		expect(Object.values(flags)).toEqual(Array(15).fill(false));
		expect(Object.keys(content())).toEqual(Object.keys(message()));
	});

	test('keeps an empty text, subject and name apart from none', () => {
		expect(content(lengthField(1, ''))).toMatchObject({ text: '' });
		expect(message(lengthField(3, ''), lengthField(61, ''))).toMatchObject({ subject: '', groupTitle: '' });
		expect(chat()).not.toHaveProperty('name');
		expect(chat(lengthField(4, ''), varintField(9, 0))).toMatchObject({ name: '', unreadCount: 0 });
	});

	test('has every time that is known', () => {
		const at = (number: number) => lengthField(number, moment(1_700_000_000 + number));
		const iso = (number: number) => new Date((1_700_000_000 + number) * 1000).toISOString();
		expect(message(at(10), at(11), at(12), at(13), at(14), at(15), at(16))).toMatchObject({
			createdAt: iso(10),
			readAt: iso(11),
			deliveredAt: iso(12),
			editedAt: iso(13),
			unsentAt: iso(14),
			playedAt: iso(15),
			effectPlayedAt: iso(16),
		});
	});

	test('is a reply by its target, else by its thread, never by what stands before it', () => {
		expect(message(lengthField(73, 'before'))).not.toHaveProperty('replyTo');
		expect(message(lengthField(71, 'first'))).toMatchObject({ replyTo: 'first', threadId: 'first' });
		expect(message(lengthField(71, 'first'), lengthField(74, 'target'))).toMatchObject({ replyTo: 'target', threadId: 'first' });
	});

	test('has every flag where it belongs', () => {
		const numbers = [30, 31, 32, 33, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50];
		const set = numbers.map((number) => {
			const { flags } = message(varintField(number, 1));
			return Object.entries(flags).flatMap(([name, value]) => (value ? [name] : []));
		});
		expect(set).toEqual([
			['isSent'],
			['isDelivered'],
			['isDeliveredQuietly'],
			['didNotifyRecipient'],
			['isAudioMessage'],
			['isAutoReply'],
			['isSystemMessage'],
			['isForward'],
			['isDelayed'],
			['isSpam'],
			['hasDataDetectorResults'],
			['isArchived'],
			['isServiceMessage'],
			['isCorrupt'],
			['isExpirable'],
		]);
	});

	test('keeps values that nobody knows yet', () => {
		expect(message(varintField(60, 9)).type).toBe('unknown:9');
		expect(message(varintField(60, 3)).type).toBe('chatAction');
		const format = [...lengthField(1, 'rainbow'), ...varintField(2, 1), ...varintField(3, 2)];
		expect(content(lengthField(3, format)).formatting).toEqual([{ type: 'rainbow', start: 1, length: 2 }]);
		expect(message(lengthField(82, varintField(1, 42))).reaction).toEqual({ kind: 'unknown:42', target: { id: '' } });
		expect(message(lengthField(20, sender('a@b.c', 9))).sender).toEqual({ address: 'a@b.c', service: 'unknown' });
	});

	test('that failed afterwards says why; 0 says nothing', () => {
		expect(message(varintField(34, 22)).sendErrorCode).toBe(22);
		expect(message(varintField(34, 0))).not.toHaveProperty('sendErrorCode');
		expect(message(varintField(62, 0)).chatActionType).toBe(0);
	});

	test('shows the reactions and stickers that stand on it', () => {
		const reaction = [
			...lengthField(1, 'r'),
			...varintField(2, 0),
			...lengthField(3, [...varintField(1, 6), ...lengthField(2, '\u{1F389}')]),
			...lengthField(4, sender('a@b.c')),
			...lengthField(6, moment(1)),
		];
		const place = [...doubleField(1, 0.5), ...doubleField(2, 0), ...doubleField(4, 0)];
		const sticker = [...lengthField(1, 's'), ...varintField(4, 1), ...lengthField(6, lengthField(1, 'file')), ...lengthField(7, place)];
		expect(message(lengthField(90, reaction), lengthField(91, sticker))).toMatchObject({
			reactions: [
				{
					id: 'r',
					part: 0,
					kind: 'emoji',
					emoji: '\u{1F389}',
					isFromMe: false,
					sender: { address: 'a@b.c', service: 'iMessage' },
					createdAt: '1970-01-01T00:00:01.000Z',
				},
			],
			stickers: [{ id: 's', isFromMe: true, attachment: { id: 'file' }, placement: { x: 0.5, y: 0, rotation: 0 } }],
		});
	});

	test('that is a reaction taken away says so', () => {
		const row = message(lengthField(80, 'm'), varintField(81, 2), lengthField(82, varintField(1, 1)), varintField(83, 0));
		expect(row.reaction).toEqual({ kind: 'like', target: { id: 'm', part: 2 }, isSet: false });
	});

	test('with a card from the future of the App Store keeps its digits', () => {
		const card = [...lengthField(1, 'TEAM'), ...varintField(6, 2n ** 60n + 1n), ...lengthField(8, lengthField(7, 'sum'))];
		expect(content(lengthField(7, card)).miniApp).toEqual({
			teamId: 'TEAM',
			extensionBundleId: '',
			appStoreId: '1152921504606846977',
			live: false,
			layout: { summary: 'sum' },
		});
	});
});

describe('an attachment', () => {
	test('keeps states that nobody knows yet, and the negative one', () => {
		expect(attachment(varintField(8, -1)).transferState).toBe('unavailable');
		expect(attachment(varintField(8, 4)).transferState).toBe('unknown:4');
		expect(attachment(varintField(8, 6)).transferState).toBe('unknown');
		expect(attachment(varintField(11, 0)).companionKind).toBe('unspecified');
		expect(attachment(varintField(11, 8)).companionKind).toBe('unknown:8');
		expect(attachment()).toEqual({
			id: '',
			fileName: '',
			mimeType: '',
			size: 0,
			isOutgoing: false,
			transferState: 'pending',
			isHidden: false,
			isSticker: false,
		});
	});

	test.each([
		['Audio Message.caf', 'application/octet-stream', '', 'audio/x-caf', true],
		['memo', 'application/octet-stream', 'com.apple.coreaudio-format', 'audio/x-caf', true],
		['MEMO.CAF', '', '', 'audio/x-caf', true],
		['memo.caf', 'audio/x-caf', 'com.apple.coreaudio-format', 'audio/x-caf', true],
		['IMG_1.HEIC', 'application/octet-stream', '', 'image/heic', undefined],
		['IMG_1', '', 'com.apple.quicktime-movie', 'video/quicktime', undefined],
		['file.bin', 'application/octet-stream', 'public.data', 'application/octet-stream', undefined],
	])('%s of type "%s" and UTI "%s" is %s', (name, mimeType, uti, type, isVoiceNote) => {
		const read = attachment(lengthField(3, name), lengthField(4, mimeType), lengthField(5, uti));
		expect([read.mimeType, read.isVoiceNote, read.uti]).toEqual([type, isVoiceNote, uti === '' ? undefined : uti]);
	});

	test('of an audio message is a voice note whatever its format', () => {
		const file = lengthField(2, lengthField(2, lengthField(4, 'audio/mp4')));
		expect(message(file, varintField(40, 1)).attachments).toMatchObject([{ mimeType: 'audio/mp4', isVoiceNote: true }]);
		expect(message(file).attachments?.[0]).not.toHaveProperty('isVoiceNote');
	});
});

test('a service newer than this pack is unknown; a set of them is read packed', () => {
	const info = getAddressInfo.decode(wire(lengthField(1, [...lengthField(1, 'a@b.c'), ...lengthField(2, [1, 2, 9])])));
	expect(info).toEqual({ address: 'a@b.c', services: ['iMessage', 'SMS', 'unknown'] });
});

test('an empty page token is the end of a list', () => {
	expect(listRecentMessages.decode(wire(lengthField(2, '')))).toEqual({ messages: [] });
	expect(listRecentMessages.decode(wire(lengthField(2, 'next')))).toEqual({ messages: [], nextPageToken: 'next' });
});

test('a poll keeps an empty title, and votes without a name', () => {
	const poll = [
		...lengthField(1, 'p'),
		...lengthField(4, [...lengthField(1, ''), ...lengthField(2, 'o')]),
		...lengthField(5, lengthField(2, 'o')),
	];
	expect(getPoll.decode(wire(lengthField(1, poll)))).toEqual({
		id: 'p',
		spaceId: '',
		title: '',
		options: [{ id: 'o', text: '' }],
		votes: [{ optionId: 'o' }],
	});
});

test('frames of a download are told apart', () => {
	const header = [...lengthField(1, lengthField(1, 'file')), ...lengthField(2, varintField(4, 1))];
	expect(downloadAttachment.decode(wire(lengthField(1, header)))).toMatchObject({
		type: 'header',
		attachment: { id: 'file' },
		companion: { kind: 'livePhotoVideo', size: 0 },
	});
	expect(downloadAttachment.decode(wire(lengthField(2, [])))).toEqual({ type: 'primary', bytes: new Uint8Array() });
	expect(downloadAttachment.decode(wire(lengthField(3, [7])))).toEqual({ type: 'companion', bytes: Uint8Array.of(7) });
	expect(downloadAttachment.decode(wire(lengthField(9, [7])))).toEqual({ type: 'unknown' });
});

test.each([
	['message', () => getMessage.decode(wire())],
	['message', () => setReaction.decode(wire())],
	['message', () => sendMiniApp.decode(wire())],
	['conversation', () => createChat.decode(wire())],
	['conversation', () => getChat.decode(wire())],
	['poll', () => getPoll.decode(wire())],
	['attachment', () => getAttachmentInfo.decode(wire())],
	['attachment', () => uploadAttachment.decode(wire())],
	['address', () => getAddressInfo.decode(wire())],
	['media', () => getEmbeddedMedia.decode(wire())],
])('an answer without its %s is none', (what, decode) => {
	const expected: unknown = expect.objectContaining({ kind: 'protocol', message: expect.stringContaining(what) });
	expect(decode).toThrow(expected as Error);
});

describe('what a stranger may have named is one line of limited length', () => {
	const given = `Home\n\u202egpj\u001b.exe ${'x'.repeat(1_000)}`;
	const label = `Home gpj.exe ${'x'.repeat(241)}…`;

	test('a person who shares a location, their place, and what the server says of it', () => {
		const place = [...lengthField(2, given), ...lengthField(6, given), ...lengthField(7, given)];
		expect(getLocation.decode(wire(lengthField(1, place)))).toMatchObject({ name: label, longAddress: label, shortAddress: label });
		expect(requestLocation.decode(wire(lengthField(2, given), lengthField(3, given)))).toMatchObject({ status: label, reason: label });
	});

	test('the group of a message, and the app and the texts of a card', () => {
		expect(message(lengthField(61, given))).toMatchObject({ groupTitle: label });
		const texts = [1, 2, 3, 4, 5, 6, 7].flatMap((number) => lengthField(number, given));
		const { miniApp } = content(lengthField(7, [...lengthField(3, given), ...lengthField(8, texts)]));
		expect(miniApp).toMatchObject({ appName: label });
		expect([...new Set(Object.values(miniApp?.layout ?? {}))]).toEqual([label]);
		expect(Object.keys(miniApp?.layout ?? {})).toHaveLength(7);
	});
});
