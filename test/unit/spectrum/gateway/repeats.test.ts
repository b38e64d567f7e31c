import type { WriteKey } from '../../../../nodes/shared/spectrum/keys/writeKey';
import type { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import type { OpenSpace } from '../../../../nodes/shared/spectrum/gateway/openSpace';
import { alice, bob, collected, freshKey, GatewayBench, group } from './gatewaySupport';

const carol = '+15550009999';
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
let bench: GatewayBench;
let gateway: Gateway;
let space: OpenSpace;

beforeEach(async () => {
	bench = await GatewayBench.start({ plan: 'dedicated' });
	gateway = bench.gateway();
	space = await gateway.spaces.locate(group(bench.spectrum.createGroup({ members: [alice, bob] })), {});
});

afterEach(async () => {
	await bench.stop();
});

const sent = async () => (await gateway.messages.sendText(space, { text: 'Hi' }, freshKey())).message?.id ?? '';
const poll = async () => (await gateway.polls.create(space, { title: 'Lunch?', options: ['Pizza', 'Soup'] }, freshKey())).poll;

const file = async () => (await gateway.attachments.upload(space.line.id, { fileName: 'a.png', data: png }, freshKey())).id;
const card = {
	teamId: 'ABCDE12345',
	extensionBundleId: 'com.example.app.messages',
	appName: 'Example',
	url: 'https://example.com/card',
	layout: { caption: 'Hello' },
};

/** Everything that writes under a key: its RPC, what must be there before, and what it gives when it was done already. */
const writes: Array<[string, () => Promise<(key: WriteKey) => Promise<unknown>>, unknown]> = [
	['SendTextMessage', async () => (key) => gateway.messages.sendText(space, { text: 'Hi' }, key), { alreadySent: true }],
	[
		'SendAttachmentMessage',
		async () => {
			const attachmentId = await file();
			return (key) => gateway.messages.sendAttachment(space, { attachmentId }, key);
		},
		{ alreadySent: true },
	],
	[
		'SendMultipartMessage',
		async () => (key) => gateway.messages.sendMultipart(space, { parts: [{ text: 'Hi' }] }, key),
		{ alreadySent: true },
	],
	[
		'EditMessage',
		async () => {
			const id = await sent();
			return (key) => gateway.messages.edit(space, { id }, 'Hello', key);
		},
		{ alreadySent: true },
	],
	[
		'UnsendMessage',
		async () => {
			const id = await sent();
			return (key) => gateway.messages.unsend(space, { id }, key);
		},
		undefined,
	],
	[
		'SetReaction',
		async () => {
			const id = await sent();
			return (key) => gateway.messages.setReaction(space, { id }, { kind: 'love' }, true, key);
		},
		{ alreadySent: true },
	],
	['MarkChatRead', async () => (key) => gateway.spaces.markRead(space, key), undefined],
	['ShareContactInfo', async () => (key) => gateway.spaces.shareContactCard(space, key), undefined],
	['SetTyping', async () => () => gateway.spaces.setTyping(space, true), undefined],
	['SetBackground', async () => (key) => gateway.backgrounds.set(space, png, key), undefined],
	['RemoveBackground', async () => (key) => gateway.backgrounds.clear(space, key), undefined],
	['SetDisplayName', async () => (key) => gateway.groups.rename(space, 'Friends', key), { name: 'Friends', isGroup: true }],
	[
		'AddParticipants',
		async () => (key) => gateway.groups.addMembers(space, [carol], key),
		{ participants: [{ address: alice }, { address: bob }, { address: carol }] },
	],
	['RemoveParticipants', async () => (key) => gateway.groups.removeMembers(space, [bob], key), { participants: [{ address: alice }] }],
	['SetIcon', async () => (key) => gateway.groups.setIcon(space, png, key), undefined],
	['RemoveIcon', async () => (key) => gateway.groups.clearIcon(space, key), undefined],
	[
		'CreatePoll',
		async () => (key) => gateway.polls.create(space, { title: 'Dinner?', options: ['Fish', 'Rice'] }, key),
		{ alreadySent: true, poll: { title: 'Dinner?', options: [{ text: 'Fish' }, { text: 'Rice' }] } },
	],
	[
		'VotePoll',
		async () => {
			const { id, options } = await poll();
			return (key) => gateway.polls.vote(space.line.id, id, options[0]?.id ?? '', key);
		},
		{ votes: [{ optionId: expect.any(String) }] },
	],
	[
		'UnvotePoll',
		async () => {
			const { id } = await poll();
			return (key) => gateway.polls.unvote(space.line.id, id, key);
		},
		{ votes: [] },
	],
	[
		'AddPollOption',
		async () => {
			const { id } = await poll();
			return (key) => gateway.polls.addOption(space.line.id, id, 'Salad', key);
		},
		{ options: [{ text: 'Pizza' }, { text: 'Soup' }, { text: 'Salad' }] },
	],
	[
		'PlaceSticker',
		async () => {
			const id = await sent();
			const attachmentId = await file();
			return (key) => gateway.messages.placeSticker(space, { id }, { attachmentId }, { x: 0, y: 0 }, key);
		},
		{ alreadySent: true },
	],
	[
		'NotifySilencedMessage',
		async () => {
			for (const address of [alice, bob, carol]) bench.spectrum.phone(address).focus = true;
			const id = await sent();
			return (key) => gateway.messages.notifyAnyway(space, id, key);
		},
		undefined,
	],
	['SendCustomizedMiniAppMessage', async () => (key) => gateway.messages.sendMiniApp(space, card, key), { alreadySent: true }],
	[
		'UpdateCustomizedMiniAppMessage',
		async () => {
			const { session } = await gateway.messages.sendMiniApp(space, card, freshKey());
			if (session === undefined) throw new Error('no session');
			return (key) => gateway.messages.updateMiniApp(space.line.id, session, card, key);
		},
		{ alreadySent: true },
	],
	['LeaveGroup', async () => (key) => gateway.groups.leave(space, key), undefined],
];

test.each(writes)('%s that was done already is done', async (method, prepare, expected) => {
	const write = await prepare();
	bench.spectrum.faults.add(method, { type: 'duplicate' });
	const result = await write(freshKey());
	if (expected === undefined) expect(result).toBeUndefined();
	else expect(result).toMatchObject(expected as object);
});

test.each(writes)('%s that failed is a failure', async (method, prepare) => {
	const write = await prepare();
	bench.spectrum.faults.add(method, { type: 'error', code: 'internalError' });
	await expect(write(freshKey())).rejects.toMatchObject({ kind: 'internal', code: 'internalError' });
});

test.each(writes)('%s whose answer was lost is repeated under the same keys', async (method, prepare) => {
	const write = await prepare();
	const before = bench.calls(method).length;
	bench.spectrum.faults.add(method, { type: 'answerLost' });
	await write(freshKey());
	const calls = bench.calls(method).slice(before);
	expect(calls).toHaveLength(2);
	const keys = calls.map(({ metadata, request }) => [metadata['x-idempotency-key'], request.client_message_id]);
	expect(keys[0]?.[0]).toBeDefined();
	expect(keys[1]).toEqual(keys[0]);
	// Where the wire has the field, it carries the same text.
	expect([undefined, keys[0]?.[0]]).toContain(keys[0]?.[1]);
});

test('the writes of one item have keys of their own; only the ways to send share theirs', async () => {
	const otherSends = ['SendAttachmentMessage', 'SendMultipartMessage', 'SendCustomizedMiniAppMessage'];
	const key = freshKey();
	for (const [method, prepare] of writes) if (!otherSends.includes(method)) await (await prepare())(key);
	const sentKeys = bench.spectrum.calls.flatMap(({ metadata }) => metadata['x-idempotency-key'] ?? []);
	expect(sentKeys).toContain(key('send'));
	expect(new Set(sentKeys).size).toBe(sentKeys.length);
});

test('an upload whose id was lost is made again', async () => {
	bench.spectrum.faults.add('UploadAttachment', { type: 'duplicate' });
	const file = { fileName: 'a.png', data: png };
	const uploaded = await gateway.attachments.upload(space.line.id, file, freshKey());
	expect(await gateway.attachments.info(space.line.id, uploaded.id)).toMatchObject({ id: uploaded.id, fileName: 'a.png' });
	const [first, second] = bench.calls('UploadAttachment').map(({ metadata }) => metadata['x-idempotency-key']);
	expect(first).not.toBe(second);
});

test('a poll that cannot be found again says so', async () => {
	const create = (key: WriteKey) => gateway.polls.create(space, { title: 'Dinner?', options: ['Fish', 'Rice'] }, key);
	await poll();
	await sent();
	// Refused as a repeat, though nothing was written.
	bench.spectrum.faults.add('CreatePoll', { type: 'error', code: 'duplicateMessage' });
	await expect(create(freshKey())).rejects.toMatchObject({ kind: 'duplicate', advice: expect.stringContaining('Do not create') });
});

test('a poll without a title is found by its options', async () => {
	bench.spectrum.settings.emptyPollTitles = true;
	bench.spectrum.faults.add('CreatePoll', { type: 'duplicate' });
	const found = await gateway.polls.create(space, { title: 'Dinner?', options: ['Fish', 'Rice'] }, freshKey());
	const [message] = await collected(gateway.messages.listInSpace(space, { limit: 1 }));
	expect(found).toMatchObject({ alreadySent: true, poll: { id: message?.id, title: '' } });
});
