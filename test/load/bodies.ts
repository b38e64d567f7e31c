import type { Draw } from '../chaos/draw';

/** Every kind of content that a webhook brings. */
const contents: Readonly<Record<string, (draw: Draw) => object>> = {
	text: (draw) => ({ type: 'text', text: `Is my order ${draw.between(1, 1e6)} on its way?` }),
	richlink: () => ({ type: 'richlink', url: 'https://example.com/orders' }),
	attachment: (draw) => ({
		type: 'attachment',
		id: `file-${draw.between(1, 1e6)}`,
		name: 'photo.jpg',
		mimeType: 'image/jpeg',
		size: draw.between(1, 1e7),
	}),
	voice: () => ({ type: 'voice', id: 'voice-1', name: 'memo.caf', mimeType: 'audio/x-caf', duration: 3.5 }),
	contact: () => ({ type: 'contact', name: { first: 'Ada', last: 'Lovelace' }, phones: [{ value: '+15551230009' }] }),
	reply: () => ({ type: 'reply', content: { type: 'text', text: 'Yes' }, target: { id: 'message-0' } }),
	group: () => ({ type: 'group', items: [{ id: 'p:0/album', content: { type: 'text', text: 'One of two' } }] }),
	reaction: () => ({ type: 'reaction', emoji: '\u{1F44D}', target: { id: 'message-0' } }),
	read: () => ({ type: 'read', target: { id: 'message-0' } }),
	rename: () => ({ type: 'rename', displayName: 'Team' }),
	addMember: () => ({ type: 'addMember', members: ['+15551230003'] }),
	removeMember: () => ({ type: 'removeMember', members: ['+15551230003'] }),
	leaveSpace: () => ({ type: 'leaveSpace' }),
	avatar: () => ({ type: 'avatar', action: { kind: 'set' } }),
	ofTheFuture: () => ({ type: 'hologram', shape: 'sphere' }),
};

/** A delivery with this id, of a kind that is drawn. `extra` is further text, to make it large. */
export function bodyOf(draw: Draw, id: string, extra = ''): string {
	const person = `+1555123${String(draw.between(0, 200)).padStart(4, '0')}`;
	const content = extra === '' ? draw.one(Object.values(contents))(draw) : { type: 'text', text: extra };
	const space = { id: `any;-;${person}`, type: 'dm', phone: 'shared', platform: 'iMessage' };
	const timestamp = new Date().toISOString();
	const sender = { id: person, platform: 'iMessage' };
	const message = { id, platform: 'iMessage', direction: 'inbound', timestamp, sender, space, content };
	return JSON.stringify({ event: 'messages', space, message });
}

/** A delivery that is nested too deeply for n8n to write it. */
export function deepBody(draw: Draw, id: string): string {
	const body = bodyOf(draw, id);
	return `${body.slice(0, -1)},"deep":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
}
