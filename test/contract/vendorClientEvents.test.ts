import type { Simulator, SimulatorOptions } from '../../simulator/src';
import { FakeClock } from '../support/fakeClock';
import { follow, type Followed } from './follow';
import { picture } from './pictures';
import { withClient, type AdvancedIMessage } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const carol = 'carol@example.com';
const line = '+15550000001';
const space = `any;-;${alice}`;

type Live = AdvancedIMessage['messages'] | AdvancedIMessage['chats'] | AdvancedIMessage['groups'] | AdvancedIMessage['polls'];
type Event = Record<string, unknown> & { readonly type: string; readonly sequence: number };

/** Opens all four live streams, acts, and gives every event in its order once the streams have shown them all. */
async function seen(spectrum: Simulator, client: AdvancedIMessage, act: () => Promise<void> | void): Promise<readonly Event[]> {
	const before = spectrum.eventLog().length;
	const live: Array<Followed<unknown>> = [];
	for (const resource of [client.messages, client.chats, client.groups, client.polls] as readonly Live[]) {
		live.push(follow<unknown>(resource.subscribeEvents()));
		await spectrum.nextStream();
	}
	await act();
	const domains = ['message', 'chat', 'group', 'poll'];
	for (const { domain } of spectrum.eventLog().slice(before)) await live[domains.indexOf(domain)]?.next();
	await Promise.all(live.map((stream) => stream.close()));
	const events = live.flatMap((stream) => stream.events as Event[]);
	return events.sort((one, other) => one.sequence - other.sequence);
}

async function replayed(client: AdvancedIMessage, since?: number): Promise<Event[]> {
	const events: unknown[] = [];
	for await (const event of client.events.catchUp(since)) events.push(event);
	return events as Event[];
}

function withEvents(use: (spectrum: Simulator, client: AdvancedIMessage) => Promise<void>, options: SimulatorOptions = {}): Promise<void> {
	return withClient({ plan: 'dedicated', clock: new FakeClock(), ...options }, use);
}

const by = (address: string) => ({ isFromMe: false, actor: { address, service: 'iMessage' } });
const byUs = { isFromMe: true, actor: { address: line, service: 'iMessage' } };

describe('the changes of the log, live and replayed alike, seen by the vendor’s client', () => {
	it('are messages of every content, from others and from us', async () => {
		await withEvents(async (spectrum, client) => {
			const bytes = Buffer.from('bytes');
			const file = { type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes } as const;
			const events = await seen(spectrum, client, async () => {
				spectrum.receive({ from: alice, text: 'Hi', subject: 'Re' });
				spectrum.receive({ from: alice, content: file });
				spectrum.receive({
					from: alice,
					content: { type: 'attachment', name: 'm.caf', mimeType: 'audio/x-caf', bytes, isVoiceNote: true },
				});
				spectrum.receive({ from: alice, content: { type: 'richlink', url: 'https://example.com/' } });
				spectrum.receive({ from: alice, content: { type: 'contact', name: 'Bob' } });
				spectrum.receive({ from: alice, content: { type: 'group', items: [file, { ...file, name: 'b.png' }] } });
				spectrum.receive({ from: alice, content: { type: 'future' } });
				await client.messages.sendText(space, 'Hello');
				spectrum.ownDevice().send(space, 'From the phone');
			});
			expect(events.map(({ type, sequence, chatGuid }) => [type, sequence, chatGuid])).toEqual(
				events.map((_event, index) => ['message.received', index + 1, space]),
			);
			expect(events).toMatchObject([
				{ ...by(alice), message: { isFromMe: false, subject: 'Re', content: { text: 'Hi' } } },
				{ message: { content: { attachments: [{ fileName: 'a.png' }] } } },
				{ message: { isAudioMessage: true, content: { attachments: [{ fileName: 'm.caf' }] } } },
				{ message: { content: { text: 'https://example.com/' } } },
				{ message: { sender: { address: alice } } },
				{ message: { partCount: 2, content: { attachments: [{ fileName: 'a.png' }, { fileName: 'b.png' }] } } },
				{ message: { sender: { address: alice } } },
				{ ...byUs, message: { isFromMe: true, content: { text: 'Hello' } } },
				{ ...byUs, message: { isFromMe: true, content: { text: 'From the phone' } } },
			]);
			expect(await replayed(client)).toEqual([...events, { type: 'catchup.complete', headSequence: 9 }]);
		});
	});

	it('are edits, unsends, receipts, reactions and stickers', async () => {
		await withEvents(async (spectrum, client) => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
			const own = (await client.messages.sendText(space, 'Hello')).guid;
			const events = await seen(spectrum, client, async () => {
				const phone = spectrum.phone(alice);
				phone.edit(messageId, 'Hi there');
				phone.react(own, { emoji: '🎉' }, { part: 0 });
				phone.react(own, { emoji: '🎉' }, { part: 0, isSet: false });
				phone.placeSticker(own, { bytes: picture('png'), part: 0 }, { x: 0.25, y: 0.75 });
				phone.read(own);
				await client.messages.edit(space, own, 'Hello you');
				await client.messages.setReaction(space, messageId, { kind: 'love' }, true);
				await client.chats.markRead(space);
				await client.messages.unsend(space, own);
				phone.unsend(messageId);
			});
			const emoji = { messageGuid: own, targetPartIndex: 0, reaction: { kind: 'emoji', emoji: '🎉' } };
			expect(events).toMatchObject([
				{ type: 'message.edited', ...by(alice), messageGuid: messageId, content: { text: 'Hi there' } },
				{ type: 'message.reactionAdded', ...by(alice), ...emoji },
				{ type: 'message.reactionRemoved', ...by(alice), ...emoji },
				{ type: 'message.stickerPlaced', ...by(alice), messageGuid: own, targetPartIndex: 0, placement: { x: 0.25, y: 0.75 } },
				// As on real servers: the actor of a receipt is our own line.
				{ type: 'message.read', ...byUs, messageGuid: own },
				{ type: 'message.edited', ...byUs, messageGuid: own, content: { text: 'Hello you' } },
				{ type: 'message.reactionAdded', ...byUs, messageGuid: messageId, reaction: { kind: 'love' } },
				{ type: 'message.read', ...byUs, messageGuid: messageId },
				{ type: 'chat.markedRead', ...byUs, chatGuid: space },
				{ type: 'message.unsent', ...byUs, messageGuid: own },
				{ type: 'message.unsent', ...by(alice), messageGuid: messageId },
			]);
			// The text of the first message is what it was when it came, though it was edited and unsent since.
			const all = await replayed(client);
			expect(all[0]).toMatchObject({ message: { content: { text: 'Hi' } } });
			expect(all.slice(2, -1)).toEqual(events);
			spectrum.settings.readActors = 'reader';
			expect((await replayed(client))[6]).toMatchObject({ type: 'message.read', ...by(alice) });
		});
	});

	it('are polls with their options and votes', async () => {
		await withEvents(async (spectrum, client) => {
			spectrum.receive({ from: alice, text: 'Hi' });
			const events = await seen(spectrum, client, async () => {
				const poll = spectrum.phone(alice).createPoll(space, 'Lunch?', ['Pizza', 'Soup']);
				const [pizza, soup] = poll.options.map(({ id }) => id);
				await client.polls.vote(poll.guid, pizza!);
				spectrum.phone(alice).vote(poll.guid, soup!);
				await client.polls.addOption(poll.guid, 'Salad');
				await client.polls.unvote(poll.guid);
			});
			expect(events.map(({ type }) => type)).toEqual(['message.received', ...Array<string>(5).fill('poll.changed')]);
			const [message, created, ours, hers] = events;
			const { options } = created?.delta as { options: Array<{ optionIdentifier: string }> };
			const [pizza, soup] = options.map(({ optionIdentifier }) => optionIdentifier);
			expect(created).toMatchObject({
				...by(alice),
				pollMessageGuid: (message?.message as { guid: string }).guid,
				delta: { type: 'created', title: 'Lunch?', options: [{ text: 'Pizza', creatorHandle: alice }, { text: 'Soup' }] },
			});
			expect(ours).toMatchObject({ ...byUs, delta: { type: 'voted', optionIdentifier: pizza } });
			expect(hers).toMatchObject({ ...by(alice), delta: { type: 'voted', optionIdentifier: soup } });
			expect(events[4]).toMatchObject({
				...byUs,
				delta: { type: 'optionAdded', options: [{}, {}, { text: 'Salad', creatorHandle: line }] },
			});
			expect(events[5]).toMatchObject({ ...byUs, delta: { type: 'unvoted', optionIdentifier: pizza } });
			expect((await replayed(client, 1)).slice(0, -1)).toEqual(events);
		});
	});

	it('are groups and chats as a whole', async () => {
		await withEvents(async (spectrum, client) => {
			const { guid } = (await client.chats.create([alice, bob])).chat;
			const events = await seen(spectrum, client, async () => {
				const phone = spectrum.phone(alice);
				phone.renameGroup(guid, 'Friends');
				phone.addMember(guid, carol);
				await client.groups.removeParticipants(guid, [carol]);
				spectrum.phone(bob).leave(guid);
				phone.setGroupIcon(guid, picture('png'));
				await client.groups.removeIcon(guid);
				phone.setBackground(guid, picture('jpeg'));
				await client.chats.removeBackground(guid);
				spectrum.ownDevice().archive(guid);
				spectrum.ownDevice().archive(guid);
				expect(await client.chats.count()).toBe(0);
				spectrum.ownDevice().unarchive(guid);
				await client.groups.leave(guid);
			});
			const group = (who: object, change: object) => ({ type: 'group.changed', chatGuid: guid, ...who, change });
			expect(events).toMatchObject([
				group(by(alice), { type: 'displayNameChanged', displayName: 'Friends' }),
				group(by(alice), { type: 'participantAdded', participant: { address: carol } }),
				group(byUs, { type: 'participantRemoved', participant: { address: carol } }),
				group(by(bob), { type: 'participantLeft', participant: { address: bob } }),
				group(by(alice), { type: 'iconChanged' }),
				{ ...group({ isFromMe: true }, { type: 'iconRemoved' }), actor: undefined },
				{ type: 'chat.backgroundChanged', ...by(alice), chatGuid: guid },
				{ type: 'chat.backgroundRemoved', ...byUs, chatGuid: guid },
				{ type: 'chat.archived', ...byUs, chatGuid: guid },
				{ type: 'chat.unarchived', ...byUs, chatGuid: guid },
				group(byUs, { type: 'participantLeft', participant: { address: line } }),
			]);
			// The line has forgotten the group; its log has not.
			expect((await replayed(client)).slice(0, -1)).toEqual(events);
		});
	});
});

describe('filters, seen by the vendor’s client', () => {
	it('keep a stream to one chat, and one poll', async () => {
		await withEvents(async (spectrum, client) => {
			const { guid: group } = (await client.chats.create([alice, bob], { message: 'Hi' })).chat;
			const poll = await client.polls.create(group, 'Which?', ['A', 'B']);
			const streams: Array<Followed<unknown>> = [];
			for (const stream of [
				client.messages.subscribeEvents({ chat: space }),
				client.chats.subscribeEvents({ chat: group }),
				client.groups.subscribeEvents({ chat: 'any;+;other' }),
				client.polls.subscribeEvents({ pollMessage: poll.pollMessageGuid }),
			]) {
				streams.push(follow<unknown>(stream));
				await spectrum.nextStream();
			}
			const [ofAlice, ofGroup, ofOther, ofPoll] = streams;
			spectrum.receive({ from: bob, text: 'Not this one', space: group });
			spectrum.receive({ from: alice, text: 'This one' });
			expect(await ofAlice?.next()).toMatchObject({ message: { content: { text: 'This one' } } });
			await client.chats.markRead(space);
			await client.chats.setBackground(group, picture('png'));
			expect(await ofGroup?.next()).toMatchObject({ type: 'chat.backgroundChanged', chatGuid: group });
			spectrum.phone(alice).renameGroup(group, 'Name');
			const other = spectrum.phone(bob).createPoll(group, 'Other?', ['A', 'B']);
			spectrum.phone(alice).vote(other.guid, 'A');
			spectrum.phone(alice).vote(poll.pollMessageGuid, 'B');
			expect(await ofPoll?.next()).toMatchObject({ pollMessageGuid: poll.pollMessageGuid, delta: { type: 'voted' } });
			for (const stream of streams) await stream.close();
			expect(ofOther?.events).toEqual([]);
			expect(ofPoll?.events).toHaveLength(1);
		});
	});
});
