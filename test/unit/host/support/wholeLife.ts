import { TestHost } from '../../../support/host';
import { Action } from '../../../support/action';
import { HookTrigger } from './nodes';
import { chain, hookNode, post, types } from './workflows';

/** Outside jest: one of everything that opens something. Nothing here ends the process; it has to end by itself. */
async function wholeLife(): Promise<void> {
	const host = await TestHost.start({
		nodes: types({ hookTrigger: new HookTrigger(), action: new Action((context) => context.getInputData()) }),
	});
	await host.activate(chain('w1', hookNode('abc'), { name: 'Act', type: 'test.action' }));
	await host.listenForTest(chain('w2', hookNode('def')));
	await post(`${host.url}webhook/abc/events`, '{"n":1}');
	const execution = await host.nextExecution();
	await host.restart();
	await host.stop();
	process.stdout.write(JSON.stringify(execution.json('Act')));
	// Whatever is left would end some time: n8n-core's own timer after a minute. This one does not keep the process alive.
	setTimeout(() => process.exit(1), 10_000).unref();
}

void wholeLife();
