import { alice, bob, freshKey, GatewayBench, group, threeLines, to } from './gatewaySupport';

let bench: GatewayBench;

afterEach(async () => {
	await bench.stop();
});

/** A project with three lines, and a group that the last of them is in. */
async function dedicated() {
	bench = await GatewayBench.start({ plan: 'dedicated', lines: threeLines });
	const id = bench.spectrum.createGroup({ line: threeLines[2], members: [alice, bob] });
	return { target: group(id), id, gateway: bench.gateway() };
}

describe('a space is located', () => {
	test('without a call where there is one line', async () => {
		bench = await GatewayBench.start();
		const space = await bench.gateway().spaces.locate(to(alice), { pinned: '+15559999999' });
		expect(space).toMatchObject({ id: `any;-;${alice}`, type: 'dm', line: { phone: 'shared' } });
		expect(bench.spectrum.calls).toHaveLength(0);
	});

	test('by asking the lines, and never created', async () => {
		const { gateway, target } = await dedicated();
		bench.spectrum.receive({ from: alice, text: 'Hi', line: threeLines[1] });
		expect((await gateway.spaces.locate(target, {})).line.phone).toBe(threeLines[2]);
		expect((await gateway.spaces.locate(to(alice), {})).line.phone).toBe(threeLines[1]);
		await expect(gateway.spaces.locate(to(bob), {})).rejects.toMatchObject({
			kind: 'notFound',
			advice: expect.stringContaining('+15550000002'),
		});
		expect((await gateway.spaces.locate(to(bob), {}, freshKey())).id).toBe(`any;-;${bob}`);
		expect(bench.calls('CreateChat')).toHaveLength(0);
	});

	test('once for a thousand items, each with a gateway of its own', async () => {
		const { target } = await dedicated();
		await bench.gateway().spaces.locate(target, {});
		const asked = bench.calls('GetChat').length;
		expect(asked).toBeLessThanOrEqual(threeLines.length);
		for (let item = 1; item < 1_000; item++) await bench.gateway().spaces.locate(target, {});
		expect(bench.calls('GetChat')).toHaveLength(asked);
	});

	test('for a repeat on the line of the attempt before, wherever others write to it meanwhile', async () => {
		bench = await GatewayBench.start({ plan: 'dedicated', lines: threeLines });
		for (let round = 0; round < 5; round++) {
			const person = `+1555123100${round}`;
			const key = freshKey();
			const first = await bench.gateway().spaces.open(to(person), {}, key);
			const other = threeLines.find((phone) => phone !== first.line.phone);
			await bench.gateway().spaces.open(to(person), { pinned: other }, freshKey());
			// Another write goes where the conversation is now.
			expect((await bench.gateway().spaces.open(to(person), {}, freshKey())).line.phone).toBe(other);
			expect((await bench.gateway().spaces.open(to(person), {}, key)).line).toEqual(first.line);
		}
	});

	test('where the user or the incoming item says, without asking', async () => {
		const { gateway, target } = await dedicated();
		expect((await gateway.spaces.locate(target, { incoming: threeLines[0] })).line.phone).toBe(threeLines[0]);
		expect((await gateway.spaces.locate(target, { pinned: threeLines[1] })).line.phone).toBe(threeLines[1]);
		expect(bench.calls('GetChat')).toHaveLength(0);
	});

	test('anew once the line does not know it any more', async () => {
		const { gateway, target } = await dedicated();
		const space = await gateway.spaces.locate(target, {});
		await gateway.groups.leave(space, freshKey());
		await expect(gateway.spaces.locate(target, {})).rejects.toMatchObject({ kind: 'notFound' });
	});

	test('anew after a call in it was answered with chatNotFound', async () => {
		const { gateway, target } = await dedicated();
		const space = await gateway.spaces.locate(target, {});
		bench.spectrum.faults.add('MarkChatRead', { type: 'error', code: 'chatNotFound' });
		await expect(gateway.spaces.markRead(space, freshKey())).rejects.toMatchObject({ code: 'chatNotFound' });
		const asked = bench.calls('GetChat').length;
		await gateway.spaces.locate(target, {});
		expect(bench.calls('GetChat')).toHaveLength(2 * asked);
	});
});

test('a conversation that was opened is known from then on', async () => {
	const { gateway } = await dedicated();
	const key = freshKey();
	const opened = await gateway.spaces.open(to(alice), {}, key);
	const asked = bench.calls('GetChat').length;
	expect(await gateway.spaces.locate(to(alice), {})).toEqual(opened);
	expect(await gateway.spaces.open(to(alice), {}, freshKey())).toMatchObject(opened);
	expect(bench.calls('GetChat')).toHaveLength(asked);
});

describe('a space is acted on', () => {
	test('read, described, and given the contact card', async () => {
		bench = await GatewayBench.start({ plan: 'dedicated' });
		const gateway = bench.gateway();
		bench.spectrum.receive({ from: alice, text: 'Hi' });
		const space = await gateway.spaces.locate(to(alice), {});
		expect(await gateway.spaces.get(space)).toMatchObject({
			id: space.id,
			isGroup: false,
			unreadCount: 1,
			service: 'iMessage',
			isArchived: false,
			participants: [{ address: alice, service: 'iMessage' }],
			lastMessage: { text: 'Hi' },
		});
		await gateway.spaces.markRead(space, freshKey());
		expect((await gateway.spaces.get(space)).unreadCount).toBe(0);
		await gateway.spaces.shareContactCard(space, freshKey());
		expect(bench.spectrum.phone(alice).eventsOf('contactCard')).toHaveLength(1);
	});

	test('typing goes on and off as often as it is said', async () => {
		bench = await GatewayBench.start({ plan: 'dedicated' });
		const gateway = bench.gateway();
		const space = await gateway.spaces.open(to(alice), {}, freshKey());
		for (const isTyping of [true, false, true, false]) await gateway.spaces.setTyping(space, isTyping);
		expect(bench.spectrum.phone(alice).typing.map(({ isTyping }) => isTyping)).toEqual([true, false, true, false]);
		expect(new Set(bench.calls('SetTyping').map(({ metadata }) => metadata['x-idempotency-key'])).size).toBe(4);
	});

	test('typing is stopped although the execution was', async () => {
		bench = await GatewayBench.start({ plan: 'dedicated' });
		const execution = new AbortController();
		const gateway = bench.gateway({ signal: execution.signal });
		const space = await gateway.spaces.open(to(alice), {}, freshKey());
		await gateway.spaces.setTyping(space, true);
		execution.abort();
		await expect(gateway.spaces.setTyping(space, false)).rejects.toMatchObject({ kind: 'cancelled' });
		await gateway.spaces.setTyping(space, false, { signal: null });
		expect(bench.spectrum.phone(alice).typing.map(({ isTyping }) => isTyping)).toEqual([true, false]);
	});
});
