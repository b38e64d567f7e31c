import { type ICredentialType, type IExecuteFunctions, type INode, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { TestHost, type WorkflowJson } from '../../support/host';
import { Action } from '../../support/action';
import { failingFor, HookTrigger } from './support/nodes';
import { chain, hookNode, post, types } from './support/workflows';

const credential: ICredentialType = {
	name: 'someApi',
	displayName: 'Some API',
	properties: [
		{ displayName: 'Key', name: 'key', type: 'string', default: '' },
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: 'https://default.example' },
	],
};

let host: TestHost | undefined;
afterEach(async () => {
	await host?.stop();
	host = undefined;
});

async function hostWith(work: Action, more: Parameters<typeof TestHost.start>[0] = {}): Promise<TestHost> {
	host = await TestHost.start({ nodes: types({ action: work }), ...more });
	return host;
}

const single = (more: object = {}): WorkflowJson => chain('w1', { name: 'Act', type: 'test.action', ...more });

const goodAndBad: INodeExecutionData[] = [{ json: { text: 'good' } }, { json: { text: 'bad' } }];
const startThen = (more: Partial<INode>): WorkflowJson =>
	chain('w1', { name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, { name: 'Act', type: 'test.action', ...more });

describe('an execution', () => {
	it('gives the items to the first node and has an increasing id', async () => {
		const started = await hostWith(new Action((context) => [{ json: { id: context.getExecutionId() } }]));

		const first = await started.execute(single(), { triggerItems: [{ json: { a: 1 } }] });
		const second = await started.execute(single());

		expect([first.json('Act'), second.json('Act')]).toEqual([[{ id: '1' }], [{ id: '2' }]]);
		expect(first.status).toBe('success');
	});

	it('runs again under the same id when told to', async () => {
		const started = await hostWith(new Action((context) => [{ json: { id: context.getExecutionId() } }]));

		const ids = [
			(await started.execute(single(), { executionId: '77' })).id,
			(await started.execute(single(), { executionId: '77' })).json('Act')[0]?.id,
		];

		expect(ids).toEqual(['77', '77']);
	});

	it('fails with the error of the node that threw', async () => {
		const started = await hostWith(failingFor('bad'));

		const execution = await started.execute(single(), { triggerItems: [{ json: { text: 'bad' } }] });

		expect([execution.status, execution.lastNode]).toEqual(['error', 'Act']);
		expect(execution.errorOf('Act')?.message).toBe('That text is refused');
		expect(JSON.stringify(execution.stored())).toContain('That text is refused');
	});

	it.each([
		['continueErrorOutput', 1],
		['continueRegularOutput', 0],
	] as const)('with %s gives a failed item all fields that stand in json.error, beside its input', async (onError, output) => {
		const started = await hostWith(failingFor('bad'));

		const execution = await started.execute(startThen({ onError }), { triggerItems: goodAndBad });

		expect(execution.status).toBe('success');
		const failed = execution.json('Act', output).at(-1);
		expect(failed).toMatchObject({ error: { message: 'That text is refused', kind: 'quota' } });
		// Only the error output is given what the failed item came with.
		expect(failed?.text).toBe(onError === 'continueErrorOutput' ? 'bad' : undefined);
		expect(execution.json('Act', 0)[0]).toEqual({ text: 'good' });
	});

	it('loses every other field of an item whose `error` is set: the engine writes its json anew', async () => {
		const started = await hostWith(
			new Action((context) =>
				context.getInputData().map(({ json }, item) => ({
					json: { ...json, error: 'Refused', kind: 'quota' },
					error: new NodeOperationError(context.getNode(), 'Refused'),
					pairedItem: { item },
				})),
			),
		);

		const execution = await started.execute(startThen({ onError: 'continueErrorOutput' }), { triggerItems: goodAndBad });

		expect(execution.json('Act', 1)).toEqual([{ error: 'Refused' }, { error: 'Refused' }]);
	});

	it('tries again with retry on fail, in the same execution and run', async () => {
		const tries: string[] = [];
		const started = await hostWith(
			new Action((context) => {
				tries.push(`${context.getExecutionId()}:${(context as unknown as { runIndex: number }).runIndex}`);
				if (tries.length < 3) throw new Error('not yet');
				return [{ json: { done: true } }];
			}),
		);

		const execution = await started.execute(single({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 }));

		expect(tries).toEqual(['1:0', '1:0', '1:0']);
		expect(execution.json('Act')).toEqual([{ done: true }]);
	});

	it('is refused and recorded when a node lacks a required parameter', async () => {
		const started = await hostWith(
			new Action(() => [], {
				properties: [{ displayName: 'To', name: 'to', type: 'string', default: '', required: true }],
			}),
		);

		const execution = await started.execute(single());

		expect(execution.status).toBe('error');
		expect(execution.error?.message).toContain('issues');
	});

	it('can be cancelled: the signal fires and the record says so', async () => {
		let entered: () => void = () => undefined;
		const inside = new Promise<void>((resolve) => {
			entered = resolve;
		});
		const started = await hostWith(
			new Action(async (context) => {
				const signal = context.getExecutionCancelSignal();
				entered();
				await new Promise<void>((_resolve, reject) => {
					signal?.addEventListener('abort', () => reject(new Error('aborted')));
				});
				return [];
			}),
		);

		const handle = started.execute(single());
		await inside;
		expect(started.running).toEqual([handle.id]);
		handle.cancel();

		expect((await handle).status).toBe('canceled');
	});

	it('saves static data in production and not by hand', async () => {
		const started = await hostWith(
			new Action((context) => {
				context.getWorkflowStaticData('node').mode = context.getMode();
				return [];
			}),
		);

		await started.execute(single(), { mode: 'manual' });
		expect(started.staticData('w1')).toEqual({});
		await started.execute(single());
		expect(started.staticData('w1')).toEqual({ 'node:Act': { mode: 'trigger' } });
	});

	it('keeps binary data in files that are gone after the stop', async () => {
		const work = async (context: IExecuteFunctions): Promise<INodeExecutionData[]> => {
			const data = await context.helpers.prepareBinaryData(Buffer.from('bytes'), 'a.txt');
			const item: INodeExecutionData = { json: {}, binary: { data } };
			return [{ json: { mode: data.data, text: item.binary?.data?.mimeType }, binary: item.binary }];
		};
		const started = await hostWith(new Action(work));

		const execution = await started.execute(single());

		expect(execution.json('Act')).toEqual([{ mode: 'filesystem-v2', text: 'text/plain' }]);
		expect(execution.items('Act')[0]?.binary?.data?.id).toContain(`workflows/w1/executions/${execution.id}`);
	});

	it('writes what nodes log to the host', async () => {
		const started = await hostWith(
			new Action((context) => {
				context.logger.warn('Look here', { code: 7 });
				return [];
			}),
		);

		await started.execute(single());

		expect(started.logs).toContainEqual({ level: 'warn', message: 'Look here', meta: { code: 7 } });
	});

	it('makes real HTTP requests', async () => {
		const hook = new HookTrigger();
		hook.webhookDoes = () => ({ webhookResponse: { heard: true } });
		const caller = new Action(async (context) => {
			const { url } = context.getInputData()[0]?.json as { url: string };
			const body = (await context.helpers.httpRequest({ method: 'POST', url, body: {}, json: true })) as object;
			return [{ json: { ...body } }];
		});
		host = await TestHost.start({ nodes: types({ hookTrigger: hook, action: caller }) });
		await host.activate(chain('hooked', hookNode('abc')));

		const execution = await host.execute(single(), {
			triggerItems: [{ json: { url: `${host.url}webhook/abc/events` } }],
		});

		expect(execution.json('Act')).toEqual([{ heard: true }]);
	});
});

describe('credentials', () => {
	const reading = () =>
		new Action(async (context) => [{ json: { ...(await context.getCredentials('someApi')) } }], {
			credentials: [{ name: 'someApi', required: true, testedBy: 'check' }],
		});
	const withCredential = (id = 'c1') => single({ credentials: { someApi: { id, name: 'Mine' } } });

	it('are given with defaults for what is missing and expressions resolved', async () => {
		const started = await hostWith(reading(), {
			credentials: [credential],
			credentialData: { c1: { type: 'someApi', name: 'Mine', data: { key: '={{ $json.key + "!" }}' } } },
		});

		const execution = await started.execute(withCredential(), { triggerItems: [{ json: { key: 'k' } }] });

		expect(execution.json('Act')).toEqual([{ key: 'k!', baseUrl: 'https://default.example' }]);
	});

	it('can change between two executions', async () => {
		const started = await hostWith(reading(), {
			credentials: [credential],
			credentialData: { c1: { type: 'someApi', name: 'Mine', data: { key: 'one' } } },
		});
		started.setCredential('c1', { type: 'someApi', name: 'Mine', data: { key: 'two' } });

		expect((await started.execute(withCredential())).json('Act')).toMatchObject([{ key: 'two' }]);
	});

	it('are refused to a node that does not name them, and when they do not exist in that type', async () => {
		const started = await hostWith(new Action(async (context) => [{ json: await context.getCredentials('someApi') }]), {
			credentials: [credential],
			credentialData: { other: { type: 'otherApi', name: 'Other', data: {} } },
		});
		expect((await started.execute(withCredential())).error?.message).toContain('does not have any credentials');

		await started.restart({ nodes: types({ action: reading() }) });
		for (const id of ['none', 'other']) {
			expect((await started.execute(withCredential(id))).error?.message).toBe(
				`Credential with ID "${id}" does not exist for type "someApi".`,
			);
		}
	});

	it('are tested by the function that a node names', async () => {
		const node = Object.assign(reading(), {
			methods: {
				credentialTest: {
					check: async (given: { data?: object }) => ({ status: 'OK' as const, message: JSON.stringify(given.data) }),
				},
			},
		});
		const started = await hostWith(node, { credentials: [credential] });

		const result = await started.testCredential('someApi', { key: 'k' });

		expect(result).toEqual({ status: 'OK', message: '{"key":"k","baseUrl":"https://default.example"}' });
	});
});

describe('a webhook and a run', () => {
	it('still answers when the run fails, and the failure is recorded', async () => {
		const hook = new HookTrigger();
		hook.webhookDoes = () => ({ workflowData: [[{ json: { text: 'bad' } }]] });
		host = await TestHost.start({ nodes: types({ hookTrigger: hook, action: failingFor('bad') }) });
		await host.activate(chain('w1', hookNode('abc'), { name: 'Act', type: 'test.action' }));

		expect((await post(`${host.url}webhook/abc/events`, '{}')).status).toBe(200);
		expect((await host.nextExecution()).status).toBe('error');
	});
});
