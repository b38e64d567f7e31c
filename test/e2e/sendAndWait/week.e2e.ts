import path from 'node:path';
import { nextBeat } from '../../../nodes/shared/n8n/asking/times';
import { note } from '../../../scripts/n8n/progress';
import { until } from '../../../scripts/n8n/until';
import type { Database } from '../support/database';
import { recordsOf, runAndClock, shownOf, type RunRecord } from './records';
import { approved, people, Stage } from './stage';

const [alice] = people;

let stage: Stage;
let database: Database;

beforeAll(async () => {
	stage = await Stage.start({ extra: { NODE_OPTIONS: `--require ${path.join(__dirname, 'jumpingTime.cjs')}` } });
	database = stage.world.openDatabase();
}, 1_200_000);

afterAll(async () => await stage?.stop());

const day = 24 * 60 * 60_000;

/** How often the clock of a question beats that nobody answers for a week. */
function beatsOfAWeek(): number {
	let beats = 0;
	for (let now = 0; now < 7 * day; now = nextBeat(0, 7 * day, now)) beats++;
	return beats;
}

/** n8n's time moves to the next beat of the clock; the answer is what is stored when it waits again. */
async function nextRecord(workflowId: string, { waitTill }: RunRecord): Promise<RunRecord> {
	process.kill(stage.world.n8n.pid, 'SIGUSR2');
	return await until('the clock has beaten', async () => {
		const { clock } = await runAndClock(database, workflowId);
		return clock?.status === 'waiting' && clock.waitTill !== waitTill && clock;
	});
}

test('a question has one clock, which stores little in a week, and is not in the list of executions at its end', async () => {
	const connected = await stage.world.connect();
	const { workflowId, executionId, message } = await stage.ask(connected, alice, { limitAmount: 7, limitUnit: 'days' });
	const run = { workflowId, executionId };
	const begun = await runAndClock(database, workflowId);
	const beats: RunRecord[] = [];
	for (let last = begun.clock; beats.length < 40 && last !== undefined; beats.push(last)) last = await nextRecord(workflowId, last);
	const sizes = beats.map(({ bytes }) => bytes);
	expect(new Set(beats.map(({ id }) => id)).size).toBe(1);
	expect((await recordsOf(database, workflowId)).length).toBe(2);
	// The first beats change what the clock carries. After that nothing may grow.
	const growth = ((sizes.at(-1) ?? 0) - (sizes[4] ?? 0)) / (sizes.length - 5);
	const week = (sizes.at(-1) ?? 0) + growth * (beatsOfAWeek() - sizes.length);
	note(
		`a question: ${begun.run?.bytes} bytes for the run and ${begun.clock?.bytes} for its clock, ${growth.toFixed(1)} more with each beat, ${Math.round(week)} after a week of ${beatsOfAWeek()} beats`,
	);
	expect(growth).toBeLessThan(10);
	expect(week).toBeLessThan(30_000);
	connected.spectrum.phone(alice).react(message.id, 'like');
	expect(await stage.answers(run)).toEqual([...approved(true)]);
	await until('the clock has gone', async () => {
		process.kill(stage.world.n8n.pid, 'SIGUSR2');
		return (await shownOf(database, workflowId)).length === 1;
	});
	expect((await stage.world.client.executions(workflowId)).map(({ id }) => id)).toEqual([executionId]);
}, 600_000);
