import {
	createDeferredPromise,
	createRunExecutionData,
	type IDeferredPromise,
	type INodeExecutionData,
	type IRun,
	type ITriggerFunctions,
} from 'n8n-workflow';
import { startRun } from '../../../nodes/ImessageTrigger/log/runs';

type Result = NonNullable<Parameters<typeof createRunExecutionData>[0]>['resultData'];

/** What becomes of a run whose end n8n tells like this. */
async function outcomeOf(status: IRun['status'], resultData: Result) {
	const at = new Date(0);
	const run: IRun = { data: createRunExecutionData({ resultData }), mode: 'trigger', startedAt: at, stoppedAt: at, status, storedAt: 'db' };
	const context = {
		helpers: { createDeferredPromise },
		emit: (_data: INodeExecutionData[][], _response: undefined, done: IDeferredPromise<IRun>) => done.resolve(run),
	};
	return await startRun(context as unknown as ITriggerFunctions, { json: {} }, 'key');
}

const error = { name: 'Error', message: 'It went wrong' } as NonNullable<Result>['error'];
const nodeRun = { startTime: 0, executionTime: 1, executionIndex: 0, source: [], data: { main: [[]] } };

test.each([
	['succeeded, with its data', 'success', { runData: { Trigger: [nodeRun] } }, 'succeeded'],
	['succeeded on a worker, which tells no data', 'success', { runData: {}, lastNodeExecuted: 'Next' }, 'succeeded'],
	['failed, with its data', 'error', { error, runData: { Trigger: [nodeRun] } }, 'failed'],
	['failed on a worker, which tells the node', 'error', { error, runData: {}, lastNodeExecuted: 'Next' }, 'failed'],
	['was cut off with its worker: no node is known to have run', 'error', { error, runData: {} }, 'crashed'],
	['was found cut off after a restart', 'crashed', { runData: {} }, 'crashed'],
	['was stopped by somebody', 'canceled', { runData: {} }, 'cancelled'],
] as const)('a run that %s', async (_what, status, resultData, expected) => {
	expect(await outcomeOf(status, resultData as unknown as Result)).toBe(expected);
});
