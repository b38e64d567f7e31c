import { createDeferredPromise, type IRun } from 'n8n-workflow';
import { TestHost } from '../../support/host';
import { Action } from '../../support/action';
import { StreamTrigger } from './support/nodes';
import { chain, types } from './support/workflows';

let host: TestHost | undefined;
afterEach(async () => {
	await host?.stop();
	host = undefined;
});

describe('an action as an AI tool', () => {
	const greeting = () =>
		new Action(
			(context) => {
				const name = context.getNodeParameter('name', 0) as string;
				if (name === 'Nobody') throw new Error('There is nobody');
				return [{ json: { hello: name } }];
			},
			{
				usableAsTool: true,
				properties: [{ displayName: 'Name', name: 'name', type: 'string', default: '' }],
			},
		);
	const node = { name: 'Greet', type: 'test.greet', parameters: { name: "={{ $fromAI('who', 'A name', 'string') }}" } };

	it.each(['engineRequest', 'inputConnection'] as const)('is given its arguments over %s', async (route) => {
		host = await TestHost.start({ nodes: types({ greet: greeting() }) });

		const { answers, execution } = await host.executeAsTool(node, [{ who: 'Ada' }, { who: 'Bo' }], { route });

		expect(answers).toEqual([{ response: [{ hello: 'Ada' }] }, { response: [{ hello: 'Bo' }] }]);
		expect(execution.tasks('Greet')).toHaveLength(2);
	});

	it('reports its error to the agent over inputConnection', async () => {
		host = await TestHost.start({ nodes: types({ greet: greeting() }) });

		const { answers } = await host.executeAsTool(node, { who: 'Nobody' }, { route: 'inputConnection' });

		expect(answers).toEqual([{ error: 'There is nobody' }]);
	});

	it('is refused unless the node says that it is usable as one', async () => {
		const action = greeting();
		delete action.description.usableAsTool;
		host = await TestHost.start({ nodes: types({ greet: action }) });

		const { execution } = await host.executeAsTool(node, { who: 'Ada' });

		expect(execution.error?.message).toBe('Node cannot be used as a tool');
	});
});

describe('a trigger with a connection', () => {
	it('starts executions, hears when they are done, and closes on deactivation', async () => {
		const trigger = new StreamTrigger();
		host = await TestHost.start({
			nodes: types({ streamTrigger: trigger, echo: new Action((context) => context.getInputData()) }),
		});
		const active = await host.activate(chain('w1', { name: 'Stream', type: 'test.streamTrigger' }, { name: 'Echo', type: 'test.echo' }));
		const done = createDeferredPromise<IRun>();

		trigger.context?.emit([[{ json: { n: 1 } }]], undefined, done);

		expect((await done.promise).status).toBe('success');
		const execution = await host.nextExecution();
		expect([execution.source, execution.mode]).toEqual(['trigger', 'trigger']);
		expect(execution.json('Echo')).toEqual([{ n: 1 }]);
		await active.deactivate();
		expect(trigger.closed).toBe(1);
	});

	it('is opened again after it broke down, and after a restart', async () => {
		const trigger = new StreamTrigger();
		host = await TestHost.start({ nodes: types({ streamTrigger: trigger }), reactivateAfterMilliseconds: 1 });
		await host.activate(chain('w1', { name: 'Stream', type: 'test.streamTrigger' }));

		trigger.context?.emitError(new Error('The stream ended'));
		expect(host.activationError('w1')).toBe('The stream ended');
		await host.reactivated('w1');
		expect([trigger.opened, trigger.closed]).toEqual([2, 1]);

		await host.restart();
		expect([trigger.opened, trigger.closed]).toEqual([3, 2]);
	});

	it('can be run by hand', async () => {
		const trigger = new StreamTrigger();
		host = await TestHost.start({ nodes: types({ streamTrigger: trigger }) });
		const handle = host.execute(
			chain('w1', { name: 'Manual', type: 'n8n-nodes-base.manualTrigger' }, { name: 'Done', type: 'n8n-nodes-base.noOp' }),
			{ mode: 'manual' },
		);

		expect((await handle).json('Done')).toEqual([{}]);
	});
});
