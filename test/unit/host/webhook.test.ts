import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type HostResponse, TestHost } from '../../support/host';
import { Action } from '../../support/action';
import { HookTrigger } from './support/nodes';
import { chain, hookNode, post, types } from './support/workflows';

let host: TestHost;
let hook: HookTrigger;

beforeEach(async () => {
	hook = new HookTrigger();
	const echo = new Action((context) => context.getInputData());
	host = await TestHost.start({
		nodes: types({ hookTrigger: hook, echo }),
		webhookUrl: 'https://n8n.example.test/',
	});
});

afterEach(async () => await host.stop());

const flow = () => chain('w1', hookNode('abc'), { name: 'Echo', type: 'test.echo' });
const live = () => `${host.url}webhook/abc/events`;

describe('the body of a webhook request', () => {
	it('reaches the node parsed and as its raw bytes', async () => {
		const bytes = Buffer.from('{ "text":"Grüße",\r\n "n":1.0 }');
		let raw: Buffer | undefined;
		hook.webhookDoes = (context) => {
			raw = (context.getRequestObject() as unknown as { rawBody: Buffer }).rawBody;
			return { workflowData: [[{ json: { body: context.getBodyData() } }]] };
		};
		await host.activate(flow());

		const answer = await post(live(), bytes);

		expect(answer.status).toBe(200);
		expect(raw?.equals(bytes)).toBe(true);
		expect((await host.nextExecution()).json('Echo')).toEqual([{ body: { text: 'Grüße', n: 1 } }]);
	});

	it('is unzipped before it becomes the raw body', async () => {
		let digest: string | undefined;
		hook.webhookDoes = (context) => {
			const { rawBody } = context.getRequestObject() as unknown as { rawBody: Buffer };
			digest = createHash('sha256').update(rawBody).digest('hex');
			return {};
		};
		await host.activate(flow());

		await post(live(), gzipSync('{"a":1}'), { 'content-type': 'application/json', 'content-encoding': 'gzip' });

		expect(digest).toBe(createHash('sha256').update('{"a":1}').digest('hex'));
	});

	it('is answered with 422 when it is not JSON, and the node is not asked', async () => {
		await host.activate(flow());
		hook.seen.length = 0;

		const answer = await post(live(), '{"text":');

		expect(answer.status).toBe(422);
		expect(JSON.parse(answer.text)).toMatchObject({ code: 422, message: 'Failed to parse request body' });
		expect(hook.seen).toEqual([]);
		expect(host.executions).toEqual([]);
	});

	it('is left unread for a content type that n8n does not parse, until the node reads it', async () => {
		let before: unknown;
		let after: string | undefined;
		hook.webhookDoes = async (context) => {
			const request = context.getRequestObject() as unknown as { rawBody?: Buffer; readRawBody(): Promise<void> };
			before = request.rawBody;
			await request.readRawBody();
			after = request.rawBody?.toString();
			return {};
		};
		hook.description.version = [1, 2];
		await host.activate(chain('w1', hookNode('abc', { typeVersion: 2 })));

		await post(live(), 'bytes', { 'content-type': 'application/octet-stream' });

		expect([before, after]).toEqual([undefined, 'bytes']);
	});

	it('answers 500, not 413, beyond 16 MiB', async () => {
		await host.activate(flow());
		hook.seen.length = 0;

		const answer = await post(live(), `"${'x'.repeat(16 * 1024 * 1024)}"`);

		expect(answer.status).toBe(500);
		expect(JSON.parse(answer.text)).toEqual({ code: 0, message: 'There was a problem executing the workflow' });
		expect(hook.seen).toEqual([]);
	});
});

describe('the answer to a webhook request', () => {
	it("is n8n's literal default when the node describes no response", async () => {
		await host.activate(flow());

		const answer = await post(live(), '{}');

		expect(answer.text).toBe('firstEntryJson');
		expect(answer.headers.get('content-security-policy')).toContain('sandbox');
		expect((await host.nextExecution()).mode).toBe('webhook');
	});

	it('is what the node returns when it starts nothing', async () => {
		hook.webhookDoes = () => ({ webhookResponse: { repeated: true } });
		await host.activate(flow());

		expect((await post(live(), '{}')).text).toBe('{"repeated":true}');
		hook.webhookDoes = () => ({});
		expect((await post(live(), '{}')).text).toBe('{"message":"Webhook call received"}');
		expect(host.executions).toEqual([]);
	});

	it('can be given by the node itself, with or without a run', async () => {
		hook.webhookDoes = (context) => {
			const response = context.getResponseObject() as unknown as HostResponse;
			response.status(401).send('No');
			return { noWebhookResponse: true };
		};
		await host.activate(flow());

		const answer = await post(live(), '{}');

		expect([answer.status, answer.text]).toEqual([401, 'No']);
		expect(host.executions).toEqual([]);
	});

	it('hides what webhook() threw behind a 500, and the execution shows it', async () => {
		hook.webhookDoes = (_context, staticData) => {
			staticData.lost = true;
			throw new Error('the reason');
		};
		await host.activate(flow());

		const answer = await post(live(), '{}');

		expect(answer.status).toBe(500);
		expect(JSON.parse(answer.text)).toEqual({
			code: 0,
			message: 'Workflow Webhook Error: Workflow could not be started!',
		});
		const execution = await host.nextExecution();
		expect([execution.status, execution.error?.message]).toEqual(['error', 'the reason']);
		expect(host.staticData('w1')).toEqual({ 'node:Hook': { hookId: 'hook-1' } });
	});

	it('is 404 for an unknown path and for a wrong method', async () => {
		await host.activate(flow());

		const unknown = await post(`${host.url}webhook/nobody/events`, '{}');
		expect(unknown.status).toBe(404);
		expect(JSON.parse(unknown.text)).toMatchObject({
			code: 404,
			message: 'The requested webhook "POST nobody/events" is not registered.',
		});
		const wrong = await fetch(live());
		expect(wrong.status).toBe(404);
		expect(((await wrong.json()) as { message: string }).message).toBe(
			'This webhook is not registered for GET requests. Did you mean to make a POST request?',
		);
	});
});

describe('static data of a webhook', () => {
	it('is stored before the answer is sent, with or without a run', async () => {
		hook.webhookDoes = (_context, staticData) => {
			staticData.count = Number(staticData.count ?? 0) + 1;
			return {};
		};
		await host.activate(flow());

		await post(live(), '{}');
		await post(live(), '{}');

		expect(host.staticData('w1')).toEqual({ 'node:Hook': { hookId: 'hook-1', count: 2 } });
	});

	it('is copied for each request: of two at once the last one wins', async () => {
		let arrived = 0;
		let release: () => void = () => undefined;
		const both = new Promise<void>((resolve) => {
			release = resolve;
		});
		hook.webhookDoes = async (context, staticData) => {
			const { name } = context.getBodyData() as { name: string };
			staticData[name] = true;
			arrived += 1;
			if (arrived === 2) release();
			await both;
			return {};
		};
		await host.activate(flow());

		await Promise.all([post(live(), '{"name":"a"}'), post(live(), '{"name":"b"}')]);

		const stored = host.staticData('w1')['node:Hook'] as Record<string, unknown>;
		expect([stored.a, stored.b].filter(Boolean)).toHaveLength(1);
	});

	it('is overwritten by a run that writes static data, because the run read it before the webhook saved', async () => {
		hook.webhookDoes = (_context, staticData) => {
			staticData.fromWebhook = true;
			return { workflowData: [[{ json: {} }]] };
		};
		const writer = new Action((context) => {
			context.getWorkflowStaticData('node').fromRun = true;
			return context.getInputData();
		});
		await host.restart({ nodes: types({ hookTrigger: hook, echo: writer }) });
		await host.activate(flow());

		await post(live(), '{}');
		await host.nextExecution();

		expect(host.staticData('w1')).toEqual({
			'node:Hook': { hookId: 'hook-1' },
			'node:Echo': { fromRun: true },
		});
	});
});
