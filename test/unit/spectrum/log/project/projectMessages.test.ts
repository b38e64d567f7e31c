import type { Attachment } from '../../../../../nodes/shared/spectrum/model/attachment';
import type { Message } from '../../../../../nodes/shared/spectrum/model/message';
import { alice, change, fromAlice, group, line, message, occurredAt, projected, sequence, sharedLine, us } from './projectSupport';

type Fields = Parameters<typeof message>[0];

const received = (fields: Fields, facts: object = {}, on = line) =>
	projected(change({ type: 'message.received', message: message(fields), ...facts }), { on });

const file = (fields: Partial<Attachment> = {}): Attachment => ({
	id: 'A1',
	fileName: 'a.jpg',
	mimeType: 'image/jpeg',
	size: 7,
	isOutgoing: false,
	transferState: 'finished',
	isHidden: false,
	isSticker: false,
	...fields,
});
const photo = { type: 'attachment', id: 'A1', name: 'a.jpg', mimeType: 'image/jpeg', size: 7 };

test('a text', async () => {
	expect(await received({ text: 'Hi' })).toEqual({
		event: 'message.received',
		id: 'm',
		sequence,
		timestamp: occurredAt,
		space: { id: 'any;-;+15551234567', type: 'dm', phone: '+15550000001' },
		sender: fromAlice,
		message: { id: 'm', text: 'Hi' },
		content: { type: 'text', text: 'Hi' },
	});
});

test('what is not known is absent', async () => {
	const event = await received(
		{ text: '', subject: '', sender: undefined },
		{ actor: undefined, occurredAt: undefined, spaceId: group },
		sharedLine,
	);
	expect(event).toEqual({
		event: 'message.received',
		id: 'm',
		sequence,
		space: { id: group, type: 'group', phone: 'shared' },
		message: { id: 'm' },
	});
	expect(JSON.stringify(event)).not.toMatch(/null|""/);
	expect((await received({ sender: { address: 'Bob@Example.com', service: 'unknown' } }))?.sender).toEqual({
		id: 'Bob@Example.com',
		address: 'bob@example.com',
	});
	expect(await received({ createdAt: occurredAt }, { occurredAt: undefined })).toMatchObject({ timestamp: occurredAt });
});

test('all that a message says of itself', async () => {
	const event = await received({
		text: 'Hi Bob',
		subject: 'Re',
		replyTo: 'before',
		threadId: 'first',
		effectId: 'com.apple.messages.effect.CKConfettiEffect',
		formatting: [{ type: 'effect', start: 0, length: 2, effectName: 'shake' }],
		mentions: [{ address: 'bob@example.com', start: 3, length: 3 }],
		editedAt: occurredAt,
		unsentAt: occurredAt,
	});
	expect(event?.message).toEqual({
		id: 'm',
		text: 'Hi Bob',
		subject: 'Re',
		replyTo: 'before',
		threadId: 'first',
		effectId: 'com.apple.messages.effect.CKConfettiEffect',
		effect: 'confetti',
		formatting: [{ type: 'effect', start: 0, length: 2, effectName: 'shake' }],
		mentions: [{ address: 'bob@example.com', start: 3, length: 3 }],
		editedAt: occurredAt,
		unsentAt: occurredAt,
	});
	expect((await received({ effectId: 'com.example.new' }))?.message).toEqual({ id: 'm', effectId: 'com.example.new' });
});

describe('a mention of the line itself', () => {
	const named = (address: string, ownAddress?: string, on = line) =>
		received({ text: '@us', mentions: [{ address, start: 0, length: 3 }], ...(ownAddress === undefined ? {} : { ownAddress }) }, {}, on);

	test.each([
		['its number', '+15550000001', undefined, line],
		['its number, written otherwise', '+1 555 000-0001', undefined, line],
		['its email address', 'Us@Example.com', 'e:us@example.com', line],
		['the number of a shared line', '+15559990000', 'p:+15559990000', sharedLine],
		['the number of a shared line, bare', '+15559990000', '+15559990000', sharedLine],
	])('by %s', async (_what, address, ownAddress, on) => {
		expect((await named(address, ownAddress, on))?.message).toMatchObject({ mentionsMe: true });
	});

	test.each([
		['somebody else', '+15551234567', 'p:+15550000001', line],
		['a name that only looks like it', 'shared', 'shared', sharedLine],
	])('not by %s', async (_what, address, ownAddress, on) => {
		expect((await named(address, ownAddress, on))?.message).not.toHaveProperty('mentionsMe');
	});
});

describe('what we sent ourselves', () => {
	test.each<[string, Fields, object]>([
		['says the change', { sender: undefined }, { isFromMe: true, actor: us }],
		['says the message', { isFromMe: true, sender: undefined }, { actor: us }],
		['says the sender', { sender: us }, { actor: undefined }],
		// In Apple's history the other side stands there.
		['whoever its row names', { isFromMe: true, sender: alice }, { actor: us }],
		['whoever its row names, and nobody did it', { isFromMe: true, sender: alice }, { actor: undefined }],
		['in an account of another address', { isFromMe: true, ownAddress: 'p:+15550000001' }, { actor: undefined }],
	])('is ours, %s', async (_what, fields, facts) => {
		expect(await received({ text: 'Hi', ...fields }, facts)).toMatchObject({ isFromMe: true, sender: { address: '+15550000001' } });
	});

	test('on a shared line nobody may be named', async () => {
		const event = await received({ isFromMe: true }, { actor: undefined }, sharedLine);
		expect(event).toMatchObject({ isFromMe: true });
		expect(event).not.toHaveProperty('sender');
	});
});

describe('what is told by an event of its own is no message', () => {
	test.each<[string, Fields]>([
		['a reaction', { text: 'Loved “Hi”', reaction: { kind: 'love', target: { id: 'm0' }, isSet: true } }],
		[
			'the message of a poll',
			{ balloonBundleId: 'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.messages.Polls' },
		],
		['a poll told as a mini-app', { miniApp: { teamId: '', extensionBundleId: 'com.apple.messages.Polls', live: false } }],
		['a new name', { type: 'groupNameChange', groupTitle: 'Friends' }],
		['a new member', { type: 'participantChange' }],
		['a notice newer than this pack', { type: 'unknown:9' }],
		['a notice that calls itself normal', { text: 'It begins', flags: { isSystemMessage: true } }],
	])('%s', async (_what, fields) => {
		expect(await received(fields)).toBeUndefined();
	});
});

describe('changes of a message', () => {
	const content: Partial<Message> = { text: 'Hi there' };

	test('edited', async () => {
		const edited = { type: 'message.edited', messageId: 'm', content, editedAt: '2026-11-21T08:01:00.000Z' } as const;
		expect(await projected(change(edited))).toEqual({
			event: 'message.edited',
			id: `m:edit:${sequence}`,
			sequence,
			timestamp: '2026-11-21T08:01:00.000Z',
			space: { id: 'any;-;+15551234567', type: 'dm', phone: '+15550000001' },
			sender: fromAlice,
			message: { id: 'm', text: 'Hi there', editedAt: '2026-11-21T08:01:00.000Z' },
			content: { type: 'text', text: 'Hi there' },
		});
	});

	test('an edited album numbers no bubble: some may be gone', async () => {
		const event = await projected(change({ type: 'message.edited', messageId: 'm', content: { text: 'a\uFFFC', attachments: [file()] } }));
		expect(event?.content?.items).toEqual([
			{ timestamp: occurredAt, content: { type: 'text', text: 'a' } },
			{ timestamp: occurredAt, content: photo },
		]);
	});

	test('unsent', async () => {
		expect(await projected(change({ type: 'message.unsent', messageId: 'm', unsentAt: occurredAt, isFromMe: true, actor: us }))).toEqual({
			event: 'message.unsent',
			id: `m:unsend:${sequence}`,
			sequence,
			timestamp: occurredAt,
			space: { id: 'any;-;+15551234567', type: 'dm', phone: '+15550000001' },
			sender: { id: '+15550000001', address: '+15550000001', service: 'iMessage' },
			isFromMe: true,
			message: { id: 'm', unsentAt: occurredAt },
		});
	});

	test('a reaction is shown as webhooks do', async () => {
		const love = { type: 'message.reactionAdded', target: { id: 'm', part: 2 }, reaction: { kind: 'love' } } as const;
		expect(await projected(change(love))).toMatchObject({
			event: 'message.reactionAdded',
			id: `m:reaction:${sequence}:2`,
			sender: fromAlice,
			message: { id: 'p:2/m', part: 2 },
			content: { type: 'reaction', kind: 'love', emoji: '\u2764\uFE0F', target: { id: 'p:2/m' } },
		});
	});

	test.each([
		['like', undefined, '\u{1F44D}'],
		['dislike', undefined, '\u{1F44E}'],
		['laugh', undefined, '\u{1F602}'],
		['emphasize', undefined, '\u203C\uFE0F'],
		['question', undefined, '\u2753'],
		['emoji', '\u{1F389}', '\u{1F389}'],
		['sticker', undefined, undefined],
		['unknown:9', undefined, undefined],
	] as const)('the reaction %s, taken away', async (kind, emoji, shown) => {
		const reaction = emoji === undefined ? { kind } : { kind, emoji };
		const event = await projected(change({ type: 'message.reactionRemoved', target: { id: 'm' }, reaction }));
		expect(event).toMatchObject({ event: 'message.reactionRemoved', id: `m:reaction:${sequence}`, message: { id: 'm' } });
		expect(event?.content).toEqual({ type: 'reaction', kind, ...(shown === undefined ? {} : { emoji: shown }), target: { id: 'm' } });
	});

	test('our own doing shows in the actor, too', async () => {
		const reaction = { kind: 'love' } as const;
		expect(await projected(change({ type: 'message.reactionAdded', target: { id: 'm' }, reaction, actor: us }))).toMatchObject({
			isFromMe: true,
		});
		expect(await projected(change({ type: 'message.reactionAdded', target: { id: 'm' }, reaction }))).not.toHaveProperty('isFromMe');
	});

	test('a sticker, with and without its file', async () => {
		const placed = { type: 'message.stickerPlaced', target: { id: 'm', part: 0 } } as const;
		const placement = { x: 0.25, y: 0.75 };
		expect(await projected(change({ ...placed, attachment: file({ isSticker: true }), placement }))).toMatchObject({
			id: `m:sticker:${sequence}:0`,
			message: { id: 'p:0/m', part: 0 },
			content: { ...photo, type: 'sticker', isSticker: true, placement, target: { id: 'p:0/m' } },
		});
		expect((await projected(change(placed)))?.content).toEqual({ type: 'sticker', target: { id: 'p:0/m' } });
	});
});

test('what is newer than this pack is no event', async () => {
	expect(await projected(change({ type: 'unknown' }))).toBeUndefined();
});

describe('the mark of an opt-out', () => {
	it('is on what a person asks for', async () => {
		expect(await received({ text: 'Stop!' })).toHaveProperty('optOut', true);
		expect(await received({ text: 'START' })).toHaveProperty('optOut', false);
	});

	it.each([
		['the change says it', {}, { isFromMe: true }],
		['the message says it', { isFromMe: true }, {}],
		['its sender is our line', { sender: us }, {}],
	])('is not on what our own line wrote: %s', async (_how, fields, facts) => {
		const event = await received({ text: 'STOP', ...fields }, facts);
		expect(event).toHaveProperty('isFromMe', true);
		expect(event).not.toHaveProperty('optOut');
	});
});
