import { NodeHelpers, type INodeProperties } from 'n8n-workflow';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { alice, AskingStage, bob, reviewType } from '../../support/asking';
import type { Execution, ExecutionHandle } from '../../support/host';
import { humanReview } from '../../support/humanReview';
import { sendType } from '../../support/sendHost';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start();
});
afterEach(async () => await stage.stop());

const approvers = (...addresses: string[]) => ({ person: addresses.map((address) => ({ address, allowSms: false })) });
const address = (value: string) => ({ __rl: true, mode: 'address', value });

/** What an agent lets n8n run before its tool: the call of the tool is the item. */
function review(parameters: object): ExecutionHandle {
	return stage.host.execute(
		{
			id: 'review',
			nodes: [
				{ id: 'start', name: 'Start', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0], parameters: {} },
				{
					id: 'review',
					name: 'Review',
					type: reviewType,
					typeVersion: 1,
					position: [200, 0],
					parameters: { ...parameters },
					credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
				},
			],
			connections: { Start: { main: [[{ node: 'Review', type: 'main', index: 0 }]] } },
		},
		{ triggerItems: [{ json: { toolCallId: 'call-1' } }] },
	);
}

const refusalOf = (execution: Execution) => execution.errorOf('Review')?.message;

test('an approver approves, and the person who talks to the agent does not', async () => {
	const handle = review({ to: address(alice), approvers: approvers(alice), answeredBy: 'words' });
	const question = await stage.spectrum.phone(alice).next();
	await stage.host.hasWaited(handle.id);
	stage.spectrum.receive({ from: bob, text: 'yes' });
	stage.spectrum.phone(alice).react(question.id, 'like');
	expect((await handle).json('Review')).toEqual([{ toolCallId: 'call-1', data: expect.objectContaining({ approved: true }) }]);
});

test('the words of a refusal reach the model', async () => {
	const handle = review({ to: address(alice), approvers: approvers(alice), answeredBy: 'words' });
	await stage.spectrum.phone(alice).next();
	await stage.host.hasWaited(handle.id);
	stage.spectrum.receive({ from: alice, text: 'No, use the other account' });
	expect((await handle).json('Review')).toEqual([
		{ toolCallId: 'call-1', data: expect.objectContaining({ approved: false, chatInput: 'No, use the other account' }) },
	]);
});

test.each<[string, object, RegExp]>([
	['a To of the model', { to: address("={{ $fromAI('To') }}"), approvers: approvers(alice) }, /"To" is chosen by the model/],
	['an empty To', { to: address(''), approvers: approvers(alice) }, /"To"|issues/],
	['no approvers', { to: address(alice), approvers: {} }, /"Approvers"|issues/],
	[
		'a label of the model',
		{ to: address(alice), approvers: approvers(alice), options: { approveLabel: "={{ $fromAI('label') }}" } },
		/"Approve Label" is chosen by the model/,
	],
	['approvers out of an expression', { to: address(alice), approvers: approvers('={{ $json.who }}') }, /"Approvers" holds an expression/],
])('%s is refused', async (_case, parameters, message) => {
	const execution = await review({ ...parameters, answeredBy: 'words' });
	expect(execution.status).toBe('error');
	expect(refusalOf(execution) ?? execution.error?.message).toMatch(message);
	expect(stage.spectrum.phone(alice).messages).toEqual([]);
});

test('a To whose name in the list speaks of a model is a fixed one', async () => {
	const to = { ...address(alice), cachedResultName: "{{ $fromAI('To') }}" };
	const handle = review({ to, approvers: approvers(alice), answeredBy: 'words' });
	await stage.spectrum.phone(alice).next();
	await stage.host.hasWaited(handle.id);
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect((await handle).json('Review')).toEqual([{ toolCallId: 'call-1', data: expect.objectContaining({ approved: true }) }]);
});

test('as a tool of its own, an agent is told why it cannot ask', async () => {
	const run = await stage.host.executeAsTool(
		{
			name: 'Ask',
			type: sendType,
			parameters: { operation: 'sendAndWait', to: address(alice), message: 'May I?' },
			credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
		},
		{},
	);
	expect(JSON.stringify(run)).toContain('a tool cannot wait');
	expect(stage.spectrum.phone(alice).messages).toEqual([]);
});

test('the panel of the review shows what belongs to it, once', () => {
	const { description } = humanReview(new Imessage());
	const chosen = { resource: 'message', operation: 'sendAndWait', responseType: 'approval' };
	const isShown = (property: INodeProperties) =>
		property.type !== 'hidden' && NodeHelpers.displayParameter(chosen, property, { typeVersion: 1 }, description);
	expect(description.properties.filter(isShown).map(({ name }) => name)).toEqual([
		'message',
		'authentication',
		'to',
		'answeredBy',
		'approvers',
		'onlyReplies',
		'limitAmount',
		'limitUnit',
		'options',
	]);
});
