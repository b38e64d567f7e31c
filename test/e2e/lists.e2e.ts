import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowNode } from '../../scripts/n8n/types';
import { World } from './support/world';

const person = '+15551234567';
const lines = ['+15550000001', '+15550000002'];

let world: World;

beforeAll(async () => {
	world = await World.start();
}, 1_200_000);

afterAll(async () => await world?.stop());

function send({ type, id, name }: Credential): WorkflowNode {
	return {
		id: randomUUID(),
		name: 'Send',
		type: 'n8n-nodes-spectrum-imessage.imessage',
		typeVersion: 1,
		position: [0, 0],
		parameters: { authentication: type },
		credentials: { [type]: { id, name } },
	};
}

test.each(['cloud', 'own'] as const)('the editor lists the lines and the recent conversations (%s credential)', async (kind) => {
	const connected = await world.connect({ plan: 'dedicated', lines });
	const { spectrum } = connected;
	spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	const node = send(connected[kind]);
	const { client } = world;

	const found = await client.searchList(node, 'line', 'searchLines');
	expect(found.map(({ value }) => value).sort()).toEqual(lines);
	// Only the control plane knows the state of a line, and which one is best for a new person.
	const second = kind === 'cloud' ? `${lines[1]} · available` : lines[1];
	expect(await client.searchList(node, 'line', 'searchLines', '0002')).toEqual([{ name: second, value: lines[1] }]);
	const best = (await client.searchList(node, 'line', 'searchSendingLines')).filter(({ value }) => value === 'best');
	expect(best.map(({ name }) => name)).toEqual(kind === 'cloud' ? [`Best line for a new person · now ${lines[1]}`] : []);
	expect((await client.searchList(node, 'to', 'searchSpaces')).map(({ value }) => value)).toEqual([`any;-;${person}`]);
	expect(await client.searchList(node, 'to', 'searchSpaces', 'nobody')).toEqual([]);
});

test('a list that cannot be fetched says why, without the secret', async () => {
	const { spectrum } = await world.connect();
	const wrong = await world.client.createCredential(
		'spectrumCloudApi',
		'Wrong',
		spectrum.cloudCredential({ projectSecret: 'wrong-secret-value' }),
	);
	const list = world.client.searchList(send(wrong), 'line', 'searchLines');
	await expect(list).rejects.toThrow(/secret/i);
	await expect(list).rejects.not.toThrow(/wrong-secret-value/);
});
