import { randomUUID } from 'node:crypto';
import type { Simulator } from '../../simulator/src';
import type { Credential, WorkflowFile, WorkflowNode } from '../../scripts/n8n/types';
import { until, within } from '../../scripts/n8n/until';
import { World } from './support/world';

const people = ['+15551234567', '+15557654321', '+15550001111'];
const quota = { type: 'error', code: 'newContactThrottled', context: { limit: '50' } } as const;

let world: World;
let spectrum: Simulator;
let cloud: Credential;

beforeAll(async () => {
	world = await World.start();
}, 1_200_000);

afterAll(async () => await world?.stop());

beforeEach(async () => {
	({ spectrum, cloud } = await world.connect());
});

/** One message to each of these, with the error output of the node connected. */
function sendTo(addresses: readonly string[], settings: Partial<WorkflowNode> & Record<string, unknown> = {}): WorkflowFile {
	const node = (name: string, type: string, more: object = {}): WorkflowNode => ({
		id: randomUUID(),
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	return {
		name: 'Send',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node('Send', 'n8n-nodes-spectrum-imessage.imessage', {
				parameters: { to: { __rl: true, mode: 'address', value: '={{ $json.phone }}' }, text: '=Hi {{ Math.random() }}' },
				credentials: { spectrumCloudApi: { id: cloud.id, name: cloud.name } },
				...settings,
			}),
			node('Fine', 'n8n-nodes-base.noOp'),
			node('Failed', 'n8n-nodes-base.noOp'),
		],
		connections: {
			Start: { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
			Send: { main: [[{ node: 'Fine', type: 'main', index: 0 }], [{ node: 'Failed', type: 'main', index: 0 }]] },
		},
		pinData: { Start: addresses.map((phone) => ({ json: { phone } })) },
	};
}

async function run(workflow: WorkflowFile) {
	const id = await world.client.importWorkflow(workflow);
	await world.client.run(id, 'Start');
	const [execution] = await world.client.ended(id, 1);
	if (execution === undefined) throw new Error('There was no run');
	return execution;
}

test('the error output carries the item and what a workflow branches on; the others go on', async () => {
	spectrum.faults.add('SendTextMessage', quota, { after: 1 });
	const execution = await run(sendTo(people, { onError: 'continueErrorOutput' }));
	expect(execution.status).toBe('success');
	expect(execution.json('Fine')).toMatchObject([{ spaceId: `any;-;${people[0]}` }, { spaceId: `any;-;${people[2]}` }]);
	expect(execution.json('Failed')).toEqual([
		{
			phone: people[1],
			error: {
				kind: 'quota',
				code: 'newContactThrottled',
				status: 'RESOURCE_EXHAUSTED',
				message: expect.any(String) as unknown,
				advice: expect.any(String) as unknown,
				context: { limit: '50' },
				to: people[1],
				spaceId: `any;-;${people[1]}`,
				quota: expect.objectContaining({ scope: 'line', retry: { when: 'nextWindow', window: 'day' } }) as unknown,
			},
		},
	]);
});

test('a refused parameter goes to the error output too', async () => {
	const execution = await run(sendTo(['12345', people[0] ?? ''], { onError: 'continueErrorOutput' }));
	expect(execution.json('Failed')).toMatchObject([{ phone: '12345', error: { kind: 'invalid' } }]);
	expect(execution.json('Fine')).toHaveLength(1);
});

test('continuing puts the same fields into the regular output', async () => {
	spectrum.faults.add('SendTextMessage', quota);
	const execution = await run(sendTo(people.slice(0, 1), { onError: 'continueRegularOutput' }));
	expect(execution.json('Fine')).toMatchObject([{ error: { kind: 'quota', code: 'newContactThrottled' } }]);
});

test('without either the run fails, and says what happened and what to do', async () => {
	spectrum.faults.add('SendTextMessage', quota);
	const execution = await run(sendTo(people.slice(0, 1)));
	expect(execution.status).toBe('error');
	expect(execution.error).toContain('new conversations');
	expect(execution.advice).toContain('next day');
	const stored = JSON.stringify(execution);
	expect(stored).not.toContain(spectrum.projectSecret);
	for (const { token } of spectrum.lines) expect(stored).not.toContain(token);
});

test('retry on fail repeats only what was not sent, although the text differs each time', async () => {
	spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError' }, { after: 1 });
	const execution = await run(sendTo(people.slice(0, 2), { retryOnFail: true, maxTries: 2, waitBetweenTries: 100 }));
	expect(execution.status).toBe('success');
	for (const address of people.slice(0, 2)) expect(spectrum.phone(address).messages).toHaveLength(1);
});

test('an answer lost after the write is not a second message', async () => {
	spectrum.faults.add('SendTextMessage', { type: 'answerLost' });
	expect((await run(sendTo(people.slice(0, 1)))).status).toBe('success');
	expect(spectrum.phone(people[0] ?? '').messages).toHaveLength(1);
});

test('somebody stops the execution: the call ends at once, and no further one starts', async () => {
	const held = spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite: true });
	const id = await world.client.importWorkflow(sendTo(people, { onError: 'continueErrorOutput' }));
	const { executionId } = await world.client.run(id, 'Start');
	await within('the call reaches Spectrum', held.struck);
	await world.client.stopExecution(executionId ?? '');
	const [execution] = await world.client.ended(id, 1);
	expect(execution?.status).toBe('canceled');
	await until('the call is given up', () => spectrum.calls[0]?.outcome?.type === 'cut');
	held.release();
	expect(spectrum.calls).toHaveLength(1);
	expect(people.flatMap((address) => spectrum.phone(address).messages)).toEqual([]);
});
