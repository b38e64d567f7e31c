import { runInProcess } from './inProcess';
import { seedOfRun } from './draw';
import { runKilled } from './killed';
import { account, complaints } from './report';
import { runWaits } from './waits/campaign';
import { waitsAccount, waitsComplaints } from './waits/report';

const short = { speed: 60, patience: 60_000, lines: 2 } as const;

// Each takes some seconds where nothing else runs, and several times as long on a busy machine. The limit only ends what hangs.
jest.setTimeout(10 * 60_000);

describe('through a bad network and a bad server', () => {
	it('loses and repeats nothing by stream, and keeps the order of each space', async () => {
		const report = await runInProcess({ ...short, seed: seedOfRun(), receiveBy: 'stream', events: 600, faults: 8 });
		console.info(account(report));
		expect(complaints(report)).toEqual([]);
	});

	it('loses and repeats nothing by polling', async () => {
		const report = await runInProcess({ ...short, seed: seedOfRun(), receiveBy: 'polling', events: 300, faults: 4 });
		console.info(account(report));
		expect(complaints(report)).toEqual([]);
	});

	it('loses and repeats nothing when n8n is killed, where it knows keys', async () => {
		const report = await runKilled({
			...short,
			seed: seedOfRun(),
			receiveBy: 'stream',
			events: 400,
			faults: 5,
			kills: 2,
			stops: 1,
			deduplicates: true,
		});
		console.info(account(report));
		expect(complaints(report)).toEqual([]);
	});
});

it('answers each question once, with its own answer or with none, when n8n is killed', async () => {
	const options = { questions: 40, kills: 2, people: 8, minutes: 12, limits: [2, 8] } as const;
	const report = await runWaits({ ...options, seed: seedOfRun() });
	console.info(waitsAccount(report));
	expect(waitsComplaints(report)).toEqual([]);
});
