import type { IBinaryData } from 'n8n-workflow';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
// Before n8n-core itself: it sets what that reads.
import { Container } from '../../support/host/core';
import { BinaryDataService } from 'n8n-core';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageCreateSpace';
const alice = '+15551234567';
const bob = '+15557654321';
const carol = 'carol@example.com';
const line = '+15550000001';
const change = (operation: string, parameters: object = {}, settings?: object) =>
	oneNode(type, { resource: 'group', operation, ...parameters }, settings);
const bySpace = (value: string) => ({ to: { __rl: true, mode: 'space', value } });
const png = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500, 3)]);

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageCreateSpace() }));
let spectrum: Simulator;
let host: TestHost;
let group: string;

async function start(options: SimulatorOptions = { plan: 'dedicated' }): Promise<void> {
	({ spectrum, host } = await startSetting(options));
	group = spectrum.createGroup({ members: [alice, bob] });
}

/** The incoming item of the group, if wanted with a file. */
function item(file?: Buffer) {
	const binary = file && { data: { data: file.toString('base64'), mimeType: 'image/png', fileName: 'party.png' } };
	return { ...inbound(group, 'spc-msg-1', line), ...(binary && { binary }) };
}

const bytesOf = async (file?: IBinaryData) => await Container.get(BinaryDataService).getAsBuffer(file as IBinaryData);
const onPhone = (address = alice) => spectrum.phone(address).chats.find(({ spaceId }) => spaceId === group);
const at = () => ({ spaceId: group, spaceType: 'group', line });

test('rename gives the group of the item another name, for everybody', async () => {
	await start();
	const run = await host.execute(change('rename', { name: '=Party on {{ "Friday" }}' }), { triggerItems: [item()] });
	expect(run.items(underTest)).toEqual([{ json: { ...at(), name: 'Party on Friday', members: [alice, bob] }, pairedItem: { item: 0 } }]);
	expect(onPhone(bob)?.name).toBe('Party on Friday');
});

test('the icon is set from a file, and cleared', async () => {
	await start();
	const set = await host.execute(change('setIcon'), { triggerItems: [item(png)] });
	expect(set.json(underTest)).toEqual([{ ...at(), hasIcon: true, format: 'PNG', size: png.length }]);
	expect(onPhone()?.icon).toEqual(png);
	const cleared = await host.execute(change('clearIcon', bySpace(group)));
	expect(cleared.json(underTest)).toEqual([{ ...at(), hasIcon: false }]);
	expect(onPhone()?.icon).toBeUndefined();
});

describe('get icon', () => {
	test('puts the picture into a binary field', async () => {
		await start();
		spectrum.phone(alice).setGroupIcon(group, png);
		const run = await host.execute(change('getIcon', { outputBinaryField: 'picture' }), { triggerItems: [item()] });
		const [found] = run.items(underTest);
		expect(found?.json).toEqual({ ...at(), hasIcon: true, mimeType: 'image/png', size: png.length });
		expect(Object.keys(found?.binary ?? {})).toEqual(['picture']);
		expect(await bytesOf(found?.binary?.picture)).toEqual(png);
		expect(found?.binary?.picture).toMatchObject({ mimeType: 'image/png', fileExtension: 'png' });
	});

	test('a group without one is no error', async () => {
		await start();
		const run = await host.execute(change('getIcon', bySpace(group)));
		expect(run.items(underTest)).toEqual([{ json: { ...at(), hasIcon: false }, pairedItem: { item: 0 } }]);
	});

	test('a picture can be given to another group by the next node', async () => {
		await start();
		const other = spectrum.createGroup({ members: [alice, carol] });
		spectrum.phone(alice).setGroupIcon(group, png);
		const [found] = (await host.execute(change('getIcon', bySpace(group)))).items(underTest);
		const set = await host.execute(change('setIcon', bySpace(other)), { triggerItems: [found ?? { json: {} }] });
		expect(set.status).toBe('success');
		expect(spectrum.phone(carol).chats.find(({ spaceId }) => spaceId === other)?.icon).toEqual(png);
	});

	test.each([
		[{ to: { __rl: true, mode: 'address', value: alice } }, /"Conversation" is a direct conversation, not a group/],
		[{ outputBinaryField: ' ' }, /"Put Output File in Field" is empty/],
	])('%j is refused before any call', async (parameters, message) => {
		await start();
		const run = await host.execute(change('getIcon', parameters), { triggerItems: [item()] });
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(spectrum.calls).toHaveLength(0);
	});
});

test('members come and go, and the output says who is there now', async () => {
	await start();
	const added = await host.execute(change('addMembers', { members: 'Carol@example.com, +1 555 888 9999' }), { triggerItems: [item()] });
	expect(added.json(underTest)).toEqual([{ ...at(), members: [alice, bob, carol, '+15558889999'] }]);
	expect(onPhone(carol)).toBeDefined();
	const removed = await host.execute(change('removeMembers', { members: `={{ ["${bob}"] }}`, ...bySpace(group) }));
	expect(removed.json(underTest)).toEqual([{ ...at(), members: [alice, carol, '+15558889999'] }]);
	expect(onPhone(bob)).toBeUndefined();
});

test('members are listed, one item each, all paired; or the whole group on request', async () => {
	await start();
	spectrum.phone(bob).country = 'US';
	const list = await host.execute(change('listMembers', bySpace(group)));
	expect(list.items(underTest)).toMatchObject([
		{ json: { address: alice, service: 'iMessage', ...at() }, pairedItem: { item: 0 } },
		{ json: { address: bob, service: 'iMessage', ...at() }, pairedItem: { item: 0 } },
	]);
	const whole = await host.execute(change('listMembers', { ...bySpace(group), simplify: false }));
	expect(whole.json(underTest)).toMatchObject([
		{ ...at(), space: { id: group, isGroup: true, participants: [{ address: alice }, { address: bob }] } },
	]);
});

test('leaving is for good: the others see it, and the line knows the group no more', async () => {
	await start();
	const run = await host.execute(change('leave'), { triggerItems: [item()] });
	expect(run.json(underTest)).toEqual([{ ...at(), hasLeft: true }]);
	expect(spectrum.phone(alice).eventsOf('groupMember')).toMatchObject([{ address: line, change: 'left' }]);
	const list = await host.execute(change('listMembers', bySpace(group)));
	expect(list.errorOf(underTest)?.message).toContain('does not exist on this line');
});

test('among several lines the one that is in the group does it', async () => {
	await start({ plan: 'dedicated', lines: ['+15550000009', line] });
	const elsewhere = spectrum.createGroup({ line, members: [alice, bob] });
	const run = await host.execute(change('rename', { name: 'Found', ...bySpace(elsewhere) }));
	expect(run.json(underTest)).toMatchObject([{ spaceId: elsewhere, line, name: 'Found' }]);
});

test.each([
	['rename', { name: 'Party' }, 'SetDisplayName', 'groupName'],
	['addMembers', { members: carol }, 'AddParticipants', 'groupMember'],
] as const)('%s is done once, whatever became of the first answer', async (operation, parameters, method, event) => {
	await start();
	spectrum.faults.add(method, { type: 'error', code: 'internalError', afterWrite: true });
	const run = await host.execute(change(operation, parameters, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), {
		triggerItems: [item()],
	});
	expect(run.status).toBe('success');
	expect(spectrum.phone(alice).eventsOf(event)).toHaveLength(1);
});

describe('what is refused before any call', () => {
	test.each([
		['rename', { name: ' ' }, /"Name" is empty/],
		[
			'rename',
			{ name: 'X', to: { __rl: true, mode: 'address', value: alice } },
			/"Conversation" is a direct conversation, not a group; found "\+15551234567"/,
		],
		['leave', bySpace(`any;-;${alice}`), /is a direct conversation, not a group/],
		['addMembers', { members: '12345' }, /"Members" has the entry "12345", which is a short code/],
		['removeMembers', { members: '={{ "" }}' }, /"Members" is empty/],
		['setIcon', {}, /names a file that is PDF, but a group picture is an image; found "party.png"/],
		['setIcon', { binaryPropertyName: 'icon' }, /names a file that is not there; the item has these: data/],
	])('%s %j', async (operation, parameters, message) => {
		await start();
		const run = await host.execute(change(operation, parameters), { triggerItems: [item(Buffer.from('%PDF-1.7'))] });
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(run.errorOf(underTest)?.description).toBeTruthy();
		expect(spectrum.calls).toHaveLength(0);
	});
});

test.each([
	['addMembers', { members: alice }, 'invalid', 'invalidArgument'],
	['removeMembers', { members: carol }, 'invalid', 'invalidArgument'],
	['removeMembers', { members: `${alice}, ${bob}` }, 'unsupported', 'preconditionFailed'],
])('a refusal of the server is shown as it is: %s %j', async (operation, parameters, kind, code) => {
	await start();
	const run = await host.execute(change(operation, parameters, { onError: 'continueErrorOutput' }), { triggerItems: [item()] });
	expect(run.json('Failed')).toMatchObject([{ error: { kind, code, advice: expect.any(String) } }]);
	expect(onPhone()?.members).toEqual([alice, bob]);
});

test('a shared plan has no calls for groups, and says so', async () => {
	await start({ plan: 'shared' });
	const run = await host.execute(change('rename', { name: 'X', ...bySpace(group) }, { onError: 'continueErrorOutput' }));
	expect(run.json('Failed')).toMatchObject([{ error: { kind: 'unsupported', code: 'operationNotSupported' } }]);
});
