import { ImessagePoll } from '../../../../nodes/ImessagePoll/ImessagePoll.node';
import { ImessageTrigger } from '../../../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { WorkflowJson } from '../../../support/host';
import { logWorkflow, nextEvents, useLogStage, type LogStage } from '../../../support/logHost';
import { triggerType } from '../../../support/triggerHost';

const person = '+15551230001';
const pollType = 'n8n-nodes-spectrum-imessage.imessagePoll';

const startStage = useLogStage();
let stage: LogStage;
beforeEach(async () => {
	const nodes = { [triggerType]: new ImessageTrigger({ random: () => 0 }), [pollType]: new ImessagePoll() };
	stage = await startStage({ host: { nodes } });
});
/** Asks on its own, and listens for votes. */
function asking(): WorkflowJson {
	const { nodes, ...rest } = logWorkflow({ events: ['poll.voted'] });
	const option = [
		{ text: 'Approve', value: 'yes' },
		{ text: 'Decline', value: 'no' },
	];
	const ask = {
		id: 'ask',
		name: 'Ask',
		type: pollType,
		typeVersion: 1,
		parameters: {
			operation: 'create',
			title: '={{ $json.title }}',
			to: { __rl: true, mode: 'address', value: person },
			pollOptions: { option },
		},
		credentials: nodes[0]?.credentials,
	};
	return { ...rest, nodes: [...nodes, ask] };
}

/** The Trigger stores the workflow's data as it was when it began, with every event that it hands on. */
test('what a vote means stays in the stored data while the Trigger hands on events', async () => {
	const { spectrum, host } = stage;
	await host.activate(asking());
	const ask = async (title: string) =>
		(await host.execute(asking(), { startNode: 'Ask', mode: 'trigger', triggerItems: [{ json: { title } }] })).json('Ask');
	const [laptop] = await ask('Laptop?');
	await ask('Desk?');
	spectrum.phone(person).vote(laptop?.pollId as string, 'Decline');
	expect(await nextEvents(host, 1)).toMatchObject([{ poll: { title: 'Laptop?', option: { text: 'Decline', value: 'no' } } }]);
	const staticData = host.staticData('log-workflow');
	expect(staticData).toMatchObject({ 'node:iMessage Trigger': { progress: expect.anything() as unknown } });
	const { imessagePolls } = staticData.global as { imessagePolls: string };
	expect(JSON.parse(imessagePolls)).toMatchObject([
		{ title: 'Laptop?', values: [{ value: 'yes' }, { value: 'no' }] },
		{ title: 'Desk?', values: [{ value: 'yes' }, { value: 'no' }] },
	]);
});
