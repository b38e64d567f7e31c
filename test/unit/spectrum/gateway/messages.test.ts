import { messageEffects, textEffects } from '../../../../nodes/shared/spectrum/text/effects';
import type { TextMessage } from '../../../../nodes/shared/spectrum/model/outgoing';
import type { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import type { OpenSpace } from '../../../../nodes/shared/spectrum/gateway/openSpace';
import { alice, freshKey, GatewayBench, to } from './gatewaySupport';

const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9]);
const phoneOf = (bench: GatewayBench) => bench.spectrum.phone(alice);
let bench: GatewayBench;
let gateway: Gateway;
let space: OpenSpace;

beforeEach(async () => {
	bench = await GatewayBench.start();
	gateway = bench.gateway();
	space = await gateway.spaces.open(to(alice), {}, freshKey());
});

afterEach(async () => {
	await bench.stop();
});

async function sent(message: TextMessage | string): Promise<string> {
	const text = typeof message === 'string' ? { text: message } : message;
	const { message: stored } = await gateway.messages.sendText(space, text, freshKey());
	return stored?.id ?? '';
}

async function uploaded(fileName = 'photo.jpg', data = jpeg): Promise<string> {
	return (await gateway.attachments.upload(space.line.id, { fileName, data }, freshKey())).id;
}

describe('a text', () => {
	test('carries every option, and only those that were given', async () => {
		const first = await sent('Question');
		await sent({
			text: 'Big news \u{1F389}!',
			subject: 'News',
			effectId: messageEffects[4].id,
			formatting: [
				{ type: 'bold', start: 0, length: 3 },
				{ type: 'effect', start: 9, length: 2, effectName: 'bloom' },
			],
			linkPreview: false,
			replyTo: { id: first, part: 0 },
		});
		const [plain, full] = bench.calls('SendTextMessage').map(({ request }) => request);
		expect(Object.keys(plain ?? {}).sort()).toEqual(['chat_guid', 'client_message_id', 'formatting', 'text']);
		expect(full).toMatchObject({ enable_link_preview: false });
		expect(full).not.toHaveProperty('enable_data_detection');
		expect(phoneOf(bench).messages[1]).toMatchObject({
			text: 'Big news \u{1F389}!',
			subject: 'News',
			effectId: 'com.apple.messages.effect.CKConfettiEffect',
			formatting: [
				{ type: 'bold', start: 0, length: 3 },
				{ type: 'effect', start: 9, length: 2, effectName: 'bloom' },
			],
			replyTo: first,
			replyToPart: 0,
		});
	});

	test('that was cut in half an emoji is sent all the same, with ranges rounded', async () => {
		const id = await sent({
			text: 'cut \uD83D',
			subject: '\uDC4D',
			formatting: [{ type: 'bold', start: 0.4, length: 2.6 }],
		});
		expect(phoneOf(bench).messages[0]).toMatchObject({
			id,
			text: 'cut \uFFFD',
			subject: '\uFFFD',
			formatting: [{ type: 'bold', start: 0, length: 3 }],
		});
	});

	test('may have each of the 13 effects, and words that move in 8 ways', async () => {
		for (const { id: effectId } of messageEffects) await sent({ text: 'Look', effectId });
		for (const { name: effectName } of textEffects) {
			await sent({ text: 'Look', formatting: [{ type: 'effect', start: 0, length: 4, effectName }] });
		}
		const arrived = phoneOf(bench).messages;
		expect(new Set(arrived.map(({ effectId }) => effectId).filter((id) => id !== undefined)).size).toBe(13);
		expect(new Set(arrived.map(({ formatting }) => formatting?.[0]?.effectName).filter((name) => name)).size).toBe(8);
	});

	test('comes back as stored', async () => {
		const first = await sent('Question');
		const id = await sent({
			text: 'Answer',
			subject: 'Re',
			effectId: messageEffects[0].id,
			formatting: [{ type: 'italic', start: 0, length: 6 }],
			replyTo: { id: first },
		});
		const message = await gateway.messages.get(space.line.id, id);
		expect(message).toMatchObject({
			id,
			text: 'Answer',
			subject: 'Re',
			effectId: messageEffects[0].id,
			formatting: [{ type: 'italic', start: 0, length: 6 }],
			isFromMe: true,
			replyTo: first,
			type: 'normal',
			spaceIds: [space.id],
		});
		expect(message).not.toHaveProperty('attachments');
		expect(message).not.toHaveProperty('reactions');
		expect(message).not.toHaveProperty('editedAt');
	});
});

describe('files and several bubbles', () => {
	test('a voice note, renamed, with an effect and a reply', async () => {
		const first = await sent('Call me');
		const attachmentId = await uploaded('memo.caf');
		const options = { attachmentId, name: 'Note.caf', isVoiceNote: true, effectId: messageEffects[1].id };
		const { message } = await gateway.messages.sendAttachment(space, { ...options, replyTo: { id: first } }, freshKey());
		expect(phoneOf(bench).messages[1]).toMatchObject({
			isVoiceNote: true,
			effectId: options.effectId,
			replyTo: first,
			attachments: [{ id: attachmentId, name: 'Note.caf' }],
		});
		expect(message?.attachments).toEqual([expect.objectContaining({ id: attachmentId, isVoiceNote: true })]);
	});

	test('text, mention and file in one message', async () => {
		const attachmentId = await uploaded();
		const parts = [
			{ text: 'Hello ', bubbleIndex: 0, formatting: [{ type: 'bold' as const, start: 0, length: 5 }] },
			{ text: 'Alice', mentionedAddress: alice, bubbleIndex: 0 },
			{ attachmentId, attachmentName: 'Us.jpg', bubbleIndex: 1 },
		];
		const { message } = await gateway.messages.sendMultipart(space, { parts, subject: 'Photo' }, freshKey());
		const [arrived] = phoneOf(bench).messages;
		expect(arrived).toMatchObject({
			subject: 'Photo',
			mentions: [{ address: alice, start: 6, length: 5 }],
			attachments: [{ id: attachmentId, name: 'Us.jpg' }],
		});
		expect(arrived?.parts.map(({ bubble }) => bubble)).toEqual([0, 0, 1]);
		expect(message).toMatchObject({ partCount: 2, mentions: [{ address: alice, start: 6, length: 5 }] });
	});

	test('a path of the server is never sent', async () => {
		const attachmentId = '/etc/passwd';
		await expect(gateway.messages.sendAttachment(space, { attachmentId }, freshKey())).rejects.toMatchObject({
			code: 'attachmentNotFound',
		});
		expect(bench.calls('SendAttachmentMessage')[0]?.request).toMatchObject({
			attachment: { attachment_guid: attachmentId },
		});
	});
});

describe('a message that was sent', () => {
	test('is edited, also one part of it', async () => {
		const id = await sent('Helo');
		const edited = await gateway.messages.edit(space, { id }, 'Hello', freshKey(), { backwardCompatText: 'Meant: Hello' });
		expect(edited).toMatchObject({ alreadySent: false, message: { id, text: 'Hello' } });
		expect(edited.message?.editedAt).toMatch(/^\d{4}-/);
		expect(phoneOf(bench).eventsOf('edit')).toMatchObject([{ text: 'Hello', backwardCompatText: 'Meant: Hello' }]);
		await gateway.messages.edit(space, { id, part: 0 }, 'Hello!', freshKey());
		expect(bench.calls('EditMessage')[1]?.request).toMatchObject({
			target: { chat_guid: space.id, message_guid: id, target_part_index: 0 },
		});
	});

	test('is unsent', async () => {
		const id = await sent('Oops');
		await gateway.messages.unsend(space, { id }, freshKey());
		expect(phoneOf(bench).messages[0]?.unsentAt).toBeDefined();
		expect((await gateway.messages.get(space.line.id, id)).unsentAt).toBeDefined();
	});

	test('is announced although a Focus kept it quiet', async () => {
		phoneOf(bench).focus = true;
		const id = await sent('Wake up');
		expect(phoneOf(bench).messages[0]?.isSilenced).toBe(true);
		await gateway.messages.notifyAnyway(space, id, freshKey());
		expect(phoneOf(bench).messages[0]?.isSilenced).toBe(false);
	});
});

describe('reactions', () => {
	test.each(['love', 'like', 'dislike', 'laugh', 'emphasize', 'question'] as const)('%s is given and taken away', async (kind) => {
		const id = await sent('What do you think?');
		const given = await gateway.messages.setReaction(space, { id }, { kind }, true, freshKey());
		expect(given.message?.reaction).toEqual({ kind, target: { id }, isSet: true });
		expect(phoneOf(bench).messages[0]?.reactions).toMatchObject([{ kind }]);
		expect((await gateway.messages.get(space.line.id, id)).reactions).toMatchObject([{ kind, isFromMe: true }]);
		await gateway.messages.setReaction(space, { id }, { kind }, false, freshKey());
		expect(phoneOf(bench).messages[0]?.reactions).toEqual([]);
		expect(bench.calls('SetReaction').map(({ request }) => request.is_set)).toEqual([true, false]);
	});

	test('an emoji, on one part', async () => {
		const id = await sent('What do you think?');
		const reaction = { kind: 'emoji', emoji: '\u{1F389}' } as const;
		const { message } = await gateway.messages.setReaction(space, { id, part: 0 }, reaction, true, freshKey());
		expect(message?.reaction).toEqual({ ...reaction, target: { id, part: 0 }, isSet: true });
		expect(phoneOf(bench).messages[0]?.reactions).toMatchObject([{ ...reaction, part: 0 }]);
	});

	test('a sticker, where it was put', async () => {
		const id = await sent('What do you think?');
		const attachmentId = await uploaded('star.jpg');
		const placement = { x: 0.25, y: 0.75, scale: 1.5, rotation: 0.1 };
		const { message } = await gateway.messages.placeSticker(space, { id }, { attachmentId }, placement, freshKey());
		expect(message?.id).toBeDefined();
		expect(phoneOf(bench).eventsOf('sticker')).toMatchObject([{ target: { guid: id }, placement, file: { id: attachmentId } }]);
		const [placed] = (await gateway.messages.get(space.line.id, id)).stickers ?? [];
		expect(placed).toMatchObject({ placement, isFromMe: true, attachment: { id: attachmentId } });
		expect(placed?.placement).not.toHaveProperty('width');
	});
});

describe('a mini-app card', () => {
	const card = {
		teamId: 'ABCDE12345',
		extensionBundleId: 'com.example.app.messages',
		appName: 'Example',
		url: 'https://example.com/card',
		appStoreId: '9007199254740993',
		layout: { caption: 'Hello', image: jpeg, imageTitle: 'Look', summary: 'A card' },
	};

	test('is sent, and drawn anew with its session', async () => {
		const first = await gateway.messages.sendMiniApp(space, card, freshKey());
		expect(first.session).toMatchObject({ messageId: first.message?.id, spaceId: space.id });
		expect(first.message?.miniApp).toMatchObject({ appStoreId: '9007199254740993', live: false, layout: { caption: 'Hello' } });
		const media = await gateway.messages.embeddedMedia(space, first.message?.id ?? '');
		expect(media).toEqual({ data: jpeg, mimeType: 'image/jpeg' });
		if (first.session === undefined) throw new Error('no session');
		const changed = { ...card, layout: { caption: 'Changed' }, live: true };
		const second = await gateway.messages.updateMiniApp(space.line.id, first.session, changed, freshKey());
		expect(second.session?.sessionId).toBe(first.session.sessionId);
		expect(second.message?.miniApp).toMatchObject({ live: true, layout: { caption: 'Changed' } });
		await expect(gateway.messages.updateMiniApp(space.line.id, first.session, changed, freshKey())).rejects.toMatchObject({
			code: 'preconditionFailed',
		});
	});
});
