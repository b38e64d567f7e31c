import { picture } from './pictures';
import { withClient, type AdvancedIMessage } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const carol = '+15551230003';

describe('groups, seen by the vendor’s client', () => {
	const newGroup = async (client: AdvancedIMessage): Promise<string> => (await client.chats.create([alice, bob])).chat.guid;

	it('get a name, and the history notes it', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const group = await newGroup(client);
			expect(await client.groups.setDisplayName(group, 'Friends')).toMatchObject({ guid: group, displayName: 'Friends' });
			expect((await client.chats.get(group)).displayName).toBe('Friends');
			expect(spectrum.phone(bob).eventsOf('groupName')).toMatchObject([{ name: 'Friends', spaceId: group }]);
			expect(spectrum.phone(bob).chats).toMatchObject([{ name: 'Friends' }]);
			expect((await client.messages.listInChat(group)).messages).toMatchObject([
				{ itemType: 'groupNameChange', groupTitle: 'Friends', isSystemMessage: true },
			]);
			await expect(client.groups.setDisplayName(group, '')).rejects.toMatchObject({ code: 'invalidArgument' });
		});
	});

	it('gain and lose members, all named ones or none', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const group = await newGroup(client);
			const addresses = async () => (await client.chats.get(group)).participants.map(({ address }) => address);
			const added = await client.groups.addParticipants(group, [carol]);
			expect(added.participants.map(({ address }) => address)).toEqual([alice, bob, carol]);
			await client.messages.sendText(group, 'Hello Carol');
			expect((await spectrum.phone(carol).next()).text).toBe('Hello Carol');
			for (const wrong of [[], [alice], ['12345'], [carol, carol], ['dan@example.com', bob]]) {
				await expect(client.groups.addParticipants(group, wrong)).rejects.toMatchObject({ code: 'invalidArgument' });
			}
			for (const wrong of [[], ['dan@example.com'], [carol, 'dan@example.com'], [carol, carol]]) {
				await expect(client.groups.removeParticipants(group, wrong)).rejects.toMatchObject({ code: 'invalidArgument' });
			}
			expect(await addresses()).toEqual([alice, bob, carol]);
			await client.groups.removeParticipants(group, [alice, carol]);
			expect(await addresses()).toEqual([bob]);
			expect(spectrum.phone(carol).eventsOf('groupMember').slice(-1)).toMatchObject([{ address: carol, change: 'removed' }]);
			expect(spectrum.phone(carol).chats).toEqual([]);
			const last = client.groups.removeParticipants(group, [bob]);
			await expect(last).rejects.toMatchObject({ code: 'preconditionFailed', context: { reason: 'lastMember' } });
			spectrum.phone(alice).imessage = false;
			await expect(client.groups.addParticipants(group, [alice])).rejects.toMatchObject({ code: 'preconditionFailed' });
		});
	});

	it('are gone for a line that leaves, and stay for the others', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const group = await newGroup(client);
			const { guid } = await client.messages.sendText(group, 'Bye');
			await client.groups.leave(group);
			expect(spectrum.phone(bob).eventsOf('groupMember')).toMatchObject([{ address: '+15550000001', change: 'left' }]);
			await expect(client.chats.get(group)).rejects.toMatchObject({ code: 'chatNotFound' });
			await expect(client.messages.sendText(group, 'Hi')).rejects.toMatchObject({ code: 'chatNotFound' });
			await expect(client.groups.leave(group)).rejects.toMatchObject({ code: 'chatNotFound' });
			await expect(client.messages.get(guid)).rejects.toMatchObject({ code: 'messageNotFound' });
			expect((await client.messages.listRecent()).messages).toEqual([]);
			spectrum.receive({ from: bob, text: 'Come back', space: group });
			expect((await client.chats.get(group)).isGroup).toBe(true);
		});
	});

	it('lose a member who leaves', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const group = await newGroup(client);
			spectrum.phone(bob).leave(group);
			expect((await client.chats.get(group)).participants).toMatchObject([{ address: alice }]);
			expect(spectrum.eventLog()).toMatchObject([{ domain: 'group', actor: bob, change: { type: 'participantLeft' } }]);
			expect(spectrum.phone(alice).eventsOf('groupMember')).toMatchObject([{ address: bob, change: 'left', from: bob }]);
		});
	});

	it('show an icon whose type is read from the bytes, and none after it is removed', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const group = await newGroup(client);
			const none = { name: 'NotFoundError', code: 'groupIconNotFound', grpcCode: 5 };
			await expect(client.groups.getIcon(group)).rejects.toMatchObject(none);
			await client.groups.removeIcon(group);
			await client.groups.setIcon(group, picture('png'));
			const icon = await client.groups.getIcon(group);
			expect(icon.mimeType).toBe('image/png');
			expect(Buffer.from(icon.data).equals(picture('png'))).toBe(true);
			expect(spectrum.phone(alice).chats[0]?.icon?.equals(picture('png'))).toBe(true);
			await expect(client.groups.setIcon(group, picture('svg'))).rejects.toMatchObject({ code: 'invalidArgument' });
			await client.groups.removeIcon(group);
			await expect(client.groups.getIcon(group)).rejects.toMatchObject(none);
			expect(spectrum.eventLog().map(({ change }) => change.type)).toEqual(['iconChanged', 'iconRemoved']);
		});
	});

	const calls = (client: AdvancedIMessage, space: string): ReadonlyArray<() => Promise<unknown>> => [
		() => client.groups.setDisplayName(space, 'Name'),
		() => client.groups.addParticipants(space, [carol]),
		() => client.groups.removeParticipants(space, [alice]),
		() => client.groups.setIcon(space, picture('png')),
		() => client.groups.getIcon(space),
		() => client.groups.removeIcon(space),
		() => client.groups.leave(space),
	];

	it('are not direct spaces', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { spaceId } = spectrum.receive({ from: alice, text: 'Hi' });
			for (const call of calls(client, spaceId)) await expect(call()).rejects.toMatchObject({ code: 'operationNotSupported' });
			for (const call of calls(client, 'any;+;nobody')) await expect(call()).rejects.toMatchObject({ code: 'chatNotFound' });
		});
	});

	it('are not for the shared plan', async () => {
		await withClient({}, async (spectrum, client) => {
			const group = spectrum.createGroup({ members: [alice, bob] });
			for (const call of calls(client, group)) await expect(call()).rejects.toMatchObject({ code: 'operationNotSupported' });
		});
	});

	it('change once, however often an id is sent', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const group = await newGroup(client);
			const add = () => client.groups.addParticipants(group, [carol], { clientMessageId: 'once' });
			expect(await add()).toEqual(await add());
			const leave = () => client.groups.leave(group, { clientMessageId: 'leave' });
			await leave();
			await leave();
			expect(spectrum.phone(alice).eventsOf('groupMember')).toHaveLength(2);
		});
	});
});
