import { alice, AskingStage, bob, dataOf } from '../../support/asking';
import type { WorkflowJson } from '../../support/host';
import { triggerType } from '../../support/sendHost';
import { answerOf, publicAddress, publicHost } from '../../support/triggerHost';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start();
});
afterEach(async () => await stage.stop());

/** A workflow that starts on what people write. */
function listening(parameters: object = {}, credential = 'cloud'): WorkflowJson {
	const type = credential === 'own' ? 'spectrumSelfHostedApi' : 'spectrumCloudApi';
	return {
		id: 'listening',
		nodes: [
			{
				id: 'listens',
				name: 'Listens',
				type: triggerType,
				typeVersion: 1,
				webhookId: 'hook-1',
				position: [0, 0],
				parameters: {
					...(credential === 'own' ? { authentication: 'spectrumSelfHostedApi' } : {}),
					events: ['message.received', 'message.reactionAdded', 'poll.voted'],
					...parameters,
				},
				credentials: { [type]: { id: credential, name: credential } },
			},
			{ id: 'fine', name: 'Fine', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} },
		],
		connections: { Listens: { main: [[{ node: 'Fine', type: 'main', index: 0 }]] } },
	};
}

interface Seen {
	readonly event: string;
	readonly message?: { readonly id?: string; readonly text?: string };
}

/** The next run of the Trigger. */
async function nextEvent(): Promise<Seen> {
	const execution = await stage.host.nextExecution();
	return execution.json('Listens')[0] as unknown as Seen;
}

test('an answer that a question took starts no run, and every other message does', async () => {
	await stage.host.activate(listening());
	const { handle } = await stage.ask();
	stage.spectrum.receive({ from: alice, text: 'What is this about?' });
	expect(await nextEvent()).toMatchObject({ message: { text: 'What is this about?' } });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect(dataOf(await handle)).toMatchObject({ approved: true });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	stage.spectrum.receive({ from: bob, text: 'yes' });
	const next = [await nextEvent(), await nextEvent()];
	expect(next.map(({ message }) => message?.text)).toEqual(['yes', 'yes']);
	stage.spectrum.receive({ from: alice, text: 'the last one' });
	expect(await nextEvent()).toMatchObject({ message: { text: 'the last one' } });
});

test('a tapback and a vote that answered start no run either', async () => {
	await stage.host.activate(listening());
	const first = await stage.ask();
	const phone = stage.spectrum.phone(alice);
	phone.react(first.message.id, 'love');
	await first.handle;
	const second = await stage.ask();
	phone.vote(second.pollId, 'Decline');
	await second.handle;
	stage.pass(1);
	phone.react(second.message.id, 'like');
	expect(await nextEvent()).toMatchObject({ event: 'message.reactionAdded', message: { id: second.message.id } });
	phone.vote(second.pollId, 'Approve');
	expect(await nextEvent()).toMatchObject({ event: 'poll.voted', poll: { option: { text: 'Approve' } } });
});

test('the Trigger waits while the question still reads the conversation', async () => {
	await stage.host.activate(listening());
	const { handle } = await stage.ask();
	const reading = stage.spectrum.faults.add('ListChatMessages', { type: 'hold' }, { times: Number.POSITIVE_INFINITY });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await reading.struck;
	reading.remove();
	expect(dataOf(await handle)).toMatchObject({ approved: true });
	stage.spectrum.receive({ from: alice, text: 'next' });
	expect(await nextEvent()).toMatchObject({ message: { text: 'next' } });
});

test('with the option, the answer starts workflows, too', async () => {
	await stage.host.activate(listening());
	const { handle } = await stage.ask({ options: { alsoStart: true } });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect(dataOf(await handle)).toMatchObject({ approved: true });
	expect(await nextEvent()).toMatchObject({ message: { text: 'yes' } });
});

test('an opt-out starts a run, because workflows may act on it', async () => {
	await stage.host.activate(listening());
	const { handle } = await stage.ask();
	stage.spectrum.receive({ from: alice, text: 'STOP' });
	expect(dataOf(await handle)).toMatchObject({ optedOut: true });
	expect(await nextEvent()).toMatchObject({ message: { text: 'STOP' } });
});

test('in doubt the Trigger runs: the answer cannot be read, or nobody takes it', async () => {
	await stage.host.activate(listening());
	const { handle } = await stage.ask({ answeredBy: 'words' });
	const reading = stage.spectrum.faults.add(
		'ListChatMessages',
		{ type: 'error', code: 'internalError' },
		{ times: Number.POSITIVE_INFINITY },
	);
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect(await nextEvent()).toMatchObject({ message: { text: 'yes' } });
	reading.remove();
	stage.host.stopWaiting(handle.id);
	stage.spectrum.receive({ from: alice, text: 'still yes' });
	const run = nextEvent();
	let hasRun = false;
	void run.then(() => {
		hasRun = true;
	});
	while (!hasRun) await stage.clock.advance(1_000);
	expect(await run).toMatchObject({ message: { text: 'still yes' } });
});

test('a Trigger that polls finds the answer taken', async () => {
	const { handle } = await stage.ask();
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await handle;
	stage.spectrum.receive({ from: alice, text: 'next' });
	await stage.host.activate(listening({ receiveBy: 'polling', startAt: 'everything' }));
	expect(await nextEvent()).toMatchObject({ message: { text: 'next' } });
});

test('the Trigger of another account gets the answer', async () => {
	await stage.host.activate(listening({}, 'own'));
	const { handle } = await stage.ask();
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await handle;
	expect(await nextEvent()).toMatchObject({ message: { text: 'yes' } });
});

test('a webhook that brings the answer starts no run', async () => {
	await stage.stop();
	stage = await AskingStage.start({ webhookUrl: `https://${publicHost}/` });
	stage.spectrum.mapHost(publicHost, stage.host.port);
	await stage.host.activate(listening({ receiveBy: 'webhook', publicAddress: publicAddress(), events: ['message.received'] }));
	const { handle } = await stage.ask();
	const deliver = async (text: string) => answerOf(await stage.spectrum.receive({ from: alice, text }).delivered).body;
	expect(await deliver('What is this?')).toEqual({ status: 'accepted' });
	expect(await nextEvent()).toMatchObject({ message: { text: 'What is this?' } });
	expect(await deliver('yes')).toEqual({ status: 'ignored', reason: 'answer' });
	expect(dataOf(await handle)).toMatchObject({ approved: true });
	expect(await deliver('yes')).toEqual({ status: 'accepted' });
});
