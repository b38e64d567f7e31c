import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createDeferredPromise } from 'n8n-workflow';
import { TestHost } from '../../support/host';
import { userFolder } from '../../support/host/environment';
import { Action } from '../../support/action';
import { HookTrigger } from './support/nodes';
import { chain, hookNode, post, types } from './support/workflows';

const run = promisify(execFile);

describe('stopping', () => {
	it('leaves nothing that keeps a process alive', async () => {
		const script = path.join(__dirname, 'support', 'wholeLife.ts');
		const { stdout } = await run(process.execPath, [require.resolve('tsx/cli'), script], {
			env: { ...process.env, NODE_ENV: '' },
		});
		expect(stdout).toBe('[{"body":{"n":1}}]');
	});

	it('removes the temporary folder, closes the port and can be called twice', async () => {
		const host = await TestHost.start({ nodes: types({ action: new Action(() => []) }) });
		await host.execute(chain('w1', { name: 'Act', type: 'test.action' }));
		expect(existsSync(userFolder)).toBe(true);

		await host.stop();
		await host.stop();

		expect(existsSync(userFolder)).toBe(false);
		await expect(post(`${host.url}webhook/x`, '{}')).rejects.toThrow('fetch failed');
	});

	it('keeps the folder for a second host that is still up', async () => {
		const first = await TestHost.start();
		const second = await TestHost.start();
		await first.stop();
		expect(existsSync(userFolder)).toBe(true);
		await second.stop();
		expect(existsSync(userFolder)).toBe(false);
	});

	it('cancels what is running and rejects who waits for the next execution', async () => {
		const entered = createDeferredPromise();
		const waiting = new Action(async (context) => {
			entered.resolve();
			return await new Promise((_resolve, reject) => {
				context.getExecutionCancelSignal()?.addEventListener('abort', () => reject(new Error('aborted')));
			});
		});
		const host = await TestHost.start({ nodes: types({ action: waiting }) });
		const handle = host.execute(chain('w1', { name: 'Act', type: 'test.action' }));
		await entered.promise;
		const next = host.nextExecution();

		await Promise.all([host.stop(), expect(next).rejects.toThrow('stopped')]);

		expect((await handle).status).toBe('canceled');
	});

	it('drops a connection on which a request never came to its end', async () => {
		const host = await TestHost.start();
		const socket = connect(host.port, '127.0.0.1');
		const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
		socket.on('error', () => undefined);
		await new Promise<void>((resolve) => socket.write('POST /webhook/abc HTTP/1.1\r\nHost: x\r\n', () => resolve()));

		await host.stop();

		await closed;
		expect(socket.destroyed).toBe(true);
	});

	it('leaves no trace in the home folder', async () => {
		const before = existsSync(path.join(homedir(), '.n8n'));
		const host = await TestHost.start();
		await host.stop();
		expect(existsSync(path.join(homedir(), '.n8n'))).toBe(before);
		expect(userFolder.startsWith(tmpdir())).toBe(true);
	});
});

describe('a restart', () => {
	it('waits for running executions and keeps counting their ids', async () => {
		let release: () => void = () => undefined;
		const gate = new Promise<void>((resolve) => {
			release = resolve;
		});
		const slow = new Action(async () => {
			await gate;
			return [];
		});
		const host = await TestHost.start({ nodes: types({ action: slow }) });
		const handle = host.execute(chain('w1', { name: 'Act', type: 'test.action' }));

		const restarted = host.restart();
		release();
		await restarted;

		expect(host.executions.map(({ id, status }) => [id, status])).toEqual([[handle.id, 'success']]);
		expect((await host.execute(chain('w1', { name: 'Act', type: 'test.action' }))).id).toBe('2');
		await host.stop();
	});

	it('uses the nodes handed in', async () => {
		const host = await TestHost.start({ nodes: types({ action: new Action(() => [{ json: { v: 1 } }]) }) });
		await host.restart({ nodes: types({ action: new Action(() => [{ json: { v: 2 } }]) }) });

		expect((await host.execute(chain('w1', { name: 'Act', type: 'test.action' }))).json('Act')).toEqual([{ v: 2 }]);
		await host.stop();
	});

	it('answers requests on the same port afterwards', async () => {
		const host = await TestHost.start({ nodes: types({ hookTrigger: new HookTrigger() }) });
		await host.activate(chain('w1', hookNode('abc')));
		const { port } = host;

		await host.restart();

		expect(host.port).toBe(port);
		expect((await post(`${host.url}webhook/abc/events`, '{}')).status).toBe(200);
		await host.stop();
	});
});

describe('a package', () => {
	const node = `
		class Hello {
			constructor() {
				this.description = {
					displayName: 'Hello', name: 'hello', group: ['transform'], version: 1, description: 'Says hello',
					defaults: { name: 'Hello' }, inputs: ['main'], outputs: ['main'], icon: 'file:hello.svg',
					credentials: [{ name: 'helloApi', required: true }], properties: [],
				};
			}
			async execute() {
				const { greeting } = await this.getCredentials('helloApi');
				return [[{ json: { greeting } }]];
			}
		}
		exports.Hello = Hello;`;
	const credential = `
		class HelloApi {
			constructor() {
				this.name = 'helloApi';
				this.displayName = 'Hello API';
				this.properties = [{ displayName: 'Greeting', name: 'greeting', type: 'string', default: 'Hi' }];
			}
		}
		exports.HelloApi = HelloApi;`;
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'host-package-'));
		mkdirSync(path.join(folder, 'dist'));
		writeFileSync(
			path.join(folder, 'package.json'),
			JSON.stringify({
				name: 'n8n-nodes-hello',
				version: '1.2.3',
				n8n: { nodes: ['dist/Hello.node.js'], credentials: ['dist/HelloApi.credentials.js'] },
			}),
		);
		writeFileSync(path.join(folder, 'dist', 'Hello.node.js'), node);
		writeFileSync(path.join(folder, 'dist', 'HelloApi.credentials.js'), credential);
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	it("is loaded by n8n's own loader from package.json and dist", async () => {
		const host = await TestHost.start({
			packageDirectory: folder,
			credentialData: { c: { type: 'helloApi', name: 'Mine', data: {} } },
		});

		const execution = await host.execute(
			chain('w1', {
				name: 'Say',
				type: 'n8n-nodes-hello.hello',
				credentials: { helloApi: { id: 'c', name: 'Mine' } },
			}),
		);

		expect(execution.json('Say')).toEqual([{ greeting: 'Hi' }]);
		await host.stop();
	});

	it('fails to start when its code is missing', async () => {
		rmSync(path.join(folder, 'dist'), { recursive: true });
		await expect(TestHost.start({ packageDirectory: folder })).rejects.toThrow('Hello.node.js');
		expect(existsSync(userFolder)).toBe(false);
		expect(readFileSync(path.join(folder, 'package.json'), 'utf8')).toContain('n8n-nodes-hello');
	});
});
