import type { Execution } from '../../scripts/n8n/types';
import type { Simulator } from '../../simulator/src';
import { note } from '../../scripts/n8n/progress';
import { triggerName, triggerWorkflow } from './support/triggerWorkflow';
import { until } from '../../scripts/n8n/until';
import { World } from './support/world';

/** Messages of each round, and how many of their runs have ended when n8n is. */
const perRound = 100;
const done = 30;

const spaces = 10;

type Signal = 'SIGKILL' | 'SIGTERM';

/** What happens in a round; by default a Trigger starts on messages alone. */
const events = ['message.received', 'message.reactionAdded'];

const patience = { milliseconds: 120_000 };

/** Runs take a while, so that some are cut off. */
const pause = { type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters: { amount: 0.3 } };

let world: World;

beforeAll(async () => {
	world = await World.start();
}, 1_200_000);

afterAll(async () => await world?.stop());

/** People write, each in a space of their own, and react to what they wrote. */
function happen(spectrum: Simulator, round: number): void {
	for (let index = 0; index < perRound / 2; index++) {
		const from = `+1555123${String(1_000 + (index % spaces))}`;
		const { messageId } = spectrum.receive({ from, text: `${round}.${index}` });
		spectrum.receive({ from, content: { type: 'reaction', emoji: '\u{1f44d}', target: messageId } });
	}
}

const sequencesOf = (runs: readonly Execution[]) =>
	runs.flatMap((run) => run.startedWith(triggerName)).map(({ sequence }) => Number(sequence));
const ascending = (numbers: readonly number[]) => [...numbers].sort((one, other) => one - other);

const cutOff = (runs: readonly Execution[]) => runs.filter(({ status }) => status === 'crashed').length;

interface Outcome {
	readonly spectrum: Simulator;
	readonly workflowId: string;
	readonly expected: readonly number[];
}

/** Ends and starts n8n in the middle of each round. */
async function survive(rounds: readonly Signal[], parameters: object = {}): Promise<Outcome> {
	const { spectrum, cloud } = await world.connect({ plan: 'dedicated' });
	const workflowId = await world.client.importWorkflow(triggerWorkflow(cloud, { receiveBy: 'stream', events, ...parameters }, pause));
	await world.client.activate(workflowId);
	for (const [round, signal] of rounds.entries()) {
		const before = (await world.client.executions(workflowId)).length;
		happen(spectrum, round);
		await until('a part of the round is done', async () => (await world.client.executions(workflowId)).length >= before + done);
		if (signal === 'SIGKILL') await world.n8n.kill();
		else await world.n8n.stop();
		await world.startAgain();
	}
	const expected = ascending(spectrum.eventLog().map(({ sequence }) => Number(sequence)));
	expect(expected).toHaveLength(rounds.length * perRound);
	return { spectrum, workflowId, expected };
}

test('however n8n is ended in the middle of a stream, each event has exactly one run', async () => {
	const { workflowId, expected } = await survive(['SIGKILL', 'SIGTERM', 'SIGKILL', 'SIGTERM', 'SIGKILL']);
	const runs = await world.client.allEnded(workflowId, expected.length, patience);
	expect(ascending(sequencesOf(runs))).toEqual(expected);
	note(`${runs.length} runs, of which ${cutOff(runs)} were cut off`);
	expect(cutOff(runs)).toBeGreaterThan(0);
	await world.client.deactivate(workflowId);
});

test('where the run must succeed, what was cut off has another', async () => {
	const { workflowId, expected } = await survive(['SIGKILL', 'SIGTERM'], { options: { acknowledge: 'succeeded' } });
	const runs = await until(
		'each event has a run that succeeded, and no repeat goes on',
		async () => {
			if (!(await world.client.isQuiet(workflowId))) return false;
			const all = await world.client.executions(workflowId);
			return new Set(sequencesOf(all.filter(({ status }) => status === 'success'))).size === expected.length && all;
		},
		patience,
	);
	const succeeded = runs.filter(({ status }) => status === 'success');
	note(`${runs.length} runs, of which ${cutOff(runs)} were cut off, for ${expected.length} events`);
	expect([...new Set(sequencesOf(succeeded))].sort((one, other) => one - other)).toEqual(expected);
	// A run whose end n8n did not live to tell its trigger has succeeded, and is repeated too: ten spaces, so ten at most.
	expect(succeeded.length - expected.length).toBeLessThanOrEqual(2 * spaces);
	expect(runs).toHaveLength(succeeded.length + cutOff(runs));
	await world.client.deactivate(workflowId);
});
