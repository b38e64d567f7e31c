import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { AGENT, toolWorkflow, type TestHost } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const alice = '+15551234567';
const bob = 'bob@example.com';
const direct = `any;-;${alice}`;
const lines = ['+15550000001', '+15550000002'];
const berlin = { latitude: 52.52, longitude: 13.405, accuracy: 12.5, longAddress: 'Alexanderplatz 1, Berlin', shortAddress: 'Berlin' };
const on = (operation: string, parameters: object = {}, settings?: object) =>
	oneNode(type, { resource: 'location', operation, ...parameters }, settings);
const to = (value: string, mode = 'address') => ({ to: { __rl: true, mode, value } });

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageConversation() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

describe('get', () => {
	test('gives everything that a person shares', async () => {
		await start();
		const at = Date.UTC(2026, 10, 29, 12);
		spectrum.phone(alice).shareLocation({ ...berlin, name: 'Alice', kind: 'legacy', at, expiresAt: Date.UTC(2099, 0, 1) });
		const run = await host.execute(on('getLocation', { person: '+1 (555) 123-4567' }));
		expect(run.items(underTest)).toEqual([
			{
				json: {
					address: alice,
					name: 'Alice',
					...berlin,
					isLocating: false,
					source: 'lastKnown',
					locatedAt: '2026-11-29T12:00:00.000Z',
					expiresAt: '2099-01-01T00:00:00.000Z',
					line: 'shared',
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test('of a device that looks for its place has no coordinates', async () => {
		await start();
		spectrum.phone(bob).shareLocation({ kind: 'shallow' });
		const run = await host.execute(on('getLocation', { person: bob }));
		expect(run.json(underTest)).toEqual([{ address: bob, isLocating: true, source: 'approximate', line: 'shared' }]);
	});

	test('of a place at zero degrees has its coordinates', async () => {
		await start();
		spectrum.phone(alice).shareLocation({ latitude: 0, longitude: 0, accuracy: 0 });
		const run = await host.execute(on('getLocation', { person: alice }));
		expect(run.json(underTest)).toMatchObject([{ latitude: 0, longitude: 0, accuracy: 0 }]);
	});

	test('a person who does not share is not found', async () => {
		await start({ plan: 'dedicated', lines });
		const run = await host.execute(on('getLocation', { person: alice }, { onError: 'continueErrorOutput' }));
		expect(run.json('Failed')).toMatchObject([
			{
				error: {
					kind: 'notFound',
					code: 'sharedFriendLocationNotFound',
					message: expect.stringContaining('This person does not share a location with the line'),
				},
			},
		]);
		const failed = await host.execute(on('getLocation', { person: alice }));
		expect(failed.errorOf(underTest)?.message).toContain('does not share a location');
	});

	test('asks every line, and the one that is chosen alone', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.phone(alice).shareLocation(berlin, lines[1]);
		const run = await host.execute(on('getLocation', { person: alice }));
		expect(run.json(underTest)).toMatchObject([{ address: alice, line: lines[1] }]);
		const pinned = { options: { line: { __rl: true, mode: 'phone', value: lines[0] } } };
		const failed = await host.execute(on('getLocation', { person: alice, ...pinned }));
		expect(failed.errorOf(underTest)?.message).toContain('does not share a location');
	});

	test('without a person is of the one who wrote', async () => {
		await start();
		spectrum.phone(alice).shareLocation(berlin);
		const run = await host.execute(on('getLocation'), { triggerItems: [inbound(direct)] });
		expect(run.json(underTest)).toMatchObject([{ address: alice, shortAddress: 'Berlin' }]);
	});

	test.each([
		[{ person: '5551234567' }, /"Person" has no country code.*found "5551234567"/],
		[{}, /"Person" is empty, and the item does not come from a person/],
	])('refuses %j before any call', async (parameters, problem) => {
		await start();
		const run = await host.execute(on('getLocation', parameters), { triggerItems: [{ json: { unrelated: true } }] });
		expect(run.errorOf(underTest)?.message).toMatch(problem);
		expect(spectrum.calls).toHaveLength(0);
	});
});

describe('get many', () => {
	test('gives everyone on every line, up to the limit', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.phone(alice).shareLocation(berlin, lines[0]);
		spectrum.phone(bob).shareLocation({ latitude: -3, longitude: -4.5 }, lines[0]);
		spectrum.phone(alice).shareLocation(berlin, lines[1]);
		const all = (await host.execute(on('getLocations'))).json(underTest);
		const shared = all.map(({ address, line }) => JSON.stringify([address, line]));
		const expected = [
			[alice, lines[0]],
			[alice, lines[1]],
			[bob, lines[0]],
		];
		expect(shared.sort()).toEqual(expected.map((pair) => JSON.stringify(pair)).sort());
		expect((await host.execute(on('getLocations', { limit: 2 }))).json(underTest)).toHaveLength(2);
		expect((await host.execute(on('getLocations', { returnAll: true }))).json(underTest)).toHaveLength(3);
		const pinned = { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } };
		expect((await host.execute(on('getLocations', pinned))).json(underTest)).toMatchObject([{ address: alice, line: lines[1] }]);
	});

	test('gives no item when nobody shares', async () => {
		await start();
		const run = await host.execute(on('getLocations'));
		expect([run.status, run.json(underTest)]).toEqual(['success', []]);
	});
});

describe('ask to share', () => {
	test('shows a card to the person, and says what the server says', async () => {
		await start({ plan: 'dedicated', lines });
		const run = await host.execute(on('askLocation', to(alice)));
		const [card] = spectrum.phone(alice).messages;
		expect(run.json(underTest)).toEqual([
			{ address: alice, status: 'sent', messageId: card?.id, spaceId: direct, spaceType: 'dm', line: card?.line },
		]);
		expect(spectrum.store(card?.line).messages.get(card?.id ?? '')?.locationRequest).toEqual({ address: alice });
	});

	test('says why nothing was asked', async () => {
		await start();
		spectrum.receive({ from: alice, text: 'Hi' });
		spectrum.phone(alice).shareLocation(berlin);
		const run = await host.execute(on('askLocation', to(alice)));
		const [json] = run.json(underTest);
		expect(json).toMatchObject({ address: alice, status: 'alreadySharing', reason: 'The person shares their location already' });
		expect(json).not.toHaveProperty('messageId');
		expect(spectrum.phone(alice).messages).toEqual([]);
	});

	test('in a group asks who is named, or who wrote', async () => {
		await start({ plan: 'dedicated' });
		const group = spectrum.createGroup({ members: [alice, bob] });
		const event = inbound(group, 'spc-msg-1', '+15550000001');
		const triggerItems = [{ json: { ...event.json, sender: { id: bob, address: bob } } }];
		expect((await host.execute(on('askLocation'), { triggerItems })).json(underTest)).toMatchObject([{ address: bob, spaceId: group }]);
		const named = await host.execute(on('askLocation', { ...to(group, 'space'), person: alice }));
		expect(named.json(underTest)).toMatchObject([{ address: alice, spaceId: group }]);
		const nobody = await host.execute(on('askLocation', to(group, 'space')), { triggerItems: [{ json: { unrelated: true } }] });
		expect(nobody.errorOf(underTest)?.message).toContain('"Person" is empty');
	});

	test('asks once under a key, and once when the answer got lost', async () => {
		await start({ plan: 'dedicated' });
		const keyed = on('askLocation', { ...to(alice), options: { idempotencyKey: 'order-1' } });
		const first = await host.execute(keyed);
		const second = await host.execute(keyed);
		expect(second.json(underTest)).toMatchObject([{ messageId: first.json(underTest)[0]?.messageId, alreadySent: true }]);
		spectrum.faults.add('RequestFriendLocationSharing', { type: 'answerLost' });
		const run = await host.execute(on('askLocation', to(bob)));
		expect(run.json(underTest)).toMatchObject([{ address: bob, status: 'sent', messageId: expect.any(String) }]);
		expect([alice, bob].map((address) => spectrum.phone(address).messages.length)).toEqual([1, 1]);
	});

	test('a server that only reports the repeat has asked, too', async () => {
		await start({ plan: 'dedicated', repeats: 'duplicateMessage' });
		spectrum.faults.add('RequestFriendLocationSharing', { type: 'answerLost' });
		const run = await host.execute(on('askLocation', to(alice)));
		expect(run.json(underTest)).toEqual([{ address: alice, spaceId: direct, spaceType: 'dm', line: '+15550000001', alreadySent: true }]);
		expect(spectrum.phone(alice).messages).toHaveLength(1);
	});

	test('is refused for someone who is not in the conversation', async () => {
		await start({ plan: 'dedicated' });
		const run = await host.execute(on('askLocation', { ...to(alice), person: bob }));
		expect(run.errorOf(underTest)?.message).toMatch(/invalid|not in this chat|refused/i);
		expect(spectrum.phone(alice).messages).toEqual([]);
	});
});

test('a server without locations says so', async () => {
	await start();
	spectrum.faults.add('GetSharedFriendLocation', { type: 'error', code: '', status: 12 });
	const run = await host.execute(on('getLocation', { person: alice }, { onError: 'continueErrorOutput' }));
	expect(run.json('Failed')).toMatchObject([{ error: { kind: 'unsupported' } }]);
});

describe.each(['getLocation', 'getLocations', 'askLocation'])('%s', (operation) => {
	test.each(['engineRequest', 'inputConnection'] as const)('is never a tool of an agent (%s)', async (route) => {
		await start({ plan: 'dedicated' });
		spectrum.phone(alice).shareLocation(berlin);
		const parameters = { resource: 'location', operation, person: alice, ...to(alice), reach: 'anyone' };
		const node = { id: 'tool', name: 'Tool', type, typeVersion: 1, parameters, credentials };
		const execution = await host.execute(toolWorkflow(node, [{}], { route }));
		const answers = JSON.stringify([execution.tasks(AGENT).map((_, index) => execution.json(AGENT, 0, index)), execution.error?.message]);
		expect(answers).toContain('This operation is not for AI agents');
		expect(spectrum.calls).toEqual([]);
	});
});
