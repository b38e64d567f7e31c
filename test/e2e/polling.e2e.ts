import { happen, happenings } from './support/happenings';
import { everySecond, LogStage, textsOf } from './support/logStage';
import { triggerName } from './support/triggerWorkflow';
import { until } from '../../scripts/n8n/until';

let stage: LogStage;

beforeAll(async () => {
	stage = await LogStage.start();
}, 1_200_000);

afterAll(async () => await stage?.world.stop());

beforeEach(async () => await stage.begin());
afterEach(async () => await stage.end());

const looks = ({ spectrum } = stage.connected) => spectrum.calls.filter(({ method }) => method === 'CatchUpEvents').length;

test.each(['cloud', 'own'] as const)('every kind of event starts one run (%s credential), without a stream or a webhook', async (kind) => {
	const { spectrum } = stage;
	stage.say('Before the first activation');
	const workflowId = await stage.activated({ ...everySecond, events: happenings }, stage.connected[kind]);
	const expected = happen(spectrum);
	const runs = await stage.client.allEnded(workflowId, expected.length);
	expect(runs.map(({ status, mode }) => [status, mode])).toEqual(expected.map(() => ['success', 'trigger']));
	const outputs = runs.flatMap((run) => run.json('Next'));
	expect(outputs.sort((one, other) => Number(one.sequence) - Number(other.sequence))).toMatchObject(expected);
	expect(spectrum.calls.filter(({ method }) => method.startsWith('Subscribe'))).toEqual([]);
	expect(spectrum.requests.filter(({ route }) => route === 'registerWebhook')).toEqual([]);
});

test('deactivation ends the looks; what happened meanwhile is caught up on', async () => {
	const workflowId = await stage.activated(everySecond);
	stage.say('1');
	await stage.client.ended(workflowId, 1);
	await stage.client.deactivate(workflowId);
	const former = stage.connected;
	const soFar = looks(former);

	// The clock that tells whether looks would have been made.
	await stage.begin();
	await stage.activated(everySecond);
	const begun = looks();
	await until('another workflow has looked three times', () => looks() >= begun + 3);
	expect(looks(former)).toBe(soFar);

	former.spectrum.receive({ from: '+15551234567', text: '2' });
	await stage.client.activate(workflowId);
	expect(textsOf(await stage.client.ended(workflowId, 2))).toEqual(['1', '2']);
	await stage.client.deactivate(workflowId);
});

test('the editor looks for the newest event beside the active workflow, which goes on', async () => {
	const workflowId = await stage.activated({ ...everySecond, filters: { textContains: ['order'] } });
	stage.say('Order 1', 'Order 2', 'Hello');
	await stage.client.ended(workflowId, 2);
	await stage.client.run(workflowId, triggerName);
	const runs = await stage.client.ended(workflowId, 3);
	expect(textsOf(runs.filter(({ mode }) => mode === 'manual'))).toEqual(['Order 2']);
	stage.say('Order 3');
	const seen = (await stage.client.ended(workflowId, 4)).filter(({ mode }) => mode === 'trigger');
	expect(textsOf(seen)).toEqual(['Order 1', 'Order 2', 'Order 3']);
});

test('the editor waits for the next event where the option says so, and can be stopped', async () => {
	const next = { receiveBy: 'polling', options: { testEvent: 'next' } };
	const isListening = async () => await until('it listens', () => stage.spectrum.streams.length > 0);
	const workflowId = await stage.imported(next);
	await stage.client.run(workflowId, triggerName);
	await isListening();
	stage.say('Hi');
	expect(textsOf(await stage.client.ended(workflowId, 1))).toEqual(['Hi']);
	await stage.streamsBecome(0);

	const other = await stage.imported({ ...next, filters: { textContains: ['never'] } });
	const { executionId } = await stage.client.run(other, triggerName);
	await isListening();
	await stage.client.stopExecution(executionId ?? '');
	const [stopped] = await stage.client.ended(other, 1);
	expect(stopped?.status).toBe('canceled');
	await stage.streamsBecome(0);
});

test('a cron expression that is none is refused on activation, with the reason', async () => {
	stage.wanted.push(/Cron Expression/);
	const workflowId = await stage.imported({ ...everySecond, cronExpression: 'every day' });
	await expect(stage.client.activate(workflowId)).rejects.toThrow(
		/Cron Expression.*Enter it like this|Cron Expression.*enter it like this/i,
	);
});

test('credentials that stop working end the trigger aloud; n8n tries again, and nothing is lost', async () => {
	stage.wanted.push(/The credential may not do this/, /failed at runtime/);
	const workflowId = await stage.activated(everySecond);
	stage.say('1');
	await stage.client.ended(workflowId, 1);
	const refused = stage.spectrum.faults.add('CatchUpEvents', { type: 'error', code: 'unauthorized', status: 7 }, { times: 2 });
	await refused.struck;
	stage.say('2');
	expect(textsOf(await stage.client.ended(workflowId, 2))).toEqual(['1', '2']);
	expect(stage.world.logged(/failed at runtime/)).not.toEqual([]);
	stage.say('3');
	await stage.client.ended(workflowId, 3);
});
