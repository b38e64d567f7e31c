import type { IExecuteFunctions } from 'n8n-workflow';
import { asCall, occurrenceOfCall } from '../../../nodes/shared/n8n/keys/callOccurrences';

/** What of n8n's context the occurrences of a supplied tool's calls need. `attempt` is n8n's list for one attempt of the agent. */
function toolOf(flow: object, attempt: object, runIndex = 0): IExecuteFunctions {
	const context = {
		isToolExecution: () => true,
		getNode: () => ({ id: 'tool', name: 'Send', type: 'sendTool' }),
		getExecuteData: () => ({ node: { name: 'Agent' } }),
		getContext: () => flow,
		evaluateExpression: () => runIndex,
		closeFunctions: attempt,
	};
	return context as never;
}

const call = async (context: IExecuteFunctions, name = 'anna') =>
	await asCall(context, 0, async () => await Promise.resolve(occurrenceOfCall(context, 0, name)));

test('what n8n has stored of an agent that is run again, in another process, is begun from the start', async () => {
	const flow = {};
	const first: object[] = [];
	expect([await call(toolOf(flow, first)), await call(toolOf(flow, first, 1))]).toEqual([0, 1]);
	const stored = JSON.parse(JSON.stringify(flow)) as object;
	expect(await call(toolOf(stored, [], 2))).toBe(0);
});

test('a call of an attempt that was given up, and ends late, takes no number', async () => {
	const flow = {};
	let end: () => void = () => undefined;
	const slow = toolOf(flow, []);
	const late = asCall(slow, 0, async () => {
		occurrenceOfCall(slow, 0, 'anna');
		await new Promise<void>((resolve) => {
			end = resolve;
		});
	});
	const second: object[] = [];
	expect(await call(toolOf(flow, second, 1))).toBe(0);
	end();
	await late;
	expect(await call(toolOf(flow, second, 2))).toBe(1);
});

test('other recipients have numbers of their own', async () => {
	const flow = {};
	const attempt: object[] = [];
	expect([await call(toolOf(flow, attempt)), await call(toolOf(flow, attempt), 'bob'), await call(toolOf(flow, attempt))]).toEqual([
		0, 0, 1,
	]);
});
