import { alice, AskingStage, bob, dataOf } from '../../support/asking';
import type { WorkflowJson } from '../../support/host';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start();
});
afterEach(async () => await stage.stop());

const minute = 60_000;
const yes = (from = alice, more: object = {}) => stage.spectrum.receive({ from, text: 'yes', ...more });

test('an answer while n8n is down is found at the next beat, even after the limit', async () => {
	const { handle } = await stage.ask({ limitAmount: 10, limitUnit: 'minutes' });
	await stage.restart();
	stage.pass(9);
	yes();
	stage.pass(5);
	await stage.beat();
	expect(dataOf(await handleOf(handle))).toMatchObject({ approved: true, timedOut: false });
});

test('while n8n starts, a clock that is due sleeps on', async () => {
	const { handle } = await stage.ask();
	await stage.restart(5_000);
	yes();
	await stage.beat();
	expect([stage.hub.size, stage.host.executions]).toEqual([0, []]);
	await stage.restart();
	await stage.beat();
	expect(dataOf(await handleOf(handle))).toMatchObject({ approved: true });
});

test('a vote while n8n is down counts if it was given before the limit, and does not after it', async () => {
	const early = await stage.ask({ limitAmount: 10, limitUnit: 'minutes' });
	await stage.restart();
	stage.pass(9);
	stage.spectrum.phone(alice).vote(early.pollId, 'Approve');
	stage.pass(2);
	await stage.beat();
	expect(dataOf(await handleOf(early.handle))).toMatchObject({ approved: true });
	const late = await stage.ask({ limitAmount: 10, limitUnit: 'minutes' });
	await stage.restart();
	stage.pass(11);
	stage.spectrum.phone(alice).vote(late.pollId, 'Approve');
	await stage.beat();
	expect(dataOf(await handleOf(late.handle))).toEqual({ timedOut: true });
});

test('at the limit the clock says that time is up', async () => {
	const { handle } = await stage.ask({ limitAmount: 2, limitUnit: 'minutes' });
	await stage.clock.advance(2 * minute);
	expect(dataOf(await handle)).toEqual({ timedOut: true });
});

test('without its clock, the workflow goes on a little after the limit, and nothing is approved', async () => {
	const { handle } = await stage.ask({ limitAmount: 10, limitUnit: 'minutes' });
	await stage.restart();
	const [clock] = stage.host.waiting.filter(({ id }) => id !== handle.id);
	stage.host.stopWaiting(clock?.id ?? '');
	stage.pass(14);
	await stage.host.wake(stage.clock.now());
	expect(stage.host.waiting.map(({ id }) => id)).toEqual([handle.id]);
	stage.pass(2);
	await stage.host.wake(stage.clock.now());
	expect((await handleOf(handle)).json('Fine')).toEqual([{ order: 7 }]);
});

test('when a person stops the execution, its clock ends within two beats and leaves nothing', async () => {
	const { handle } = await stage.ask();
	stage.host.stopWaiting(handle.id);
	await stage.beat();
	await stage.beat();
	expect(stage.host.waiting).toEqual([]);
	expect(stage.hub.size).toBe(0);
});

test('an answer that nobody takes is delivered for a minute, and leaves nothing in the process', async () => {
	const { handle } = await stage.ask({ answeredBy: 'words' });
	stage.host.stopWaiting(handle.id);
	yes();
	while (stage.hub.size > 0) await stage.clock.advance(1_000);
	expect(stage.host.executions).toEqual([]);
});

test('the clock of an answered question ends at its next beat', async () => {
	const { handle } = await stage.ask();
	yes();
	await handle;
	await stage.beat();
	await stage.beat().catch(() => undefined);
	expect(stage.host.waiting).toEqual([]);
});

test('a reminder is sent once, and never after an opt-out', async () => {
	const reminded = { options: { reminderHours: 1, reminderText: 'Any news?' } };
	const { handle } = await stage.ask(reminded);
	const phone = stage.spectrum.phone(alice);
	stage.pass(61);
	await stage.beat();
	await stage.restart();
	await stage.beat();
	expect(phone.messages.filter(({ text }) => text === 'Any news?')).toHaveLength(1);
	yes();
	await stage.beat();
	expect(dataOf(await handleOf(handle))).toMatchObject({ approved: true });
	const { handle: other } = await stage.ask({ ...reminded, message: 'Another one?' });
	stage.hub.close();
	stage.spectrum.receive({ from: alice, text: 'stop' });
	stage.pass(61);
	await stage.beat();
	expect(dataOf(await handleOf(other))).toMatchObject({ optedOut: true });
	expect(phone.messages.filter(({ text }) => text === 'Any news?')).toHaveLength(1);
});

test('two open questions with the same words of a reminder are both reminded of', async () => {
	const reminded = { answeredBy: 'words', options: { reminderHours: 1, reminderText: 'Any news?' } };
	const first = await stage.ask({ ...reminded, message: 'The first?' });
	stage.pass(30);
	const second = await stage.ask({ ...reminded, message: 'The second?' });
	for (const minutes of [31, 30]) {
		stage.pass(minutes);
		await stage.beat();
		await stage.beat();
	}
	const reminders = stage.spectrum.phone(alice).messages.filter(({ text }) => text === 'Any news?');
	expect(reminders.map(({ replyTo }) => replyTo).sort()).toEqual([first.message.id, second.message.id].sort());
});

test('an old answer and a stranger with the address decide nothing', async () => {
	const { handle } = await stage.ask();
	const { json = '' } = stage.host.waiting.find(({ id }) => id === handle.id) ?? {};
	const question = /"question":"([0-9a-f]+)"/.exec(json)?.[1] ?? '';
	expect(question).toHaveLength(32);
	const url = `${stage.host.url}webhook-waiting/${handle.id}/reply-send`;
	const tell = async (body: object) =>
		await (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
	for (const body of [
		{},
		{ question, secret: 'guessed', data: { approved: true } },
		{ question: 'older', secret: 'x', data: { approved: true } },
	]) {
		expect(await tell(body)).toMatchObject({ reply: 'stale' });
	}
	expect(stage.host.waiting.map(({ id }) => id)).toContain(handle.id);
	yes();
	expect(dataOf(await handle)).toMatchObject({ approved: true, responder: { address: alice } });
});

test('the way back is in no record in the clear, and a week of waiting stores little', async () => {
	const { handle } = await stage.ask({ limitAmount: 7, limitUnit: 'days' });
	const clock = () => stage.host.waiting.find(({ id }) => id !== handle.id);
	const before = clock()?.size ?? 0;
	for (const { json } of stage.host.waiting) expect(json).not.toContain('webhook-waiting');
	let beats = 0;
	stage.hub.close();
	const end = stage.clock.now() + 7 * 24 * 60 * minute;
	while (stage.clock.now() < end) {
		await stage.beat();
		stage.hub.close();
		beats++;
		if (beats > 40) break;
	}
	expect((clock()?.size ?? 0) - before).toBeLessThan(1_000);
});

describe('a loop', () => {
	test('asks two questions, and an answer to the first never decides the second', async () => {
		const handle = stage.host.execute(loop(), { triggerItems: [{ json: {} }] });
		const phone = stage.spectrum.phone(alice);
		const first = await phone.next();
		await stage.host.hasWaited(handle.id);
		stage.pass(1);
		phone.react(first.id, 'like');
		const second = await phone.next();
		phone.react(first.id, 'like', { isSet: false });
		phone.react(first.id, 'love');
		phone.react(second.id, 'dislike');
		const execution = await handle;
		expect(execution.json('Ask', 0, 0)).toEqual([{ data: expect.objectContaining({ approved: true }) }]);
		expect(execution.json('Again')).toEqual([{ data: expect.objectContaining({ approved: false }) }]);
	});
});

test('two workflows ask two people, and each gets its own answer', async () => {
	const one = await stage.ask();
	const other = await stage.ask({ to: { __rl: true, mode: 'address', value: bob } }, { person: bob });
	yes(bob);
	stage.spectrum.receive({ from: alice, text: 'no' });
	expect(dataOf(await one.handle)).toMatchObject({ approved: false, responder: { address: alice } });
	expect(dataOf(await other.handle)).toMatchObject({ approved: true, responder: { address: bob } });
});

async function handleOf(handle: { readonly id: string }) {
	await stage.clock.settle();
	for (;;) {
		const found = stage.host.executions.find(({ id }) => id === handle.id);
		if (found !== undefined) return found;
		await stage.clock.settle();
	}
}

/** Two nodes, one behind the other: n8n resumes each by its own way. */
function loop(): WorkflowJson {
	const asks = (name: string, position: [number, number]) => ({
		id: name.toLowerCase(),
		name,
		type: 'n8n-nodes-spectrum-imessage.imessage',
		typeVersion: 1,
		position,
		parameters: {
			operation: 'sendAndWait',
			to: { __rl: true, mode: 'address', value: alice },
			message: `${name}?`,
			answeredBy: 'words',
		},
		credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
	});
	return {
		id: 'loop',
		nodes: [
			{ id: 'start', name: 'Start', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0], parameters: {} },
			asks('Ask', [200, 0]),
			asks('Again', [400, 0]),
		],
		connections: {
			Start: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] },
			Ask: { main: [[{ node: 'Again', type: 'main', index: 0 }]] },
		},
	};
}
