import { Simulator } from '../../../simulator/src';
import { alice, AskingStage, conversationType, dataOf, type AskedQuestion } from '../../support/asking';
import { cloudData } from '../../support/connection';
import type { ExecutionHandle } from '../../support/host';
import { oneNode, underTest } from '../../support/oneNode';
import { sendWorkflow } from '../../support/sendHost';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start();
});
afterEach(async () => await stage.stop());

const isWaiting = ({ id }: ExecutionHandle) => stage.host.waiting.some((row) => row.id === id);

/** Two questions, a restart, and then a beat of the newer one's clock alone. */
async function restartBetween(before: (first: AskedQuestion) => void = () => {}): Promise<[AskedQuestion, AskedQuestion]> {
	const first = await stage.ask({ message: 'The first?', answeredBy: 'words' });
	const second = await stage.ask({ message: 'The second?', answeredBy: 'words' });
	await stage.beat();
	before(first);
	await stage.restart();
	return [first, second];
}

test('after a restart, a bare yes decides neither of two open questions', async () => {
	const [first, second] = await restartBetween();
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await stage.beat();
	expect([stage.hub.size, isWaiting(first.handle), isWaiting(second.handle)]).toEqual([1, true, true]);
	await stage.beat();
	expect([stage.hub.size, isWaiting(first.handle), isWaiting(second.handle)]).toEqual([2, true, true]);
	stage.spectrum.receive({ from: alice, text: 'no', replyTo: { guid: second.message.id } });
	expect(dataOf(await stage.ended(second.handle))).toMatchObject({ approved: false });
	stage.spectrum.receive({ from: alice, text: 'yes', replyTo: { guid: first.message.id } });
	expect(dataOf(await stage.ended(first.handle))).toMatchObject({ approved: true });
});

test('a bare yes decides no question while another one is being sent to the same person', async () => {
	const hold = stage.spectrum.faults.add('CreatePoll', { type: 'hold' });
	const slow = stage.begin({ message: 'The first?' });
	const phone = stage.spectrum.phone(alice);
	const message = await phone.next();
	// Its poll: the second question is the last that the line has written.
	await phone.next();
	const second = await stage.ask({ message: 'The second?', answeredBy: 'words' });
	// The first words that count decide, so this yes would hide the answers behind it.
	stage.spectrum.receive({ from: alice, text: 'yes' });
	stage.pass(1);
	stage.spectrum.receive({ from: alice, text: 'no', replyTo: { guid: second.message.id } });
	expect(dataOf(await second.handle)).toMatchObject({ approved: false });
	hold.release();
	await stage.host.hasWaited(slow.id);
	stage.spectrum.receive({ from: alice, text: 'no', replyTo: { guid: message.id } });
	expect(dataOf(await slow)).toMatchObject({ approved: false });
});

test('words that were said while two were open decide neither, though the clock of n8n is behind', async () => {
	await stage.stop();
	stage = await AskingStage.start({ behind: 5 * 60_000 });
	const first = await stage.ask({ message: 'The first?', answeredBy: 'words' });
	const second = await stage.ask({ message: 'The second?', answeredBy: 'words' });
	stage.pass(1);
	stage.spectrum.receive({ from: alice, text: 'yes' });
	stage.pass(1);
	stage.spectrum.receive({ from: alice, text: 'yes', replyTo: { guid: first.message.id } });
	expect(dataOf(await first.handle)).toMatchObject({ approved: true });
	stage.pass(1);
	stage.spectrum.receive({ from: alice, text: 'no' });
	// The words behind the answer are for the question that is left.
	expect(dataOf(await second.handle)).toMatchObject({ approved: false });
});

test('a question that could not be sent is none beside which words would not count', async () => {
	const waiting = await stage.ask({ message: 'The first?', answeredBy: 'words' });
	stage.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError' }, { times: 20 });
	expect((await stage.begin({ message: 'The second?', answeredBy: 'words' })).status).toBe('error');
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect(dataOf(await stage.ended(waiting.handle))).toMatchObject({ approved: true });
});

test('a question that was answered stays closed when its clock beats once more', async () => {
	const first = await stage.ask({ message: 'The first?', answeredBy: 'words' });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await first.handle;
	const second = await stage.ask({ message: 'The second?', answeredBy: 'words' });
	await stage.beat();
	stage.spectrum.receive({ from: alice, text: 'no' });
	expect(dataOf(await second.handle)).toMatchObject({ approved: false, text: 'no' });
});

test('a question that ended unseen no longer counts once its clock would have beaten', async () => {
	const [, second] = await restartBetween(({ handle }) => {
		const [clock] = stage.host.waiting.filter(
			({ json }) => json.includes(`"executionId":"${handle.id}"`) && json.includes('imessageAnswerClock'),
		);
		stage.host.stopWaiting(clock?.id ?? '');
		stage.host.stopWaiting(handle.id);
	});
	await stage.beat();
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await stage.beat();
	expect(isWaiting(second.handle)).toBe(true);
	stage.pass(17);
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect(dataOf(await stage.ended(second.handle))).toMatchObject({ approved: true });
});

test('a question of another project is none of the same conversation, although both lines are called shared', async () => {
	const another = await Simulator.start({ clock: stage.clock, projectId: 'another-project' });
	try {
		stage.host.setCredential('another', { type: 'spectrumCloudApi', name: 'Another', data: cloudData(another) });
		const asks = { operation: 'sendAndWait', to: { __rl: true, mode: 'address', value: alice }, message: 'Theirs?' };
		const theirs = stage.host.execute(sendWorkflow(asks, { credentials: { spectrumCloudApi: { id: 'another', name: 'Another' } } }), {
			triggerItems: [{ json: {} }],
		});
		await stage.host.hasWaited(theirs.id);
		const ours = await stage.ask();
		expect(stage.hub.size).toBe(2);
		stage.spectrum.receive({ from: alice, text: 'yes' });
		expect(dataOf(await ours.handle)).toMatchObject({ approved: true });
		another.receive({ from: alice, text: 'no' });
		expect(dataOf(await theirs)).toMatchObject({ approved: false });
	} finally {
		// The connections to both end with the process of n8n.
		await stage.stop();
		await another.stop();
		stage = await AskingStage.start();
	}
});

test('Get Answer knows the questions that wait in the same conversation', async () => {
	const space = `any;-;${alice}`;
	const waiting = await stage.ask({ message: 'The first?', answeredBy: 'words' });
	stage.pass(1);
	const messageId = stage.spectrum.ownDevice().send(space, 'Is nine fine?');
	const look = async (id: string) => {
		const parameters = {
			resource: 'conversation',
			operation: 'getAnswer',
			to: { __rl: true, mode: 'space', value: space },
			messageId: id,
		};
		return (await stage.host.execute(oneNode(conversationType, parameters), { triggerItems: [{ json: {} }] })).json(underTest)[0];
	};
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect(await look(messageId)).toMatchObject({ answered: false });
	stage.pass(1);
	stage.spectrum.receive({ from: alice, text: 'no', replyTo: { guid: waiting.message.id } });
	await waiting.handle;
	expect(await look(waiting.message.id)).toMatchObject({ answered: true, data: { approved: false } });
	stage.pass(1);
	const { messageId: answer } = stage.spectrum.receive({ from: alice, text: 'ok' });
	expect(await look(messageId)).toMatchObject({ answered: true, data: { approved: true, messageId: answer } });
});
