import { runInProcess } from './inProcess';
import { seedOfRun } from './draw';
import { runKilled } from './killed';
import { account, complaints } from './report';

const short = { speed: 60, patience: 60_000, lines: 2 } as const;

// Each takes some seconds where nothing else runs, and several times as long on a busy machine. The limit only ends what hangs.
jest.setTimeout(10 * 60_000);

describe('through a bad network and a bad server', () => {
	it('loses and repeats nothing by stream, and keeps the order of each space', async () => {
		const report = await runInProcess({ ...short, seed: seedOfRun(), receiveBy: 'stream', events: 1_200, faults: 15 });
		console.info(account(report));
		expect(complaints(report)).toEqual([]);
	});

	it('loses and repeats nothing by polling', async () => {
		const report = await runInProcess({ ...short, seed: seedOfRun(), receiveBy: 'polling', events: 500, faults: 6 });
		console.info(account(report));
		expect(complaints(report)).toEqual([]);
	});

	it('loses and repeats nothing when n8n is killed, where it knows keys', async () => {
		const report = await runKilled({
			...short,
			seed: seedOfRun(),
			receiveBy: 'stream',
			events: 700,
			faults: 5,
			kills: 2,
			stops: 1,
			deduplicates: true,
		});
		console.info(account(report));
		expect(complaints(report)).toEqual([]);
	});
});
