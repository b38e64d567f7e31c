import { NodeApiError } from 'n8n-workflow';
import { ActivationError, ConflictError, TestHost } from '../../support/host';
import { Action } from '../../support/action';
import { HookTrigger } from './support/nodes';
import { chain, hookNode, post, types } from './support/workflows';

let host: TestHost;
let hook: HookTrigger;

beforeEach(async () => {
	hook = new HookTrigger();
	host = await TestHost.start({
		nodes: types({ hookTrigger: hook, echo: new Action((context) => context.getInputData()) }),
		webhookUrl: 'https://n8n.example.test',
		reactivateAfterMilliseconds: 1,
	});
});

afterEach(async () => await host.stop());

const flow = (id = 'w1', path = 'abc') => chain(id, hookNode(path), { name: 'Echo', type: 'test.echo' });

describe('activation', () => {
	it('asks checkExists, then create, and saves what they wrote', async () => {
		const active = await host.activate(flow());

		expect(hook.calls()).toEqual(['checkExists trigger activate', 'create trigger activate']);
		expect(hook.seen.map(({ url }) => url)).toEqual(Array(2).fill('https://n8n.example.test/webhook/abc/events'));
		expect(host.staticData('w1')).toEqual({ 'node:Hook': { hookId: 'hook-1' } });
		expect(host.isActive(active.workflowId)).toBe(true);
	});

	it('deletes with the stored static data and forgets the path', async () => {
		const active = await host.activate(flow());
		hook.seen.length = 0;

		await active.deactivate();

		expect(hook.seen).toEqual([
			expect.objectContaining({
				what: 'delete',
				mode: 'internal',
				activation: 'update',
				staticData: { hookId: 'hook-1' },
			}),
		]);
		expect(host.staticData('w1')).toEqual({ 'node:Hook': {} });
		expect((await post(`${host.url}webhook/abc/events`, '{}')).status).toBe(404);
	});

	it('deletes first and updates when the workflow is active already', async () => {
		await host.activate(flow());
		hook.seen.length = 0;

		await host.activate(flow());

		expect(hook.calls()).toEqual(['delete internal update', 'checkExists trigger update', 'create trigger update']);
	});

	it('shows the description of an API error, calls delete and stays inactive', async () => {
		hook.createDoes = () => {
			throw new NodeApiError(
				{ id: 'n', name: 'Hook', type: 'test.hookTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
				{ message: 'raw' },
				{ message: 'Not registered', description: 'Use an https address' },
			);
		};

		const failure = await host.activate(flow()).catch((error: unknown) => error);

		expect(failure).toBeInstanceOf(ActivationError);
		expect((failure as ActivationError).message).toBe('Use an https address');
		expect((failure as ActivationError).cause).toBeInstanceOf(NodeApiError);
		expect(hook.calls()).toEqual(['checkExists trigger activate', 'create trigger activate', 'delete internal update']);
		expect(host.isActive('w1')).toBe(false);
	});

	it('loses what a failing create wrote to static data', async () => {
		hook.createDoes = (staticData) => {
			staticData.secret = 'only here';
			throw new Error('after writing');
		};

		await expect(host.activate(flow())).rejects.toThrow('after writing');

		expect(host.staticData('w1')).toEqual({ 'node:Hook': {} });
	});

	it('refuses a path that another workflow has', async () => {
		await host.activate(flow('w1'));
		await expect(host.activate(flow('w2'))).rejects.toBeInstanceOf(ConflictError);
	});

	it('refuses a workflow whose node lacks its credential', async () => {
		hook.description.credentials = [{ name: 'someApi', displayName: 'Some API', required: true }];
		await expect(host.activate(flow())).rejects.toThrow('Missing required credential: Some API');
		expect(hook.calls()).toEqual([]);
	});

	it('refuses a workflow that nothing starts', async () => {
		await expect(host.activate(chain('w1', { name: 'Echo', type: 'test.echo' }))).rejects.toBeInstanceOf(ActivationError);
	});
});

describe('restart', () => {
	it('keeps static data as JSON, asks checkExists with init and creates nothing', async () => {
		await host.activate(flow());
		hook.seen.length = 0;

		await host.restart();

		expect(hook.seen).toEqual([
			expect.objectContaining({
				what: 'checkExists',
				mode: 'trigger',
				activation: 'init',
				staticData: { hookId: 'hook-1' },
			}),
		]);
		expect((await post(`${host.url}webhook/abc/events`, '{"n":1}')).status).toBe(200);
		expect((await host.nextExecution()).json('Echo')).toEqual([{ body: { n: 1 } }]);
	});

	it('does not call delete', async () => {
		await host.activate(flow());
		await host.restart();
		expect(hook.calls()).not.toContain('delete internal update');
	});

	it('tries again when the start of a workflow fails, on the static data of the first try', async () => {
		await host.activate(flow());
		host.setStaticData('w1', {});
		hook.seen.length = 0;
		let failures = 2;
		hook.createDoes = () => {
			failures -= 1;
			if (failures >= 0) throw new Error('The service is down');
		};

		await host.restart();
		expect(host.activationError('w1')).toBe('The service is down');
		expect(host.isActive('w1')).toBe(true);
		await host.reactivated('w1');

		expect(hook.calls().filter((call) => call.startsWith('create'))).toEqual(Array(3).fill('create trigger init'));
		expect(host.activationError('w1')).toBeUndefined();
		expect(host.staticData('w1')).toEqual({ 'node:Hook': { hookId: 'hook-1' } });
	});
});

describe('listening for a test event', () => {
	const test = () => `${host.url}webhook-test/abc/events`;

	it('registers beside production, runs by hand once and deletes its own hook', async () => {
		await host.activate(flow());
		hook.seen.length = 0;

		const listener = await host.listenForTest(flow());
		expect(hook.calls()).toEqual(['checkExists manual manual', 'create manual manual']);
		expect(hook.seen.at(0)).toMatchObject({ url: 'https://n8n.example.test/webhook-test/abc/events', staticData: {} });

		expect((await post(test(), '{"n":1}')).status).toBe(200);
		await listener.ended;
		const execution = await host.nextExecution();

		expect([execution.mode, execution.source]).toEqual(['manual', 'testWebhook']);
		expect(execution.json('Echo')).toEqual([{ body: { n: 1 } }]);
		expect(hook.seen.at(-1)).toMatchObject({
			what: 'delete',
			mode: 'internal',
			activation: 'update',
			url: 'https://n8n.example.test/webhook-test/abc/events',
			staticData: { hookId: 'hook-1' },
		});
		expect((await post(test(), '{}')).status).toBe(404);
		expect(host.staticData('w1')).toEqual({ 'node:Hook': { hookId: 'hook-1' } });
		expect((await post(`${host.url}webhook/abc/events`, '{}')).status).toBe(200);
	});

	it('carries static data from create to webhook() to delete, and stores none of it', async () => {
		hook.webhookDoes = (_context, staticData) => {
			staticData.event = 'seen';
			return { workflowData: [[{ json: {} }]] };
		};
		const listener = await host.listenForTest(flow());

		await post(test(), '{}');
		await listener.ended;

		expect(hook.seen.slice(-2).map(({ what, staticData }) => [what, staticData])).toEqual([
			['webhook', { hookId: 'hook-1' }],
			['delete', { hookId: 'hook-1', event: 'seen' }],
		]);
		expect(host.staticData('w1')).toEqual({});
	});

	it('goes on listening after an event that starts nothing', async () => {
		hook.webhookDoes = () => ({});
		await host.listenForTest(flow());

		expect((await post(test(), '{}')).status).toBe(200);
		expect((await post(test(), '{}')).status).toBe(200);
		expect(hook.calls()).not.toContain('delete internal update');
	});

	it('deletes its hook when the time is up or it is cancelled', async () => {
		const listener = await host.listenForTest(flow(), { timeoutMilliseconds: 1 });
		await listener.ended;
		expect(hook.seen.at(-1)).toMatchObject({ what: 'delete', staticData: { hookId: 'hook-1' } });

		hook.seen.length = 0;
		await (await host.listenForTest(flow())).cancel();
		expect(hook.calls().at(-1)).toBe('delete internal update');
	});

	it('throws what create threw, after deleting', async () => {
		hook.createDoes = () => {
			throw new Error('refused');
		};
		await expect(host.listenForTest(flow())).rejects.toThrow('refused');
		expect(hook.calls().at(-1)).toBe('delete internal update');
	});
});
