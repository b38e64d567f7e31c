import { alice, bob, freshKey, GatewayBench, threeLines } from './gatewaySupport';

let bench: GatewayBench;

afterEach(async () => {
	await bench.stop();
});

const opening = { text: 'Hello!', subject: 'New', effectId: 'com.apple.messages.effect.CKConfettiEffect' };

describe('on a shared plan', () => {
	beforeEach(async () => {
		bench = await GatewayBench.start();
	});

	test('a direct space begins with its first message', async () => {
		const created = await bench.gateway().spaces.create({ addresses: [alice], lineChoice: {}, opening }, freshKey());
		expect(created).toMatchObject({
			space: { id: `any;-;${alice}`, type: 'dm', line: { phone: 'shared' } },
			details: { isGroup: false, service: 'iMessage' },
			opening: { text: 'Hello!' },
			alreadyDone: false,
		});
		expect(bench.spectrum.phone(alice).messages).toMatchObject([opening]);
		expect(bench.calls('CreateChat')).toHaveLength(0);
	});

	test('a direct space without a message is there, though the server does not know it yet', async () => {
		const { details, space } = await bench.gateway().spaces.create({ addresses: [alice], lineChoice: {} }, freshKey());
		expect(details).toEqual({
			id: space.id,
			isGroup: false,
			service: 'unknown',
			isArchived: false,
			isFiltered: false,
			participants: [{ address: alice, service: 'unknown' }],
		});
	});

	test.each(['internalError', 'unauthorized', 'chatNotFound'])(
		'a first message that was sent stays sent when the details fail with %s',
		async (code) => {
			bench.spectrum.faults.add('GetChat', { type: 'error', code, retryable: false }, { times: Infinity });
			const key = freshKey();
			const creation = { addresses: [alice], lineChoice: {}, opening };
			const created = await bench.gateway().spaces.create(creation, key);
			const details = { id: `any;-;${alice}`, isGroup: false, service: 'unknown', participants: [{ address: alice }] };
			expect(created).toMatchObject({ details, opening: { text: 'Hello!' }, alreadyDone: false });
			bench.spectrum.settings.repeats = 'duplicateMessage';
			expect(await bench.gateway().spaces.create(creation, key)).toMatchObject({ details, alreadyDone: true });
			expect(bench.spectrum.phone(alice).messages).toHaveLength(1);
		},
	);

	test('without a message the details are all there is, and their failure is shown', async () => {
		bench.spectrum.faults.add('GetChat', { type: 'error', code: 'unauthorized' });
		const create = bench.gateway().spaces.create({ addresses: [alice], lineChoice: {} }, freshKey());
		await expect(create).rejects.toMatchObject({ kind: 'permission' });
	});

	test.each([
		['a group', { addresses: [alice, bob] }, /dedicated line.*existing group.*space ID/],
		['SMS', { addresses: [alice], service: 'SMS' as const }, /dedicated line.*iMessage/],
		['RCS', { addresses: [alice], service: 'RCS' as const }, /dedicated line/],
	])('%s is refused before any call, with what to do instead', async (_what, creation, advice) => {
		const create = bench.gateway().spaces.create({ ...creation, lineChoice: {}, opening }, freshKey());
		await expect(create).rejects.toMatchObject({ kind: 'unsupported', advice: expect.stringMatching(advice) });
		expect(bench.spectrum.calls).toHaveLength(0);
	});

	test('a repeat of the first message is done already', async () => {
		bench.spectrum.settings.repeats = 'duplicateMessage';
		const key = freshKey();
		await bench.gateway().spaces.create({ addresses: [alice], lineChoice: {}, opening }, key);
		const again = await bench.gateway().spaces.create({ addresses: [alice], lineChoice: {}, opening }, key);
		expect(again).toMatchObject({ alreadyDone: true, space: { id: `any;-;${alice}` } });
		expect(again.opening).toMatchObject({ text: 'Hello!' });
		expect(bench.spectrum.phone(alice).messages).toHaveLength(1);
	});
});

describe('on a dedicated plan', () => {
	beforeEach(async () => {
		bench = await GatewayBench.start({ plan: 'dedicated', lines: threeLines });
	});

	test('a group with its first message, on the pinned line, which is remembered', async () => {
		const gateway = bench.gateway();
		const lineChoice = { pinned: threeLines[1] };
		const created = await gateway.spaces.create({ addresses: [alice, bob], lineChoice, opening }, freshKey());
		expect(created).toMatchObject({
			space: { type: 'group', line: { phone: threeLines[1] } },
			details: { isGroup: true, participants: [{ address: alice }, { address: bob }] },
			opening: { text: 'Hello!', subject: 'New', effectId: opening.effectId },
			alreadyDone: false,
		});
		expect(bench.spectrum.phone(bob).messages).toMatchObject([{ spaceId: created.space.id, ...opening }]);
		const { id, type } = created.space;
		expect(await gateway.spaces.locate({ by: 'space', space: { id, type } }, {})).toEqual(created.space);
		expect(bench.calls('GetChat')).toHaveLength(0);
	});

	test('a repeated group is the same one, on the line of the first attempt', async () => {
		for (let round = 0; round < 5; round++) {
			const key = freshKey();
			const creation = { addresses: [alice, bob], lineChoice: {}, opening: { text: `Round ${round}` } };
			const first = await bench.gateway().spaces.create(creation, key);
			expect((await bench.gateway().spaces.create(creation, key)).space).toEqual(first.space);
		}
		expect(bench.spectrum.phone(alice).messages).toHaveLength(5);
	});

	test('a repeat that is only called one finds the group by its first message', async () => {
		const key = freshKey();
		const other = { addresses: [alice, bob], lineChoice: { pinned: threeLines[0] }, opening: { text: 'Another' } };
		await bench.gateway().spaces.create(other, freshKey());
		const creation = { ...other, opening };
		const first = await bench.gateway().spaces.create(creation, key);
		await bench.gateway().spaces.create({ ...other, opening: { text: 'A newer one' } }, freshKey());
		bench.spectrum.settings.repeats = 'duplicateMessage';
		const again = await bench.gateway().spaces.create(creation, key);
		expect(again).toMatchObject({ alreadyDone: true, space: first.space, details: { id: first.space.id } });
	});

	test('a group with somebody more, and the same first message, is another group', async () => {
		const key = freshKey();
		const lineChoice = { pinned: threeLines[0] };
		const first = await bench.gateway().spaces.create({ addresses: [alice, bob], lineChoice, opening }, key);
		await bench.gateway().spaces.create({ addresses: [alice, bob, '+15551230003'], lineChoice, opening }, freshKey());
		bench.spectrum.settings.repeats = 'duplicateMessage';
		const again = await bench.gateway().spaces.create({ addresses: [alice, bob], lineChoice, opening }, key);
		expect(again).toMatchObject({ alreadyDone: true, space: first.space });
	});

	test('of two groups that are alike in everything a repeat names neither', async () => {
		const key = freshKey();
		const creation = { addresses: [alice, bob], lineChoice: { pinned: threeLines[0] }, opening };
		await bench.gateway().spaces.create(creation, key);
		await bench.gateway().spaces.create(creation, freshKey());
		bench.spectrum.settings.repeats = 'duplicateMessage';
		await expect(bench.gateway().spaces.create(creation, key)).rejects.toMatchObject({ kind: 'duplicate' });
	});

	test('a repeat without a first message cannot be found, and says what to do', async () => {
		const key = freshKey();
		const creation = { addresses: [alice, bob], lineChoice: {} };
		await bench.gateway().spaces.create(creation, key);
		bench.spectrum.settings.repeats = 'duplicateMessage';
		await expect(bench.gateway().spaces.create(creation, key)).rejects.toMatchObject({
			kind: 'duplicate',
			advice: expect.stringContaining('Do not create it again'),
		});
	});

	test('a direct space by SMS, with a step of its own', async () => {
		bench.spectrum.phone(alice).imessage = false;
		const gateway = bench.gateway();
		const lineChoice = { pinned: threeLines[0] };
		const key = freshKey();
		await expect(gateway.spaces.open({ by: 'address', address: alice }, lineChoice, key)).rejects.toMatchObject({ kind: 'unsupported' });
		const sms = { addresses: [alice], service: 'SMS', lineChoice, opening: { text: 'By SMS' } } as const;
		const created = await gateway.spaces.create(sms, key);
		expect(created).toMatchObject({ details: { service: 'SMS' }, opening: { text: 'By SMS' } });
		const [iMessage, bySms] = bench.calls('CreateChat');
		expect(iMessage?.metadata['x-idempotency-key']).not.toBe(bySms?.metadata['x-idempotency-key']);
		expect(bySms?.request.client_message_id).toBe(bySms?.metadata['x-idempotency-key']);
		bench.spectrum.settings.repeats = 'duplicateMessage';
		expect(await gateway.spaces.create(sms, key)).toMatchObject({ alreadyDone: true, details: { service: 'SMS' } });
		expect(bench.spectrum.phone(alice).messages).toHaveLength(1);
	});

	test('nobody to write to is refused before any call', async () => {
		const create = bench.gateway().spaces.create({ addresses: [], lineChoice: {} }, freshKey());
		await expect(create).rejects.toMatchObject({ kind: 'invalid' });
		expect(bench.spectrum.calls).toHaveLength(0);
	});
});
