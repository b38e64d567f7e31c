import type { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import type { OpenSpace } from '../../../../nodes/shared/spectrum/gateway/openSpace';
import { alice, bob, freshKey, GatewayBench, group, threeLines, to } from './gatewaySupport';

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
const carol = '+15550009999';
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

const phone = (address = alice) => bench.spectrum.phone(address);

describe('a group', () => {
	test('is named, and half an emoji in the name does no harm', async () => {
		expect((await gateway.groups.rename(space, 'Lunch \u{1F355}', freshKey())).name).toBe('Lunch \u{1F355}');
		expect((await gateway.groups.rename(space, 'Lunch \uD83C', freshKey())).name).toBe('Lunch \uFFFD');
		expect(
			phone()
				.eventsOf('groupName')
				.map(({ name }) => name),
		).toEqual(['Lunch \u{1F355}', 'Lunch \uFFFD']);
	});

	test('gains and loses members', async () => {
		const members = async () => (await gateway.spaces.get(space)).participants.map(({ address }) => address);
		const added = await gateway.groups.addMembers(space, [carol], freshKey());
		expect(added.participants.map(({ address }) => address)).toEqual([alice, bob, carol]);
		await gateway.groups.removeMembers(space, [alice, bob], freshKey());
		expect(await members()).toEqual([carol]);
		await gateway.groups.leave(space, freshKey());
		await expect(gateway.spaces.get(space)).rejects.toMatchObject({ code: 'chatNotFound' });
	});

	test('gets a picture, and none again', async () => {
		await gateway.groups.setIcon(space, png, freshKey());
		expect(phone().chats[0]?.icon).toEqual(Buffer.from(png));
		await gateway.groups.clearIcon(space, freshKey());
		expect(phone().chats[0]?.icon).toBeUndefined();
	});

	test('gets a background, and none again', async () => {
		expect(await gateway.backgrounds.isSet(space)).toBe(false);
		await gateway.backgrounds.set(space, Buffer.from(png), freshKey());
		expect(await gateway.backgrounds.isSet(space)).toBe(true);
		expect(phone().chats[0]?.background).toEqual(Buffer.from(png));
		await gateway.backgrounds.clear(space, freshKey());
		expect(await gateway.backgrounds.isSet(space)).toBe(false);
	});
});

describe('a poll', () => {
	test('is made, voted on by both sides, and read with its voters', async () => {
		const lineId = space.line.id;
		const { poll } = await gateway.polls.create(space, { title: 'Lunch?', options: ['Pizza', 'Soup'] }, freshKey());
		expect(poll).toMatchObject({ spaceId: space.id, title: 'Lunch?', votes: [] });
		expect(phone().messages[0]?.poll).toEqual({ title: 'Lunch?', options: ['Pizza', 'Soup'] });
		const [pizza, soup] = poll.options;
		await gateway.polls.vote(lineId, poll.id, pizza?.id ?? '', freshKey());
		phone().vote(poll.id, 'Soup');
		const now = await gateway.polls.get(lineId, poll.id);
		expect(now.votes.map(({ optionId }) => optionId)).toEqual([pizza?.id, soup?.id]);
		expect(now.votes[1]?.participant).toMatchObject({ address: alice, service: 'iMessage' });
		expect((await gateway.polls.unvote(lineId, poll.id, freshKey())).votes).toHaveLength(1);
		const added = await gateway.polls.addOption(lineId, poll.id, 'Salad', freshKey());
		expect(added.options.map(({ text }) => text)).toEqual(['Pizza', 'Soup', 'Salad']);
		expect(added.options[2]?.createdBy).toBeDefined();
	});

	test('of which there are two alike: a repeat that is only called one names neither', async () => {
		const key = freshKey();
		const lunch = { title: 'Lunch?', options: ['Pizza', 'Soup'] };
		const { poll } = await gateway.polls.create(space, lunch, key);
		bench.spectrum.settings.repeats = 'duplicateMessage';
		// What the process remembers of its writes is lost.
		bench.pool.close();
		expect(await bench.gateway().polls.create(space, lunch, key)).toMatchObject({ poll: { id: poll.id }, alreadySent: true });
		bench.pool.close();
		await bench.gateway().polls.create(space, lunch, freshKey());
		await expect(bench.gateway().polls.create(space, lunch, key)).rejects.toMatchObject({ kind: 'duplicate' });
	});

	test('that is not there is not found', async () => {
		await expect(gateway.polls.get(space.line.id, 'unknown')).rejects.toMatchObject({ kind: 'notFound', code: 'pollNotFound' });
	});
});

describe('an address', () => {
	test('is described once the line had to do with it', async () => {
		const { id } = await gateway.anyLine({});
		expect(await gateway.addresses.info(id, carol)).toBeUndefined();
		phone(carol).country = 'us';
		bench.spectrum.receive({ from: carol, text: 'Hi' });
		expect(await gateway.addresses.info(id, carol)).toEqual({ address: carol, services: ['iMessage'], country: 'US' });
		expect(await gateway.addresses.info(id, alice)).not.toHaveProperty('country');
	});

	test('is reached by iMessage or not, and silenced or not', async () => {
		const { id } = await gateway.anyLine({});
		phone(alice).imessage = false;
		phone(bob).focus = true;
		expect(await gateway.addresses.isImessageAvailable(id, alice)).toBe(false);
		expect(await gateway.addresses.isImessageAvailable(id, bob)).toBe(true);
		expect(await gateway.addresses.isFocusSilenced(id, alice)).toBe(false);
		expect(await gateway.addresses.isFocusSilenced(id, bob)).toBe(true);
	});
});

describe('the project', () => {
	test('tells its plan and its lines', async () => {
		expect(await gateway.plan()).toBe('dedicated');
		expect(await gateway.lines()).toEqual([{ id: expect.any(String), phone: '+15550000001' }]);
	});

	test('gives some line, the same for the same key', async () => {
		const other = await GatewayBench.start({ plan: 'dedicated', lines: threeLines });
		try {
			const many = other.gateway();
			expect((await many.anyLine({ pinned: threeLines[1] })).phone).toBe(threeLines[1]);
			expect((await many.anyLine({ incoming: threeLines[2] })).phone).toBe(threeLines[2]);
			const key = freshKey();
			expect(await many.anyLine({}, key)).toEqual(await many.anyLine({}, key));
			expect(await many.anyLine({})).toEqual(await other.gateway().anyLine({}));
			await expect(many.anyLine({ pinned: '+15559999999' })).rejects.toMatchObject({ kind: 'invalid' });
			expect(other.spectrum.calls).toHaveLength(0);
		} finally {
			await other.stop();
		}
	});

	test('on a shared plan has no groups', async () => {
		const shared = await GatewayBench.start();
		try {
			const there = shared.gateway();
			const direct = await there.spaces.open(to(alice), {}, freshKey());
			await expect(there.groups.rename(direct, 'x', freshKey())).rejects.toMatchObject({ kind: 'unsupported' });
		} finally {
			await shared.stop();
		}
	});
});
