import type { Simulator } from '../../simulator/src';
import { FakeClock } from '../support/fakeClock';
import { picture } from './pictures';
import { withClient, type AdvancedIMessage } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const space = `any;-;${alice}`;
const minute = 60_000;

describe('edits and unsends, seen by the vendor’s client', () => {
	it('changes the text of our own message on the phone', async () => {
		const clock = new FakeClock();
		await withClient({ clock }, async (spectrum, client) => {
			const sent = await client.messages.sendText(space, 'Helo 👍', { formatting: [{ type: 'bold', start: 0, length: 4 }] });
			await clock.advance(15 * minute);
			const edited = await client.messages.edit(space, sent.guid, 'Hello', { backwardCompatText: 'Edited to Hello' });
			expect(edited).toMatchObject({ guid: sent.guid, dateEdited: new Date(clock.now()), content: { text: 'Hello', formatting: [] } });
			expect(await client.messages.get(sent.guid)).toEqual(edited);
			const phone = spectrum.phone(alice);
			expect(phone.messages).toMatchObject([{ text: 'Hello', editedAt: new Date(clock.now()).toISOString() }]);
			expect(phone.eventsOf('edit')).toMatchObject([
				{ target: { guid: sent.guid }, text: 'Hello', backwardCompatText: 'Edited to Hello', at: clock.now() },
			]);
			await clock.advance(1);
			await expect(client.messages.edit(space, sent.guid, 'Late')).rejects.toMatchObject({
				code: 'preconditionFailed',
				context: { reason: 'tooOld' },
			});
		});
	});

	it('takes our own message back', async () => {
		const clock = new FakeClock();
		await withClient({ clock }, async (spectrum, client) => {
			const sent = await client.messages.sendText(space, 'Oops');
			const late = await client.messages.sendText(space, 'Too late');
			await clock.advance(2 * minute);
			await client.messages.unsend(space, sent.guid);
			const message = await client.messages.get(sent.guid);
			expect(message.dateRetracted).toEqual(new Date(clock.now()));
			expect(message.content.text).toBeUndefined();
			expect(spectrum.phone(alice).messages[0]).toMatchObject({ text: '', unsentAt: new Date(clock.now()).toISOString() });
			await clock.advance(1);
			await expect(client.messages.unsend(space, late.guid)).rejects.toMatchObject({ context: { reason: 'tooOld' } });
			for (const act of [
				() => client.messages.unsend(space, sent.guid),
				() => client.messages.edit(space, sent.guid, 'Again'),
				() => client.messages.setReaction(space, sent.guid, { kind: 'love' }, true),
			]) {
				await expect(act()).rejects.toMatchObject({ code: 'preconditionFailed', grpcCode: 9 });
			}
		});
	});

	it('edits and unsends one part, which keeps the numbers of the others', async () => {
		await withClient({}, async (spectrum, client) => {
			const { guid } = await client.messages.sendMultipart(space, [{ text: 'One ' }, { text: 'two ' }, { text: 'three' }]);
			await client.messages.edit(space, guid, 'zwei ', { partIndex: 1 });
			await client.messages.unsend(space, guid, { partIndex: 0 });
			const message = await client.messages.edit(space, guid, 'drei', { partIndex: 2 });
			expect(message).toMatchObject({ partCount: 3, content: { text: 'zwei drei' } });
			expect(message.dateRetracted).toBeUndefined();
			await expect(client.messages.edit(space, guid, 'eins', { partIndex: 0 })).rejects.toMatchObject({
				context: { reason: 'noText' },
			});
			await client.messages.unsend(space, guid, { partIndex: 1 });
			await client.messages.unsend(space, guid, { partIndex: 2 });
			expect((await client.messages.get(guid)).dateRetracted).toBeDefined();
			expect(spectrum.phone(alice).messages[0]?.text).toBe('');
		});
	});

	it('leaves other people’s messages, files and SMS as they are', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { messageId, spaceId } = spectrum.receive({ from: alice, text: 'Mine' });
			const { attachment } = await client.attachments.upload({ fileName: 'a.png', data: picture('png') });
			const file = await client.messages.sendAttachment(spaceId, attachment.guid);
			const text = await client.messages.sendText(spaceId, 'Hi');
			await expect(client.messages.edit(spaceId, messageId, 'Yours')).rejects.toMatchObject({ context: { reason: 'notOwn' } });
			await expect(client.messages.unsend(spaceId, messageId)).rejects.toMatchObject({ context: { reason: 'notOwn' } });
			await expect(client.messages.edit(spaceId, file.guid, 'Text')).rejects.toMatchObject({ context: { reason: 'noText' } });
			await expect(client.messages.edit(spaceId, text.guid, '')).rejects.toMatchObject({ code: 'invalidArgument' });
			spectrum.store().chats.get(spaceId)!.service = 'SMS';
			await expect(client.messages.unsend(spaceId, text.guid)).rejects.toMatchObject({ code: 'operationNotSupported' });
		});
	});
});

describe('the target of an act', () => {
	const acts: ReadonlyArray<[string, (client: AdvancedIMessage, chat: string, guid: string, partIndex?: number) => Promise<unknown>]> = [
		['edit', (client, chat, guid, partIndex) => client.messages.edit(chat, guid, 'New', { partIndex })],
		['unsend', (client, chat, guid, partIndex) => client.messages.unsend(chat, guid, { partIndex })],
		['react', (client, chat, guid, partIndex) => client.messages.setReaction(chat, guid, { kind: 'like' }, true, { partIndex })],
		['reply', (client, chat, guid, partIndex) => client.messages.sendText(chat, 'Re', { replyTo: { guid, partIndex } })],
	];
	it.each(acts)('must be there, in the same chat, to %s', async (_name, act) => {
		await withClient({}, async (_spectrum, client) => {
			const { guid } = await client.messages.sendText(space, 'Here');
			const elsewhere = await client.messages.sendText(`any;-;${bob}`, 'There');
			await expect(act(client, space, 'spc-msg-nobody')).rejects.toMatchObject({ code: 'messageNotFound' });
			await expect(act(client, space, elsewhere.guid)).rejects.toMatchObject({ code: 'messageNotFound' });
			await expect(act(client, space, `p:0/${guid}`)).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(act(client, space, guid, 1)).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(act(client, space, guid, -1)).rejects.toMatchObject({ code: 'invalidArgument' });
			await act(client, space, guid, 0);
		});
	});
});

describe('reactions, seen by the vendor’s client', () => {
	const standing = async (client: AdvancedIMessage, guid: string): Promise<unknown[]> =>
		(await client.messages.get(guid)).appliedReactions.map(({ reaction, isFromMe, targetPartIndex }) => [
			reaction.emoji ?? reaction.kind,
			isFromMe,
			targetPartIndex,
		]);

	it('stand side by side by kind, person and part; a second emoji replaces the first', async () => {
		await withClient({}, async (spectrum, client) => {
			const { messageId: guid } = spectrum.receive({ from: alice, text: 'Hi' });
			const row = await client.messages.setReaction(space, guid, { kind: 'love' }, true);
			expect(row).toMatchObject({
				isFromMe: true,
				reactionTargetGuid: guid,
				reaction: { kind: 'love' },
				reactionSelected: true,
				content: { text: 'Loved “Hi”' },
			});
			await client.messages.setReaction(space, guid, { kind: 'laugh' }, true);
			await client.messages.setReaction(space, guid, { kind: 'emoji', emoji: '🎉' }, true);
			await client.messages.setReaction(space, guid, { kind: 'emoji', emoji: '🚀' }, true);
			await client.messages.setReaction(space, guid, { kind: 'like' }, true, { partIndex: 0 });
			spectrum.phone(alice).react(guid, 'love');
			expect(await standing(client, guid)).toEqual([
				['love', true, undefined],
				['laugh', true, undefined],
				['🚀', true, undefined],
				['like', true, 0],
				['love', false, undefined],
			]);
			await client.messages.setReaction(space, guid, { kind: 'love' }, false);
			// Nothing of these stands, so nothing changes.
			await client.messages.setReaction(space, guid, { kind: 'emoji', emoji: '🎉' }, false);
			await client.messages.setReaction(space, guid, { kind: 'like' }, false);
			expect(await standing(client, guid)).toEqual([
				['laugh', true, undefined],
				['🚀', true, undefined],
				['like', true, 0],
				['love', false, undefined],
			]);
			const { appliedReactions } = await client.messages.get(guid);
			expect(appliedReactions[3]?.sender).toMatchObject({ address: alice });
			expect(spectrum.phone(alice).reactions.map(({ reaction, isSet }) => [reaction.emoji ?? reaction.kind, isSet])).toEqual([
				['love', true],
				['laugh', true],
				['🎉', true],
				['🚀', true],
				['like', true],
				['love', false],
			]);
		});
	});

	it('of people show on our own messages, in the log and on other phones, and can be taken away', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { chat } = await client.chats.create([alice, bob], { message: 'Party?' });
			const { id } = await spectrum.phone(alice).next();
			spectrum.phone(alice).react(id, { emoji: '🎉' }, { part: 0 });
			spectrum.phone(bob).react(id, 'dislike');
			spectrum.phone(bob).react(id, 'dislike', { isSet: false });
			expect(await standing(client, id)).toEqual([['🎉', false, 0]]);
			expect(spectrum.phone(alice).messages[0]?.reactions).toMatchObject([{ emoji: '🎉', from: alice }]);
			expect(spectrum.phone(alice).reactions).toMatchObject([
				{ from: bob, isSet: true, spaceId: chat.guid },
				{ from: bob, isSet: false },
			]);
			const changes = spectrum.eventLog().map(({ change, actor }) => [change.type, actor]);
			expect(changes.slice(1)).toEqual([
				['reactionAdded', alice],
				['reactionAdded', bob],
				['reactionRemoved', bob],
			]);
		});
	});

	it.each([[{ kind: 'emoji' }], [{ kind: 'emoji', emoji: '' }], [{ kind: 'emoji', emoji: 'ok' }], [{ kind: 'love', emoji: '👍' }]])(
		'refuses %j',
		async (reaction) => {
			await withClient({}, async (spectrum, client) => {
				const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
				const set = client.messages.setReaction(space, messageId, reaction as never, true);
				await expect(set).rejects.toMatchObject({ code: 'invalidArgument' });
				expect(await standing(client, messageId)).toEqual([]);
			});
		},
	);

	it('repeat by their id only once', async () => {
		await withClient({}, async (spectrum, client) => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
			const set = () => client.messages.setReaction(space, messageId, { kind: 'love' }, true, { clientMessageId: 'once' });
			spectrum.faults.add('SetReaction', { type: 'answerLost' });
			await expect(set()).rejects.toMatchObject({ name: 'ConnectionError' });
			expect((await set()).reactionTargetGuid).toBe(messageId);
			expect(spectrum.phone(alice).reactions).toHaveLength(1);
		});
	});
});

describe('stickers and alerts, seen by the vendor’s client', () => {
	const upload = async (client: AdvancedIMessage, fileName: string): Promise<string> =>
		(await client.attachments.upload({ fileName, data: picture('png') })).attachment.guid;

	it('puts a sticker on a part', async () => {
		await withClient({}, async (spectrum, client) => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
			const guid = await upload(client, 'star.png');
			const placement = { x: 0.25, y: 0.75, scale: 1.5, rotation: -0.5, width: 120 };
			const row = await client.messages.placeSticker(space, messageId, guid, placement, { partIndex: 0 });
			expect((await client.messages.get(messageId)).placedStickers).toMatchObject([
				{ messageGuid: row.guid, targetPartIndex: 0, isFromMe: true, sticker: { guid, isSticker: true }, placement },
			]);
			expect(spectrum.phone(alice).eventsOf('sticker')).toMatchObject([
				{ stickerId: row.guid, target: { guid: messageId, part: 0 }, placement, file: { name: 'star.png' } },
			]);
			expect(spectrum.phone(alice).messages).toHaveLength(0);
		});
	});

	it('refuses a sticker that is no image, is not there, or has no size', async () => {
		await withClient({}, async (spectrum, client) => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
			const place = (guid: string, scale?: number) => client.messages.placeSticker(space, messageId, guid, { x: 0, y: 0, scale });
			await expect(place(await upload(client, 'a.pdf'))).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(place(await upload(client, 'a.png'), 0)).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(place('nowhere')).rejects.toMatchObject({ code: 'attachmentNotFound' });
		});
	});

	it('alerts about a message that a Focus kept quiet, once', async () => {
		await withClient({}, async (spectrum: Simulator, client) => {
			const phone = spectrum.phone(alice);
			const loud = await client.messages.sendText(space, 'Loud');
			expect(loud).toMatchObject({ isDeliveredQuietly: false, didNotifyRecipient: true });
			phone.focus = true;
			const quiet = await client.messages.sendText(space, 'Quiet');
			expect(quiet).toMatchObject({ isDeliveredQuietly: true, didNotifyRecipient: false });
			expect(phone.messages.map(({ isSilenced }) => isSilenced)).toEqual([false, true]);
			await client.messages.notifySilenced(space, quiet.guid);
			expect(await client.messages.get(quiet.guid)).toMatchObject({ isDeliveredQuietly: true, didNotifyRecipient: true });
			expect(phone.eventsOf('alert')).toMatchObject([{ messageId: quiet.guid }]);
			expect(phone.messages.map(({ isSilenced }) => isSilenced)).toEqual([false, false]);
			for (const guid of [quiet.guid, loud.guid]) {
				await expect(client.messages.notifySilenced(space, guid)).rejects.toMatchObject({ context: { reason: 'notSilenced' } });
			}
			await expect(client.messages.notifySilenced(space, 'nobody')).rejects.toMatchObject({ code: 'messageNotFound' });
		});
	});
});
