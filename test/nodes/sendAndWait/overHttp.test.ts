import { answerOf, publicHost, triggerWorkflow } from '../../support/triggerHost';
import { alice, AskingStage, bob, dataOf } from '../../support/asking';

const second = 1_000;
const minute = 60 * second;
let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start({ connection: 'http' });
});
afterEach(async () => await stage.stop());

/**
 * Time passes from one reading to the next: each one is over before time goes on. A question that waits has one timer.
 *
 * @param ended no time passes behind its end
 */
async function pass(milliseconds: number, ended: PromiseLike<unknown> = new Promise<never>(() => {})): Promise<void> {
	const { clock } = stage;
	const end = clock.now() + milliseconds;
	let hasEnded = false;
	const over = ended.then(() => (hasEnded = true));
	while (clock.now() < end) {
		await Promise.race([clock.whenWaiting(), over]);
		if (hasEnded) return;
		await clock.advance(Math.max(0, Math.min(clock.waits[0] ?? 0, end - clock.now())));
	}
	await Promise.race([clock.whenWaiting(), over]);
}

const methods = () => stage.spectrum.calls.map(({ method }) => method);
const warned = () => stage.host.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);

test.each<[string, (pollId: string, messageId: string) => void, object]>([
	['a word', () => void stage.spectrum.receive({ from: alice, text: 'Yes' }), { approved: true, text: 'Yes' }],
	['a vote', (pollId) => stage.spectrum.phone(alice).vote(pollId, 'Decline'), { approved: false, choice: 'Decline' }],
	['a heart', (_, messageId) => stage.spectrum.phone(alice).react(messageId, 'love'), { approved: true }],
])('%s is found within some seconds, by calls alone and without a warning', async (_name, answer, data) => {
	const { handle, message, pollId } = await stage.ask();
	answer(pollId, message.id);
	await pass(5 * second, handle);
	expect(dataOf(await handle)).toMatchObject(data);
	expect(methods().filter((method) => /Subscribe|CatchUp/.test(method))).toEqual([]);
	expect(stage.spectrum.connections.opened).toBe(0);
	expect(warned()).toEqual([]);
});

test('an answer after two hours is found within a minute', async () => {
	const { handle } = await stage.ask({ limitAmount: 1, limitUnit: 'days' });
	stage.pass(120);
	stage.spectrum.receive({ from: alice, text: 'no' });
	await pass(minute, handle);
	expect(dataOf(await handle)).toMatchObject({ approved: false });
});

test('a vote just before the limit counts', async () => {
	const { handle, pollId } = await stage.ask({ limitAmount: 1, limitUnit: 'minutes' });
	await pass(minute - 3 * second);
	stage.spectrum.phone(alice).vote(pollId, 'Approve');
	await pass(minute, handle);
	expect(dataOf(await handle)).toMatchObject({ approved: true });
});

test('the limit is kept', async () => {
	const { handle } = await stage.ask({ limitAmount: 1, limitUnit: 'minutes' });
	await pass(2 * minute, handle);
	expect(dataOf(await handle)).toEqual({ timedOut: true });
});

test('after a restart the next beat finds what was said meanwhile', async () => {
	const { handle } = await stage.ask();
	await stage.restart();
	stage.spectrum.receive({ from: alice, text: 'yes' });
	stage.pass(2);
	await stage.beat();
	expect(dataOf(await stage.ended(handle))).toMatchObject({ approved: true });
});

test('two people, and two credentials, one by each connection, do not take each other’s answers', async () => {
	const other = await AskingStage.start({ connection: 'grpc' });
	const toAlice = await stage.ask();
	const toBob = await stage.ask({ to: { __rl: true, mode: 'address', value: bob } }, { person: bob });
	const elsewhere = await other.ask();
	stage.spectrum.receive({ from: bob, text: 'no' });
	other.spectrum.receive({ from: alice, text: 'no' });
	expect(dataOf(await elsewhere.handle)).toMatchObject({ approved: false });
	await stage.clock.advance(10 * second);
	expect(dataOf(await toBob.handle)).toMatchObject({ approved: false, responder: { address: bob } });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await stage.clock.advance(10 * second);
	expect(dataOf(await toAlice.handle)).toMatchObject({ approved: true, responder: { address: alice } });
	await other.stop();
});

test('a Trigger that receives by webhook asks the question at once, and starts no run on its answer', async () => {
	await stage.stop();
	stage = await AskingStage.start({ webhookUrl: `https://${publicHost}/`, connection: 'http' });
	stage.spectrum.mapHost(publicHost, stage.host.port);
	const listening = triggerWorkflow();
	await stage.host.activate({
		...listening,
		nodes: listening.nodes.map((node) => ({ ...node, parameters: { ...node.parameters, events: ['message.received'] } })),
	});
	const { handle } = await stage.ask();
	const deliver = async (text: string) => answerOf(await stage.spectrum.receive({ from: alice, text }).delivered).body;
	expect(await deliver('What is this?')).toEqual({ status: 'accepted' });
	expect(await deliver('yes')).toEqual({ status: 'ignored', reason: 'answer' });
	expect(dataOf(await handle)).toMatchObject({ approved: true });
});
