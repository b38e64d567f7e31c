import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';
import { contentsIn, filesOf } from '../../../../../nodes/shared/spectrum/model/event/eventFiles';

const base: ImessageEvent = { event: 'message.received', id: 'm', space: { id: 'any;-;+15551234567', type: 'dm' } };
const of = (content: object, more: object = {}) => filesOf({ ...base, content: content as ImessageEvent['content'], ...more });
const picture = (id: string) => ({ type: 'attachment', id, name: `${id}.jpg` });

test('an attachment, with what is known of it', () => {
	expect(of({ type: 'attachment', id: 'A', name: 'a.jpg', mimeType: 'image/jpeg', size: 12 })).toEqual([
		{ id: 'A', name: 'a.jpg', mimeType: 'image/jpeg', size: 12 },
	]);
	expect(of({ type: 'attachment', id: 'A', name: 7, mimeType: '', size: '12' })).toEqual([{ id: 'A' }]);
});

test('the pictures of an album in its order, also of albums within, without its texts', () => {
	const inner = { type: 'group', items: [{ content: picture('B') }, 'no message', null] };
	const items = [{ content: picture('A') }, { content: { type: 'text', text: 'Look' } }, { content: inner }, { content: picture('C') }];
	expect(of({ type: 'group', items }).map(({ id }) => id)).toEqual(['A', 'B', 'C']);
});

test('the card of a contact, whose name is no name of a file', () => {
	expect(of({ type: 'contact', id: 'V', name: 'Alice', fileName: 'Alice.vcf', mimeType: 'text/vcard', size: 9 })).toEqual([
		{ id: 'V', name: 'Alice.vcf', mimeType: 'text/vcard', size: 9 },
	]);
	expect(of({ type: 'contact', id: 'V', name: 'Alice' })).toEqual([{ id: 'V' }]);
	expect(of({ type: 'contact', name: 'Alice' })).toEqual([]);
});

test('those of all messages of a burst, each once', () => {
	const items = [
		{ id: 'm1', content: { type: 'text', text: 'Look' } },
		{ id: 'm2', content: { type: 'group', items: [{ content: picture('B') }, { content: picture('A') }] } },
		{ id: 'm3', content: { type: 'sticker', id: 'C' } },
		{ id: 'm4', content: picture('A') },
	];
	expect(of({ type: 'burst', items }).map(({ id }) => id)).toEqual(['B', 'A', 'C']);
});

test('what a reply and a voice memo carry, where a content comes as it was delivered', () => {
	const voice = { type: 'voice', id: 'V', mimeType: 'audio/amr' };
	expect(
		of({ type: 'reply', content: { type: 'group', items: [{ content: picture('A') }, { content: voice }] } }).map(({ id }) => id),
	).toEqual(['A', 'V']);
});

test('content nested 100,000 deep is not followed to its end, and exhausts no stack', () => {
	let reply: object = picture('A');
	let album: object = picture('A');
	for (let level = 0; level < 100_000; level++) {
		reply = { type: 'reply', content: reply };
		album = { type: 'group', items: [{ content: album }] };
	}
	expect(of(reply)).toEqual([]);
	expect(of(album)).toEqual([]);
	expect(contentsIn({ content: album })).toHaveLength(11);
});

test.each([
	[{ type: 'text', text: 'Hi' }],
	[{ type: 'reaction', emoji: '!', id: 'A' }],
	[{ type: 'attachment' }],
	[{ type: 'attachment', id: '' }],
	[{ type: 'group', items: 'none' }],
	[{ type: 'hologram', id: 'A' }],
])('none: %j', (content) => {
	expect(of(content)).toEqual([]);
});

test('none without content', () => {
	expect(filesOf(base)).toEqual([]);
});
