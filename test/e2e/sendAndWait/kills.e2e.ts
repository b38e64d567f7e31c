import { setTimeout as sleep } from 'node:timers/promises';
import { note } from '../../../scripts/n8n/progress';
import { until } from '../../../scripts/n8n/until';
import type { Database } from '../support/database';
import type { Connected } from '../support/world';
import { runAndClock, shownOf } from './records';
import { approved, patience, people, Stage, type Running } from './stage';

const [alice, bob, carol, dan] = people;

let stage: Stage;
let database: Database;
/** Runs that were killed before their wait was stored. Nothing of them may be left at the end. */
const cutOff: Running[] = [];

beforeAll(async () => {
	stage = await Stage.start();
	database = stage.world.openDatabase();
}, 1_200_000);

afterAll(async () => await stage?.stop());

afterEach(() => connected.spectrum.faults.clear());

let connected: Connected;

beforeEach(async () => {
	connected = await stage.world.connect();
});

const minute = 60_000;

/** A moment as n8n's database writes it, in UTC. */
function stored(time: number): string {
	return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}

function timeOf(text: string | null | undefined): number {
	return Date.parse(`${(text ?? '').replace(' ', 'T')}Z`);
}

/** n8n ends as by a power cut, and starts again. */
async function killed(): Promise<void> {
	await stage.world.n8n.kill();
	await stage.world.startAgain();
}

/** n8n says that the run has crashed, and an answer to its question changes nothing. */
async function isCrashed(running: Running, answered?: { readonly by: string; readonly messageId: string }): Promise<void> {
	if (answered !== undefined) connected.spectrum.phone(answered.by).react(answered.messageId, 'like');
	const execution = await stage.crashed(running);
	// n8n makes up an item for a node that was cut off.
	expect(JSON.stringify(execution?.json('Ask'))).not.toMatch(/approved|responder/);
	cutOff.push(running);
}

/**
 * Lets n8n run in slices of some milliseconds until its database shows the moment. n8n stands still then, and can only be
 * killed. False if the moment passed between two looks; n8n goes on.
 */
async function standsAt(look: () => Promise<'before' | 'there' | 'past'>): Promise<boolean> {
	const { pid } = stage.world.n8n;
	for (;;) {
		process.kill(pid, 'SIGSTOP');
		const seen = await look();
		if (seen === 'there') return true;
		process.kill(pid, 'SIGCONT');
		if (seen === 'past') return false;
		await sleep(3);
	}
}

/** Dan is asked and answers no. n8n has read the answer, or is about to, and stands still before the run goes on. */
async function answerHalfRead(): Promise<Running> {
	const { spectrum } = connected;
	for (;;) {
		const running = await stage.ask(connected, dan);
		const readings = () =>
			spectrum.calls.filter(
				({ method, outcome, request }) =>
					method === 'GetMessage' && outcome !== undefined && Object.values(request).includes(running.message.id),
			);
		// The clock has read once, and the process that watches once more when it began to listen.
		await until('n8n listens', () => readings().length >= 2);
		const held = spectrum.faults.add('GetMessage', { type: 'hold' });
		spectrum.receive({ from: dan, text: 'no' });
		await held.struck;
		held.remove();
		await sleep(3);
		process.kill(stage.world.n8n.pid, 'SIGSTOP');
		const { run } = await runAndClock(database, running.workflowId);
		if (run?.status === 'waiting') return running;
		process.kill(stage.world.n8n.pid, 'SIGCONT');
		expect(await stage.answers(running)).toEqual(approved(false));
	}
}

test('killed before the question is sent: nobody is asked', async () => {
	const sending = connected.spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite: true });
	const running = await stage.begin(connected, alice);
	await sending.struck;
	await killed();
	await isCrashed(running);
	expect(connected.spectrum.phone(alice).messages).toEqual([]);
	expect((await runAndClock(database, running.workflowId)).clock).toBeUndefined();
});

test('killed when the question is sent and no clock runs: an answer starts nothing', async () => {
	const reading = connected.spectrum.faults.add('ListChatMessages', { type: 'hold' });
	const running = await stage.begin(connected, alice);
	const { id } = await connected.spectrum.phone(alice).next();
	await reading.struck;
	const { run, clock } = await runAndClock(database, running.workflowId);
	expect([run?.status, clock?.status]).toEqual(['running', 'running']);
	await killed();
	await isCrashed(running, { by: alice, messageId: id });
});

test('killed when the clock waits, and the run does not yet: an answer starts nothing, and the clock ends', async () => {
	for (let attempt = 1; ; attempt++) {
		const running = await stage.begin(connected, bob);
		const { id } = await connected.spectrum.phone(bob).next();
		const stands = await standsAt(async () => {
			const { run, clock } = await runAndClock(database, running.workflowId);
			if (run?.status !== 'running') return 'past';
			return clock?.status === 'waiting' ? 'there' : 'before';
		});
		if (stands) {
			note(`kills: the moment between the two waits was met at attempt ${attempt}`);
			await killed();
			await isCrashed(running, { by: bob, messageId: id });
			return;
		}
		connected.spectrum.phone(bob).react(id, 'like');
		expect(await stage.answers(running)).toEqual(approved(true));
	}
}, 900_000);

test('killed while the run and its clock wait, and once more while the answer is read: it counts once', async () => {
	const waiting = await stage.ask(connected, carol);
	await stage.world.n8n.kill();
	connected.spectrum.phone(carol).react(waiting.message.id, 'like');
	await stage.world.startAgain();
	const reading = await answerHalfRead();
	await killed();
	expect(await stage.answers(waiting)).toEqual(approved(true));
	expect(await stage.answers(reading)).toEqual(approved(false));
	for (const running of [waiting, reading]) {
		// The clock ends at its next beat, and n8n keeps no record of it.
		await until('only the run is left', async () => (await shownOf(database, running.workflowId)).length === 1, patience);
	}
}, 900_000);

test('killed in the middle of a beat: the clock is lost, and the run goes on at its limit, without an answer', async () => {
	const running = await stage.ask(connected, alice, { limitAmount: 2, limitUnit: 'minutes' });
	const held = connected.spectrum.faults.add('GetMessage', { type: 'hold' });
	await held.struck;
	const { run, clock } = await runAndClock(database, running.workflowId);
	expect([run?.status, clock?.status]).toEqual(['waiting', 'running']);
	await stage.world.n8n.kill();
	held.remove();
	connected.spectrum.phone(alice).react(running.message.id, 'like');
	// n8n itself lets the run go on five minutes after the limit. Nobody waits so long here.
	const limit = Date.parse(running.message.sentAt) + 2 * minute;
	expect(timeOf(run?.waitTill)).toBeGreaterThanOrEqual(limit + 5 * minute - 1_000);
	await database.rows('UPDATE execution_entity SET waitTill = ? WHERE id = ?', stored(Date.now()), running.executionId);
	await stage.world.startAgain();
	// Nobody looks any more, though an answer is there.
	expect(await stage.answers(running)).toEqual([undefined, undefined]);
}, 900_000);

test('no clock goes on for the runs that were cut off', async () => {
	const left: string[] = [];
	for (const { workflowId } of cutOff) {
		const clocks = async () => (await shownOf(database, workflowId)).filter(({ mode }) => mode === 'integrated');
		await until('its clock has ended', async () => (await clocks()).every(({ status }) => !['waiting', 'new'].includes(status)), patience);
		left.push(...(await clocks()).map(({ status }) => status));
	}
	// Those that were killed at work stay in the list as crashed, as every sub-workflow does.
	note(`kills: what the list shows of clocks whose run was cut off: ${left.join(', ')}`);
	expect(left.filter((status) => status !== 'crashed')).toEqual([]);
}, 900_000);
