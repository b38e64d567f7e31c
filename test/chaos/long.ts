import { seedOfRun } from './draw';
import { runInProcess } from './inProcess';
import { runKilled } from './killed';
import { account, complaints, type Allowance, type Report } from './report';
import { runWaits } from './waits/campaign';
import { waitsAccount, waitsComplaints } from './waits/report';

/**
 * `npm run test:chaos`: the long runs. `CHAOS_SEED` runs a seed again, `CHAOS_RUNS` runs so many seeds one after the
 * other; names of runs as arguments leave the others out.
 */
interface LongRun {
	readonly name: string;
	readonly run: (seed: number) => Promise<Outcome>;
}

interface Outcome {
	readonly account: string;
	/** Empty when all is well. */
	readonly complaints: readonly string[];
}

const outcomeOf = (report: Report, allowed?: Allowance): Outcome => ({
	account: account(report, allowed),
	complaints: complaints(report, allowed),
});

const world = { speed: 30, patience: 60_000 } as const;
const by = { stream: { ...world, receiveBy: 'stream' }, polling: { ...world, receiveBy: 'polling' } } as const;

const runs: readonly LongRun[] = [
	{ name: 'stream', run: async (seed) => outcomeOf(await runInProcess({ ...by.stream, seed, events: 20_000, faults: 120 })) },
	{
		name: 'stream, acknowledged when the run has succeeded',
		run: async (seed) =>
			outcomeOf(await runInProcess({ ...by.stream, seed, events: 4_000, faults: 30, node: { acknowledge: 'succeeded' } })),
	},
	{
		name: 'stream, messages gathered',
		run: async (seed) =>
			outcomeOf(await runInProcess({ ...by.stream, seed, events: 3_000, faults: 20, keptOrder: 'sender', node: { gatherSeconds: 2 } })),
	},
	{
		name: 'killed, with keys',
		run: async (seed) =>
			outcomeOf(await runKilled({ ...by.stream, seed, events: 20_000, faults: 100, kills: 12, stops: 3, deduplicates: true })),
	},
	{
		name: 'killed, without keys',
		run: async (seed) =>
			outcomeOf(await runKilled({ ...by.stream, seed, events: 6_000, faults: 30, kills: 8, stops: 2, deduplicates: false }), {
				repeats: true,
			}),
	},
	{ name: 'polling', run: async (seed) => outcomeOf(await runInProcess({ ...by.polling, seed, events: 4_000, faults: 30 })) },
	{
		name: 'polling, killed',
		run: async (seed) =>
			outcomeOf(await runKilled({ ...by.polling, seed, events: 2_000, faults: 10, kills: 3, stops: 1, deduplicates: true })),
	},
	{
		name: 'waits, killed',
		run: async (seed) => {
			const options = { questions: 400, kills: 20, people: 60, minutes: 240, limits: [3, 60] } as const;
			const report = await runWaits({ ...options, seed });
			return { account: waitsAccount(report), complaints: waitsComplaints(report) };
		},
	},
];

async function main(wanted: readonly string[]): Promise<void> {
	const first = seedOfRun();
	for (let seed = first; seed < first + Number(process.env.CHAOS_RUNS ?? 1); seed++) {
		for (const { name, run } of runs) {
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			console.info(`\n${name}: CHAOS_SEED=${seed}`);
			const outcome = await run(seed);
			console.info(outcome.account);
			if (outcome.complaints.length > 0) process.exitCode = 1;
		}
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
