import type { Delivery } from '../../../../nodes/shared/spectrum/webhook/delivery';
import { toEvent } from '../../../../nodes/shared/spectrum/webhook/toEvent';

type Content = Delivery['content'];

const base: Delivery = {
	messageId: 'spc-msg-1',
	space: { id: 'any;+;chat1', type: 'group', phone: 'shared' },
	timestamp: '2026-11-21T08:00:00.000Z',
	sender: { id: '+15551234567', platform: 'iMessage' },
	content: { type: 'text', text: 'Hi' },
	raw: { event: 'messages' },
};
const of = (content: Content) => toEvent({ ...base, content });

test('a text', () => {
	expect(toEvent(base)).toEqual({
		event: 'message.received',
		id: 'spc-msg-1',
		timestamp: '2026-11-21T08:00:00.000Z',
		space: { id: 'any;+;chat1', type: 'group', phone: 'shared' },
		sender: { id: '+15551234567', address: '+15551234567' },
		message: { id: 'spc-msg-1', text: 'Hi' },
		content: { type: 'text', text: 'Hi' },
	});
});

test('what is not known is absent', () => {
	const event = toEvent({ messageId: 'm', space: { id: 'any;-;a@b.c', type: 'dm' }, content: { type: 'text', text: '' }, raw: {} });
	expect(event).toEqual({
		event: 'message.received',
		id: 'm',
		space: { id: 'any;-;a@b.c', type: 'dm' },
		message: { id: 'm' },
		content: { type: 'text' },
	});
	expect(JSON.stringify(event)).not.toMatch(/null|""/);
});

test('the raw delivery comes on request only', () => {
	expect(toEvent(base)).not.toHaveProperty('raw');
	expect(toEvent(base, { includeRaw: true }).raw).toBe(base.raw);
});

describe('contents', () => {
	test('attachment', () => {
		const content = { type: 'attachment', id: 'A1', name: 'a.jpg', mimeType: 'image/jpeg', size: 0 };
		expect(of(content)).toMatchObject({ message: { id: 'spc-msg-1' }, content });
		expect(of(content).message).not.toHaveProperty('text');
		expect(of({ type: 'attachment', id: 'A1', name: 'a.jpg', mimeType: 'image/jpeg', size: null }).content).not.toHaveProperty('size');
	});

	test('a voice memo that came as unknown bytes is told by its name', () => {
		const memo = { type: 'attachment', id: 'A1', name: 'Audio Message.CAF', mimeType: 'application/octet-stream' };
		expect(of(memo).content).toEqual({ ...memo, mimeType: 'audio/x-caf' });
		expect(of({ ...memo, mimeType: 'audio/amr' }).content).toMatchObject({ mimeType: 'audio/amr' });
		expect(of({ ...memo, name: 'notes.bin' }).content).toMatchObject({ mimeType: 'application/octet-stream' });
		expect(of({ ...memo, name: 'IMG_1.HEIC' }).content).toMatchObject({ mimeType: 'image/heic' });
		expect(of({ ...memo, name: 'IMG_1', uti: 'com.apple.quicktime-movie' }).content).toMatchObject({ mimeType: 'video/quicktime' });
		expect(of({ ...memo, name: 'a\u202egpj.e\u0000xe' }).content).toMatchObject({ name: 'agpj.exe' });
		expect(of({ ...memo, name: '../../.n8n/config.caf' }).content).toMatchObject({ name: 'config.caf' });
		for (const name of ['..', '\u202e', 5, {}]) expect(of({ ...memo, name }).content).not.toHaveProperty('name');
		expect(of({ type: 'attachment', id: 'A1', name: 'memo.caf' }).content).toMatchObject({ mimeType: 'audio/x-caf' });
		expect(of({ type: 'attachment', id: 'A1', uti: 'com.apple.coreaudio-format' }).content).toMatchObject({ mimeType: 'audio/x-caf' });
	});

	test('contact', () => {
		const content = { type: 'contact', name: 'Alice', phones: ['+15557654321'], photo: { mimeType: 'image/jpeg' }, raw: 'BEGIN:VCARD' };
		expect(of(content).content).toEqual(content);
		expect(of({ type: 'contact' })).toMatchObject({ message: { id: 'spc-msg-1' }, content: { type: 'contact' } });
	});

	test('a shared link is what was said', () => {
		const event = of({ type: 'richlink', url: 'https://example.com/a' });
		expect(event.content).toEqual({ type: 'richlink', url: 'https://example.com/a' });
		expect(event.message).toEqual({ id: 'spc-msg-1', text: 'https://example.com/a' });
	});

	test('a reaction is an event of its own, about the message it was put on', () => {
		const target = { id: 'p:2/spc-msg-0', platform: 'iMessage', timestamp: '2026-11-21T07:00:00.000Z', contentPreview: 'Dinner?' };
		const event = toEvent({
			...base,
			messageId: 'spc-msg-0:reaction:7:2',
			content: { type: 'reaction', emoji: '\u2764\ufe0f', target: { ...target, sender: null } },
		});
		expect(event).toMatchObject({
			event: 'message.reactionAdded',
			id: 'spc-msg-0:reaction:7:2',
			message: { id: 'p:2/spc-msg-0', part: 2 },
			content: { type: 'reaction', kind: 'love', emoji: '\u2764\ufe0f', target },
		});
		expect(event.content?.target).toEqual(target);
	});

	test('a reaction whose target is missing still arrives', () => {
		expect(of({ type: 'reaction', emoji: 'x' })).toMatchObject({ event: 'message.reactionAdded', content: { emoji: 'x' } });
		expect(of({ type: 'reaction', emoji: 'x' })).not.toHaveProperty('message');
		expect(of({ type: 'reaction', emoji: 'x' })).not.toHaveProperty('content.kind');
		expect(of({ type: 'reaction', emoji: '🎉' })).toMatchObject({ content: { kind: 'emoji', emoji: '🎉' } });
	});

	test('an album: every item with its own id and part, captions as the text', () => {
		const item = (part: number, content: object) => ({
			id: `p:${part}/spc-msg-1`,
			platform: 'iMessage',
			direction: 'inbound',
			timestamp: base.timestamp,
			sender: base.sender,
			content,
		});
		const photo = { type: 'attachment', id: 'A1', name: 'a.heic', mimeType: 'image/heic' };
		const event = of({
			type: 'group',
			items: [item(0, photo), item(1, { type: 'text', text: 'Look' }), item(2, { type: 'hologram', depth: null }), 'odd'],
		});
		expect(event.message).toEqual({ id: 'spc-msg-1', text: 'Look' });
		expect(event.content).toEqual({
			type: 'group',
			items: [
				{ id: 'p:0/spc-msg-1', part: 0, timestamp: base.timestamp, content: photo },
				{ id: 'p:1/spc-msg-1', part: 1, timestamp: base.timestamp, content: { type: 'text', text: 'Look' } },
				{ id: 'p:2/spc-msg-1', part: 2, timestamp: base.timestamp, content: { type: 'hologram', depth: null } },
				'odd',
			],
		});
	});

	test('an album without items is an empty one', () => {
		expect(of({ type: 'group' }).content).toEqual({ type: 'group', items: [] });
	});

	test.each(['sticker', 'constructor', '__proto__', 'TEXT'])('type %p is not known and passes as it came', (type) => {
		const content = { type, deep: { list: [1, null, ''] }, nothing: null };
		const event = of(content);
		expect(event).toMatchObject({ event: 'message.received', message: { id: 'spc-msg-1' } });
		expect(event.content).toEqual(content);
	});
});

describe('the sender', () => {
	const sender = (fields: Record<string, unknown>) => toEvent({ ...base, sender: fields }).sender;

	test('an address is normalised, the id stays as it came', () => {
		expect(sender({ id: ' Alice@Example.com' })).toEqual({ id: ' Alice@Example.com', address: 'alice@example.com' });
		expect(sender({ id: 'user-1', address: '+1 555 123-4567' })).toEqual({ id: 'user-1', address: '+15551234567' });
	});

	test('one that nobody can write to is kept', () => {
		expect(sender({ id: '12345' })).toEqual({ id: '12345', address: '12345' });
	});

	test.each([
		['iMessage', 'iMessage'],
		['imessage', 'iMessage'],
		['SMS', 'SMS'],
		['rcs', 'RCS'],
	])('service %s becomes %s', (service, expected) => {
		expect(sender({ id: '+15551234567', service, country: 'us' })).toEqual({
			id: '+15551234567',
			address: '+15551234567',
			country: 'US',
			service: expected,
		});
	});

	test.each(['unknown', 'carrier pigeon', 'constructor'])('service %s is none that is known, and absent', (service) => {
		expect(sender({ id: '+15551234567', service })).toEqual({ id: '+15551234567', address: '+15551234567' });
	});

	test('without an id there is none', () => {
		expect(sender({ platform: 'iMessage' })).toBeUndefined();
		expect(sender({ id: '', address: null })).toBeUndefined();
	});
});

test('the id of a part is given with its part', () => {
	expect(toEvent({ ...base, messageId: 'p:1/GUID' }).message).toEqual({ id: 'p:1/GUID', text: 'Hi', part: 1 });
	expect(toEvent({ ...base, messageId: 'p:x/GUID' }).message).toEqual({ id: 'p:x/GUID', text: 'Hi' });
});
