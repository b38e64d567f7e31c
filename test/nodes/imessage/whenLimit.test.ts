import { NodeHelpers, Workflow, type INodeOutputConfiguration, type INodeTypes } from 'n8n-workflow';
import { quotaCodes, quotas } from '../../../nodes/shared/spectrum/errors/quotas';
import { allNodes } from '../../support/allNodes';
import { oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const startSetting = useSpectrum((spectrum) => startHostFor(spectrum, allNodes()));
const to = { __rl: true, mode: 'address', value: '={{ $json.phone }}' };
const people = ['+15551230001', '+15551230002', '+15551230003'].map((phone) => ({ json: { phone } }));
const senders = [
	['imessage', { operation: 'sendText', text: 'Hi' }],
	['imessageEffect', { operation: 'sendText', text: 'Hi', effect: { __rl: true, mode: 'list', value: 'confetti' } }],
] as const;
const typeOf = (name: string) => `n8n-nodes-spectrum-imessage.${name}`;

describe.each(senders)('%s', (name, parameters) => {
	test('an item that a limit stops goes to Not Sent with its fields, and the others are sent', async () => {
		const { spectrum, host } = await startSetting();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' }, { after: 1 });
		const run = await host.execute(oneNode(typeOf(name), { to, ...parameters, options: { whenLimit: 'output' } }), {
			triggerItems: people,
		});
		expect(run.error).toBeUndefined();
		expect(run.items(underTest, 0)).toHaveLength(2);
		const [notSent, ...more] = run.json(underTest, 1);
		expect(more).toEqual([]);
		expect(notSent).toMatchObject({
			phone: '+15551230002',
			quota: { code: 'newContactThrottled', scope: 'line', advice: expect.any(String) as unknown },
		});
		expect(Date.parse(notSent?.retryAt as string)).toBeGreaterThan(Date.now() + 23 * 60 * 60_000);
	});

	/** One item is sent, one meets a limit, and one fails for another reason. */
	async function mixed(whenLimit: string, onError: string) {
		const { spectrum, host } = await startSetting();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'recipientLocked' });
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'invalidArgument' });
		const run = await host.execute(oneNode(typeOf(name), { to, ...parameters, options: { whenLimit } }, { onError }), {
			triggerItems: people,
		});
		return { run, counts: [0, 1, 2].map((output) => run.items(underTest, output).length) };
	}

	// Output 0 is Sent. With Not Sent, the error output moves from 1 to 2.
	test.each([
		['error', 'continueRegularOutput', [3, 0, 0]],
		['error', 'continueErrorOutput', [1, 2, 0]],
		['output', 'continueRegularOutput', [2, 1, 0]],
		['output', 'continueErrorOutput', [1, 1, 1]],
	])('%s, %s: everything goes to its output', async (whenLimit, onError, expected) => {
		const { run, counts } = await mixed(whenLimit, onError);
		expect([run.error?.message, counts]).toEqual([undefined, expected]);
		const all = [0, 1, 2].flatMap((output) => run.json(underTest, output).map((json) => ({ output, json })));
		const ofLimit = all.find(({ json }) => JSON.stringify(json).includes('recipientLocked'));
		const failed = all.find(({ json }) => JSON.stringify(json).includes('invalidArgument'));
		const errorOutput = onError === 'continueRegularOutput' ? 0 : expected.length - 1 - (whenLimit === 'error' ? 1 : 0);
		expect([ofLimit?.output, failed?.output]).toEqual([whenLimit === 'output' ? 1 : errorOutput, errorOutput]);
		expect(failed?.json).toMatchObject({ error: { code: 'invalidArgument' } });
		expect(ofLimit?.json).toMatchObject(
			whenLimit === 'output' ? { phone: '+15551230001', quota: { code: 'recipientLocked' } } : { error: {} },
		);
		expect(ofLimit?.json).not.toHaveProperty('retryAt');
	});

	test.each(['error', 'output'])('%s, and no way for errors: another failure stops the run', async (whenLimit) => {
		const { run } = await mixed(whenLimit, 'stopWorkflow');
		expect(run.status).toBe('error');
	});

	test.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'])(
		'%s: when a limit stops everyone, nobody is at Sent or Error',
		async (onError) => {
			const { spectrum, host } = await startSetting();
			spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' }, { times: Number.POSITIVE_INFINITY });
			const workflow = oneNode(typeOf(name), { to, ...parameters, options: { whenLimit: 'output' } }, { onError });
			const run = await host.execute(workflow, { triggerItems: people });
			expect([run.error, [0, 1, 2].map((output) => run.items(underTest, output).length)]).toEqual([undefined, [0, 3, 0]]);
		},
	);

	test('by default a limit is an error, and there is one output', async () => {
		const { spectrum, host } = await startSetting();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' });
		const run = await host.execute(oneNode(typeOf(name), { to, ...parameters }), { triggerItems: people });
		expect(run.status).toBe('error');
		const property = allNodes()[typeOf(name)]?.description.properties.find((each) => each.name === 'whenLimitNotice');
		if (property === undefined) throw new Error('There is no notice');
		const isShown = (options: object) => NodeHelpers.displayParameter({ options } as never, property, { typeVersion: 1 }, null);
		expect([isShown({ whenLimit: 'output' }), isShown({}), isShown({ whenLimit: 'error' })]).toEqual([true, false, false]);
		expect(property.displayName).toContain('Connect Error again');
	});
});

/** Names of a node's outputs, as n8n gives them to the canvas. */
function outputsOf(name: string, parameters: object, onError?: string): string[] {
	const nodeType = allNodes()[typeOf(name)];
	if (nodeType === undefined) throw new Error(`There is no node ${name}`);
	const nodeTypes = { getByNameAndVersion: () => nodeType, getByName: () => nodeType, getKnownTypes: () => ({}) } as unknown as INodeTypes;
	const node = {
		id: 'n',
		name: 'Node',
		type: typeOf(name),
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { ...parameters },
	};
	const workflow = new Workflow({ nodes: [{ ...node, onError } as never], connections: {}, active: false, nodeTypes });
	const [own] = Object.values(workflow.nodes);
	if (own === undefined) throw new Error('There is no node');
	const outputs = NodeHelpers.getNodeOutputs(workflow, own, nodeType.description) as Array<string | INodeOutputConfiguration>;
	return outputs.map((output) => (typeof output === 'string' ? output : (output.displayName ?? output.type)));
}

describe('the outputs on the canvas', () => {
	const limited = { options: { whenLimit: 'output' } };

	test.each(senders)('%s: each choice, with and without the error output', (name, parameters) => {
		expect([
			outputsOf(name, parameters),
			outputsOf(name, { ...parameters, ...limited }),
			outputsOf(name, parameters, 'continueErrorOutput'),
			outputsOf(name, { ...parameters, ...limited }, 'continueErrorOutput'),
		]).toEqual([['main'], ['Sent', 'Not Sent'], ['Success', 'Error'], ['Sent', 'Not Sent', 'Error']]);
	});

	// A workflow that was saved before the operation was switched may still have the choice.
	test.each([
		['sendAndWait', 'message'],
		['edit', 'message'],
		['notifyAnyway', 'message'],
		['updateMiniApp', 'card'],
	])('%s has one output, whatever was chosen before for another operation', (operation, resource) => {
		const asked = { resource, operation, message: 'May I?', ...limited };
		expect(outputsOf('imessage', asked)).toEqual(['main']);
		expect(outputsOf('imessage', asked, 'continueErrorOutput')).toEqual(['Success', 'Error']);
		expect(outputsOf('imessage', { resource: 'message', operation: 'sendText', text: 'Hi', ...limited })).toEqual(['Sent', 'Not Sent']);
	});
});

test('a question that a limit stops is an error of its own output, although the node had Not Sent before', async () => {
	const { spectrum, host } = await startSetting();
	spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' }, { times: Number.POSITIVE_INFINITY });
	spectrum.faults.add('CreatePoll', { type: 'error', code: 'newContactThrottled' }, { times: Number.POSITIVE_INFINITY });
	const asked = {
		operation: 'sendAndWait',
		to: { __rl: true, mode: 'address', value: '+15551230001' },
		message: 'May I?',
		options: { whenLimit: 'output' },
	};
	const run = await host.execute(oneNode(typeOf('imessage'), asked, { onError: 'continueErrorOutput' }), {
		triggerItems: people.slice(0, 1),
	});
	expect([0, 1, 2].map((output) => run.items(underTest, output).length)).toEqual([0, 1, 0]);
	expect(run.json(underTest, 1)[0]).toMatchObject({ error: { code: 'newContactThrottled' } });
});

test.each(quotaCodes)('%s says when another attempt makes sense, if time alone helps', async (code) => {
	const { spectrum, host } = await startSetting();
	spectrum.faults.add('SendTextMessage', { type: 'error', code });
	const parameters = { to, operation: 'sendText', text: 'Hi', options: { whenLimit: 'output' } };
	const run = await host.execute(oneNode(typeOf('imessage'), parameters), { triggerItems: people.slice(0, 1) });
	const [item] = run.json(underTest, 1);
	expect(item).toMatchObject({ quota: { code, message: expect.stringContaining(quotas[code].message) as unknown } });
	expect('retryAt' in (item ?? {})).toBe(['nextWindow', 'later'].includes(quotas[code].retry.when));
});
