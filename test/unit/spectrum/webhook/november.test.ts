import { filesOf } from '../../../../nodes/shared/spectrum/model/event/eventFiles';
import { judge, type EventFilter } from '../../../../nodes/shared/spectrum/filter/eventFilter';
import type { Delivery } from '../../../../nodes/shared/spectrum/webhook/delivery';
import { toEvent, toEvents } from '../../../../nodes/shared/spectrum/webhook/toEvent';

type Content = Delivery['content'];

const line = '+15550000001';
const alice = '+15551234567';
const direct: Delivery = {
	messageId: 'spc-msg-1',
	space: { id: `any;-;${alice}`, type: 'dm', phone: line },
	timestamp: '2026-11-21T08:00:00.000Z',
	sender: { id: alice, platform: 'imessage' },
	content: { type: 'text', text: 'Hi' },
	raw: {},
};
const group: Delivery = { ...direct, space: { id: 'any;+;chat1', type: 'group', phone: line } };
const everything: EventFilter = { onlyMentions: false, includeOwn: false };

describe('a receipt', () => {
	const content = {
		type: 'read',
		target: { id: 'p:1/spc-msg-0', platform: 'imessage', timestamp: '2026-11-21T07:00:00.000Z', contentPreview: 'Dinner?' },
	};

	test('is no message: it is about the one that was read, and its sender is the reader', () => {
		expect(toEvent({ ...direct, content })).toEqual({
			event: 'message.read',
			id: 'spc-msg-1',
			timestamp: '2026-11-21T08:00:00.000Z',
			space: direct.space,
			sender: { id: alice, address: alice },
			message: { id: 'p:1/spc-msg-0', part: 1, text: 'Dinner?', readAt: '2026-11-21T08:00:00.000Z' },
		});
	});

	test.each([
		['nobody', undefined],
		['our own line', { id: line }],
	])('in a direct conversation that names %s is the other side\u2019s', (_name, sender) => {
		const event = toEvent({ ...direct, sender, content });
		expect(event.sender).toEqual({ id: alice, address: alice });
		expect(event).not.toHaveProperty('isFromMe');
	});

	test('in a group names who the delivery names, and nobody in place of our line', () => {
		expect(toEvent({ ...group, content }).sender?.address).toBe(alice);
		expect(toEvent({ ...group, sender: { id: line }, content })).not.toHaveProperty('sender');
	});

	test('without a target is still none', () => {
		expect(toEvent({ ...direct, content: { type: 'read' } })).toMatchObject({ event: 'message.read' });
		expect(toEvent({ ...direct, content: { type: 'read' } })).not.toHaveProperty('message');
	});

	test('of our own reading is our own', () => {
		expect(judge(toEvent({ ...direct, isOutbound: true, content }), everything)).toBe('own');
	});
});

describe('changes of a group', () => {
	const of = (content: Content, more: Partial<Delivery> = {}) => toEvent({ ...group, content, ...more });
	const common = { id: 'spc-msg-1', timestamp: direct.timestamp, space: group.space, sender: { id: alice, address: alice } };

	test('another name, or none any more', () => {
		expect(of({ type: 'rename', displayName: 'Team' })).toEqual({ ...common, event: 'group.displayNameChanged', group: { name: 'Team' } });
		expect(of({ type: 'rename', displayName: '' })).toEqual({ ...common, event: 'group.displayNameChanged', group: {} });
	});

	test.each([
		['addMember', 'group.participantAdded'],
		['removeMember', 'group.participantRemoved'],
	])('%s', (type, event) => {
		expect(of({ type, members: [' Bob@Example.com'] })).toEqual({
			...common,
			event,
			member: { id: ' Bob@Example.com', address: 'bob@example.com' },
		});
		expect(of({ type, members: [line] }).member).toEqual({ id: line, address: line, isMe: true });
		expect(of({ type, members: ['+15557654321'] }, { sender: undefined })).not.toHaveProperty('sender');
		expect(of({ type, members: 'none' })).toEqual({ ...common, event });
	});

	test('several members are an event each, as in a stream', () => {
		const events = toEvents({ ...group, content: { type: 'addMember', members: ['a@b.c', 7, 'd@e.f'] } });
		expect(events.map(({ id, event, member }) => [id, event, member?.address])).toEqual([
			['spc-msg-1:0', 'group.participantAdded', 'a@b.c'],
			['spc-msg-1:1', 'group.participantAdded', 'd@e.f'],
		]);
		expect(toEvents({ ...group, content: { type: 'addMember', members: ['a@b.c'] } }).map(({ id }) => id)).toEqual(['spc-msg-1']);
		const raw = toEvents({ ...group, content: { type: 'addMember', members: ['a@b.c', 'd@e.f', 'g@h.i'] } }, { includeRaw: true });
		expect(raw.map((event) => 'raw' in event)).toEqual([true, false, false]);
	});

	test('who leaves is sender and member', () => {
		expect(of({ type: 'leaveSpace' })).toEqual({ ...common, event: 'group.participantLeft', member: { id: alice, address: alice } });
	});

	test.each([
		[{ kind: 'set', mimeType: 'image/png' }, 'group.iconChanged'],
		[{ kind: 'clear' }, 'group.iconRemoved'],
		[undefined, 'group.iconChanged'],
	])('the picture: %j', (action, event) => {
		expect(of({ type: 'avatar', action })).toEqual({ ...common, event });
	});

	test('by our own line is our own, whatever the direction says', () => {
		expect(judge(of({ type: 'rename', displayName: 'X' }, { sender: { id: line } }), everything)).toBe('own');
	});
});

describe('the echo of what our own line did', () => {
	test('starts nothing unless own messages are wanted', () => {
		const event = toEvent({ ...direct, isOutbound: true });
		expect(event).toMatchObject({ event: 'message.received', isFromMe: true });
		expect(judge(event, everything)).toBe('own');
		expect(judge(event, { ...everything, includeOwn: true })).toBe('passes');
		expect(toEvent({ ...direct, isOutbound: true, sender: undefined })).toMatchObject({ isFromMe: true });
	});

	test('is also known by the number of the line', () => {
		expect(toEvent({ ...direct, sender: { id: '+1 555 000-0001' } })).toMatchObject({ isFromMe: true });
		expect(toEvent(direct)).not.toHaveProperty('isFromMe');
	});
});

describe('a reply', () => {
	const target = { id: 'spc-msg-0', platform: 'imessage', timestamp: '2026-11-21T07:00:00.000Z', contentPreview: 'Dinner?' };
	const of = (content: object) => toEvent({ ...direct, content: { type: 'reply', content, target } });

	test('says what stands in it, and what it answers', () => {
		expect(of({ type: 'text', text: 'At eight' })).toMatchObject({
			event: 'message.received',
			message: { id: 'spc-msg-1', text: 'At eight', replyTo: 'spc-msg-0' },
			content: { type: 'text', text: 'At eight' },
		});
	});

	test('is judged by its words', () => {
		const filter = (text: string) => judge(of({ type: 'text', text: 'At eight' }), { ...everything, textContains: [text] });
		expect(filter('EIGHT')).toBe('passes');
		expect(filter('DINNER')).toBe('textContains');
	});

	test('brings its files', () => {
		expect(filesOf(of({ type: 'voice', id: 'V', mimeType: 'audio/amr' }))).toEqual([{ id: 'V', mimeType: 'audio/amr' }]);
		const items = [{ content: { type: 'attachment', id: 'A' } }, { content: { type: 'text', text: 'Look' } }];
		expect(of({ type: 'group', items }).message).toMatchObject({ text: 'Look', replyTo: 'spc-msg-0' });
		expect(filesOf(of({ type: 'group', items }))).toEqual([{ id: 'A' }]);
	});

	test('names whom it mentions', () => {
		const mentions = [{ address: line, start: 0, length: 3 }, { address: 7 }];
		expect(of({ type: 'text', text: 'Bot, hi', mentions }).message).toMatchObject({ mentionsMe: true, mentions: mentions.slice(0, 1) });
		const others = of({ type: 'text', text: 'Bob, hi', mentions: [{ address: 'bob@example.com', start: 0, length: 3 }] });
		expect(others.message).not.toHaveProperty('mentionsMe');
	});

	test('to a reply answers the newer one', () => {
		const inner = { type: 'reply', content: { type: 'text', text: 'No' }, target: { id: 'older' } };
		expect(of(inner).message).toMatchObject({ text: 'No', replyTo: 'spc-msg-0' });
	});

	test('without words is a message of a kind that is not known', () => {
		expect(toEvent({ ...direct, content: { type: 'reply', target } }).message).toEqual({
			id: 'spc-msg-1',
			replyTo: 'spc-msg-0',
			isUnknownKind: true,
		});
	});
});

describe('a voice memo', () => {
	test('is a file with its length', () => {
		const event = toEvent({
			...direct,
			content: { type: 'voice', id: 'V', name: 'Audio Message.caf', mimeType: 'audio/x-caf', duration: 2.5, size: 9 },
		});
		expect(event).toMatchObject({
			event: 'message.received',
			content: {
				type: 'attachment',
				id: 'V',
				name: 'Audio Message.caf',
				mimeType: 'audio/x-caf',
				duration: 2.5,
				size: 9,
				isVoiceNote: true,
			},
		});
		expect(event.message).not.toHaveProperty('isUnknownKind');
		expect(filesOf(event)).toEqual([{ id: 'V', name: 'Audio Message.caf', mimeType: 'audio/x-caf', size: 9 }]);
	});

	test.each([null, '2.5', -1])('without a length that makes sense (%j) has none', (duration) => {
		expect(toEvent({ ...direct, content: { type: 'voice', id: 'V', mimeType: 'audio/amr', duration } }).content).not.toHaveProperty(
			'duration',
		);
	});
});

describe('a kind that is not known', () => {
	test.each(['poll', 'poll_option', 'effect', 'app', 'custom', 'hologram'])('%s stays a message, and says so', (type) => {
		expect(toEvent({ ...direct, content: { type } })).toMatchObject({
			event: 'message.received',
			message: { isUnknownKind: true },
			content: { type },
		});
	});

	test.each(['text', 'richlink', 'attachment', 'voice', 'contact', 'group'])('%s is known', (type) => {
		expect(toEvent({ ...direct, content: { type } }).message).not.toHaveProperty('isUnknownKind');
	});

	test('within a reply is told likewise, and never as another event', () => {
		for (const type of ['hologram', 'read', 'reaction']) {
			const event = toEvent({ ...direct, content: { type: 'reply', content: { type } } });
			expect(event).toMatchObject({ event: 'message.received', message: { isUnknownKind: true }, content: { type } });
		}
	});
});

describe('a contact', () => {
	const of = (fields: object) => toEvent({ ...direct, content: { type: 'contact', ...fields } }).content;

	test('carries everything that the contract names', () => {
		const contact = {
			name: { formatted: 'Dr. Ada King', first: 'Ada', last: 'King', prefix: 'Dr.' },
			phones: ['+15557654321'],
			emails: [{ label: 'work', value: 'ada@example.com' }],
			addresses: [{ label: 'home', parts: { city: 'London' } }],
			note: 'Counts',
			org: { name: 'Analytical' },
			urls: ['https://example.com'],
			birthday: '1815-12-10',
			photo: { mimeType: 'image/jpeg' },
			raw: 'BEGIN:VCARD',
		};
		expect(of(contact)).toEqual({ type: 'contact', ...contact, displayName: 'Dr. Ada King' });
	});

	test.each([
		[{ first: 'Ada', last: 'King', middle: '', prefix: null }, 'Ada King'],
		[{ formatted: 'A. King', first: 'Ada' }, 'A. King'],
	])('has a text for its structured name: %j', (name, displayName) => {
		expect(of({ name })).toMatchObject({ displayName });
	});

	test('without a name has none', () => {
		expect(of({ name: {}, displayName: 'Mallory', isCut: true })).toEqual({ type: 'contact', name: {} });
	});

	test('is cut where a stranger made it large, and says so', () => {
		const content = of({
			note: 'x'.repeat(10_001),
			emails: Array.from({ length: 101 }, (_, index) => `${index}@example.com`),
			org: { a: { b: { c: { d: { e: 1 } } } } },
			raw: 'y'.repeat(1_000_001),
			...Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`more${index}`, 1])),
		});
		expect(content).toMatchObject({ isCut: true });
		expect((content?.note as string).length).toBe(10_000);
		expect(content?.emails).toHaveLength(100);
		expect(content?.org).toEqual({ a: { b: { c: {} } } });
		expect(content).not.toHaveProperty('raw');
		expect(Object.keys(content ?? {}).length).toBeLessThan(60);
		expect(of({ note: 'x'.repeat(10_000), raw: 'y'.repeat(1_000_000) })).not.toHaveProperty('isCut');
	});
});
