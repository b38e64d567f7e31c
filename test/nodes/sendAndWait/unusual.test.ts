import { evidenceLimits } from '../../../nodes/shared/spectrum/gateway/recipes/readEvidence';
import type { StoredChat } from '../../../simulator/src/store/chat';
import { leave } from '../../../simulator/src/store/groups';
import { alice, AskingStage, bob, dataOf, type AskedQuestion } from '../../support/asking';
import { sendWorkflow } from '../../support/sendHost';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start({ plan: 'dedicated' });
});
afterEach(async () => {
	jest.restoreAllMocks();
	await stage.stop();
});

const isWaiting = ({ handle }: AskedQuestion) => stage.host.waiting.some(({ id }) => id === handle.id);

test('a vote that the line gives itself, from another of its devices, does not approve', async () => {
	const space = stage.spectrum.createGroup({ members: [alice, bob] });
	const asked = await stage.ask({ to: { __rl: true, mode: 'space', value: space }, mayAnswer: 'anyone' });
	stage.spectrum.ownDevice().vote(asked.pollId, 'Approve');
	await stage.beat();
	expect(isWaiting(asked)).toBe(true);
	stage.spectrum.phone(bob).vote(asked.pollId, 'Decline');
	expect(dataOf(await asked.handle)).toMatchObject({ approved: false, responder: { address: bob } });
});

test('a message that becomes a yes after the limit approves nothing', async () => {
	const asked = await stage.ask({ answeredBy: 'words', limitAmount: 10, limitUnit: 'minutes' });
	stage.hub.close();
	const { messageId } = stage.spectrum.receive({ from: alice, text: 'Let me think' });
	stage.pass(11);
	stage.spectrum.phone(alice).edit(messageId, 'yes');
	await stage.restart();
	await stage.beat();
	expect(dataOf(await stage.ended(asked.handle))).toEqual({ timedOut: true });
});

test('after an SMS that does not count, the same answer by iMessage does', async () => {
	const asked = await stage.ask({ answeredBy: 'words', options: { tellOthers: 'Please answer by iMessage.' } });
	stage.spectrum.receive({ from: alice, text: 'yes', service: 'SMS' });
	expect(await stage.spectrum.phone(alice).next()).toMatchObject({ text: 'Please answer by iMessage.' });
	expect(isWaiting(asked)).toBe(true);
	stage.spectrum.receive({ from: alice, text: 'yes', service: 'iMessage' });
	expect(dataOf(await asked.handle)).toMatchObject({ approved: true });
});

test('the reminder is answered, also if the line had written something else before it', async () => {
	const asked = await stage.ask({ answeredBy: 'words', options: { reminderHours: 4, reminderText: 'Still waiting.' } });
	stage.spectrum.ownDevice().send(stage.spectrum.receive({ from: alice, text: 'Any news of my parcel?' }).spaceId, 'It is on its way');
	stage.spectrum.receive({ from: alice, text: 'ok' });
	stage.pass(4 * 60);
	const phone = stage.spectrum.phone(alice);
	for (;;) if ((await phone.next()).text === 'Still waiting.') break;
	expect(isWaiting(asked)).toBe(true);
	const { messageId } = stage.spectrum.receive({ from: alice, text: 'ok' });
	expect(dataOf(await asked.handle)).toMatchObject({ approved: true, messageId });
});

test.each(['Ask {{ $json.who }}', 'It\'s \\ "new" }}', 'Fragen\u2028Sie'])('a node named %j gets its answer', async (name) => {
	const workflow = sendWorkflow(
		{ operation: 'sendAndWait', to: { __rl: true, mode: 'address', value: alice }, message: 'May I?', answeredBy: 'words' },
		{ name },
	);
	const handle = stage.host.execute(
		{ ...workflow, connections: { Start: { main: [[{ node: name, type: 'main', index: 0 }]] } } },
		{ triggerItems: [{ json: {} }] },
	);
	await stage.spectrum.phone(alice).next();
	await stage.host.hasWaited(handle.id);
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect((await handle).json(name)[0]?.data).toMatchObject({ approved: true });
});

test('a vote before the limit counts when it is read later, also on a line with a long log', async () => {
	jest.replaceProperty(evidenceLimits, 'events', 50 as never);
	stage.spectrum.receiveMany(Array.from({ length: 51 }, () => ({ from: bob, text: 'Hello' })));
	stage.pass(60);
	const asked = await stage.ask({ answeredBy: 'poll', limitAmount: 10, limitUnit: 'minutes' });
	stage.hub.close();
	stage.spectrum.phone(alice).vote(asked.pollId, 'Approve');
	stage.pass(11);
	await stage.restart();
	await stage.beat();
	expect(dataOf(await stage.ended(asked.handle))).toMatchObject({ approved: true });
});

describe('two executions that ask the same question, such as a run that n8n repeats', () => {
	const asks = { answeredBy: 'words', options: { idempotencyKey: 'order-7' } };

	async function twice() {
		const first = await stage.ask(asks);
		stage.pass(1);
		const second = stage.begin(asks);
		await stage.host.hasWaited(second.id);
		return [first.handle, second] as const;
	}

	test('both get the answer that comes while n8n runs', async () => {
		const handles = await twice();
		stage.spectrum.receive({ from: alice, text: 'yes' });
		for (const handle of handles) expect(dataOf(await stage.ended(handle))).toMatchObject({ approved: true });
	});

	test('both get the answer that came while n8n was down', async () => {
		const handles = await twice();
		stage.hub.close();
		stage.spectrum.receive({ from: alice, text: 'yes' });
		await stage.restart();
		stage.pass(2);
		await stage.host.wake(stage.clock.now());
		for (const handle of handles) expect(dataOf(await stage.ended(handle))).toMatchObject({ approved: true });
	});
});

test('a question stays open while one of its executions waits, so words alone answer no neighbour', async () => {
	const asks = { answeredBy: 'words', options: { idempotencyKey: 'order-7' } };
	const first = await stage.ask(asks);
	stage.pass(1);
	const second = stage.begin(asks);
	await stage.host.hasWaited(second.id);
	stage.host.stopWaiting(second.id);
	while (stage.hub.size > 1) await stage.beat();
	const neighbour = await stage.ask({ message: 'Another one?', answeredBy: 'words' });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await stage.beat();
	const waiting = stage.host.waiting.map(({ id }) => id);
	expect(waiting).toEqual(expect.arrayContaining([first.handle.id, neighbour.handle.id]));
});

test('a line that has left the group says at the limit that time is up, and does not warn all the while', async () => {
	const space = stage.spectrum.createGroup({ members: [alice, bob] });
	const asked = await stage.ask({
		to: { __rl: true, mode: 'space', value: space },
		mayAnswer: 'anyone',
		answeredBy: 'words',
		limitAmount: 30,
		limitUnit: 'minutes',
	});
	const line = stage.spectrum.store();
	leave(line, line.chats.get(space) as StoredChat);
	stage.pass(29);
	await stage.clock.settle();
	stage.pass(2);
	expect(dataOf(await stage.ended(asked.handle))).toEqual({ timedOut: true });
	expect(stage.host.logs.filter(({ level }) => level === 'warn')).toEqual([]);
});
