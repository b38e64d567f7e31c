import { randomUUID } from 'node:crypto';
import { World } from './support/world';

const person = '+15551234567';

let world: World;

beforeAll(async () => {
	world = await World.start({ version: '2.8' });
}, 1_200_000);

afterAll(async () => await world?.stop());

test('n8n 2.8 waits for an answer, too', async () => {
	const { spectrum, cloud } = await world.connect();
	const workflowId = await world.client.importWorkflow({
		name: 'Ask',
		nodes: [
			{ id: randomUUID(), name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: randomUUID(),
				name: 'Ask',
				type: 'n8n-nodes-spectrum-imessage.imessage',
				typeVersion: 1,
				position: [200, 0],
				parameters: {
					operation: 'sendAndWait',
					to: { __rl: true, mode: 'address', value: person },
					message: 'May I?',
					answeredBy: 'words',
				},
				credentials: { spectrumCloudApi: { id: cloud.id, name: cloud.name } },
			},
		],
		connections: { Start: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } },
	});
	await world.client.run(workflowId, 'Start');
	const question = await spectrum.phone(person).next();
	spectrum.phone(person).react(question.id, 'like');
	const [execution] = await world.client.ended(workflowId, 1, { milliseconds: 180_000 });
	expect([execution?.status, execution?.error]).toEqual(['success', undefined]);
	expect(execution?.json('Ask')).toEqual([{ data: expect.objectContaining({ approved: true }) as unknown }]);
}, 300_000);
