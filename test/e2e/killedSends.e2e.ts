import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowFile } from '../../scripts/n8n/types';
import { within } from '../../scripts/n8n/until';
import { World } from './support/world';

const orders = Array.from({ length: 20 }, (_, index) => ({ phone: `+1555000${String(1_000 + index)}`, orderId: `order-${index}` }));

let world: World;

beforeAll(async () => {
	world = await World.start();
}, 1_200_000);

afterAll(async () => await world?.stop());

function campaign({ id, name }: Credential): WorkflowFile {
	return {
		name: 'Campaign',
		nodes: [
			{ id: randomUUID(), name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: randomUUID(),
				name: 'Send',
				type: 'n8n-nodes-spectrum-imessage.imessage',
				typeVersion: 1,
				position: [200, 0],
				parameters: {
					to: { __rl: true, mode: 'address', value: '={{ $json.phone }}' },
					text: '=Your order {{ $json.orderId }} is ready, as of {{ $now.toMillis() }}',
					options: { idempotencyKey: '={{ $json.orderId }}' },
				},
				credentials: { spectrumCloudApi: { id, name } },
			},
		],
		connections: { Start: { main: [[{ node: 'Send', type: 'main', index: 0 }]] } },
		pinData: { Start: orders.map((json) => ({ json })) },
	};
}

test.each([
	['the write has happened, the answer has not', false],
	['the write has not happened yet', true],
] as const)('n8n is killed in the middle of a batch (%s); run again, it reaches each recipient once', async (_name, beforeWrite) => {
	const { spectrum, cloud } = await world.connect();
	const workflowId = await world.client.importWorkflow(campaign(cloud));
	const held = spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite }, { after: 6 });
	await world.client.run(workflowId, 'Start');
	await within('the seventh send reaches Spectrum', held.struck);
	await world.n8n.kill();
	held.remove();
	const reached = () => orders.map(({ phone }) => spectrum.phone(phone).messages.length);
	expect(reached().filter((count) => count > 0)).toHaveLength(beforeWrite ? 6 : 7);

	await world.startAgain();
	await world.client.run(workflowId, 'Start');
	const runs = await world.client.ended(workflowId, 2);
	expect(runs.map(({ status }) => status)).toEqual(['crashed', 'success']);
	expect(reached()).toEqual(orders.map(() => 1));
});
