import { alice, change, fromAlice, group, line, occurredAt, projected, sequence, us } from './projectSupport';

const bob = { address: 'bob@example.com', service: 'SMS' } as const;
const inGroup = (details: Parameters<typeof change>[0]) => projected(change({ spaceId: group, ...details }));
const base = { sequence, timestamp: occurredAt, space: { id: group, type: 'group', phone: line.phone }, sender: fromAlice };

test('a group has another name, or none', async () => {
	expect(await inGroup({ type: 'group.displayNameChanged', name: 'Friends' })).toEqual({
		...base,
		event: 'group.displayNameChanged',
		id: `${group}:group:${sequence}`,
		group: { name: 'Friends' },
	});
	expect((await inGroup({ type: 'group.displayNameChanged', name: '' }))?.group).toEqual({});
});

test.each(['group.participantAdded', 'group.participantRemoved'] as const)(
	'somebody did it, and somebody is concerned: %s',
	async (type) => {
		expect(await inGroup({ type, participant: bob })).toEqual({
			...base,
			event: type,
			id: `${group}:group:${sequence}`,
			member: { id: 'bob@example.com', address: 'bob@example.com', service: 'SMS' },
		});
		expect(await inGroup({ type, participant: us })).toMatchObject({ sender: fromAlice, member: { address: line.phone, isMe: true } });
		expect(await inGroup({ type })).not.toHaveProperty('member');
	},
);

test('who leaves does it, whoever is named', async () => {
	const left = await inGroup({ type: 'group.participantLeft', participant: bob });
	expect(left).toMatchObject({ sender: { address: 'bob@example.com' }, member: { address: 'bob@example.com' } });
	expect(left).not.toHaveProperty('isFromMe');
	expect(await inGroup({ type: 'group.participantLeft', participant: us, actor: undefined })).toMatchObject({
		isFromMe: true,
		member: { isMe: true },
	});
	expect(await inGroup({ type: 'group.participantLeft' })).toMatchObject({ sender: fromAlice });
});

test.each(['group.iconChanged', 'group.iconRemoved'] as const)('%s', async (type) => {
	expect(await inGroup({ type })).toEqual({ ...base, event: type, id: `${group}:group:${sequence}` });
});

test.each(['chat.backgroundChanged', 'chat.backgroundRemoved', 'chat.markedRead', 'chat.archived', 'chat.unarchived'] as const)(
	'%s',
	async (type) => {
		expect(await inGroup({ type })).toEqual({ ...base, event: type, id: `${group}:chat:${sequence}` });
		expect(await inGroup({ type, actor: us, isFromMe: true })).toMatchObject({ isFromMe: true, sender: { address: line.phone } });
		const nobody = await inGroup({ type, actor: undefined, isFromMe: true });
		expect(nobody).toMatchObject({ isFromMe: true });
		expect(nobody).not.toHaveProperty('sender');
	},
);

test('the sender is as far known as the server says', async () => {
	expect(await inGroup({ type: 'chat.archived', actor: { ...alice, country: '', service: 'unknown' } })).toMatchObject({
		sender: { id: alice.address, address: alice.address },
	});
	expect((await inGroup({ type: 'chat.archived', actor: { address: '12345', service: 'SMS' } }))?.sender).toEqual({
		id: '12345',
		address: '12345',
		service: 'SMS',
	});
});
