import { FakeClock } from '../../../../support/fakeClock';
import type { FakeSession } from '../fakeSession';
import { setting } from './replaySetting';

const clock = new FakeClock();

type Setting = ReturnType<typeof setting>;
type Answer = (stream: FakeSession['replayed']) => unknown;

const breaks =
	(...sequences: readonly number[]): Answer =>
	(stream) =>
		stream.events(...sequences).fail('unavailable', 'UNAVAILABLE');
const completes =
	(...sequences: readonly number[]): Answer =>
	(stream) =>
		stream.events(...sequences).complete(sequences.at(-1) ?? 0);
const refuses: Answer = (stream) => stream.fail('invalid', 'OUT_OF_RANGE');

const places = ({ session }: Setting): Array<string | undefined> => session.replays.map(({ after }) => after);

/** Reads until every answer was given; a reader whose replay broke tries again. Says how far each replay got. */
async function read(given: Setting, ...answers: readonly Answer[]): Promise<{ readonly after: unknown; readonly progress: number }[]> {
	let progress = 0;
	let reading: Promise<void> | undefined;
	const told = [];
	for (const answer of answers) {
		progress = 0;
		reading ??= given
			.catchUp({ onProgress: () => (progress += 1) })
			.catch(() => undefined)
			.finally(() => (reading = undefined));
		await clock.settle();
		const { replayed } = given.session;
		answer(replayed);
		await clock.settle();
		told.push({ after: replayed.after, progress });
	}
	return told;
}

describe('replays that begin with the oldest event', () => {
	it('go on where a broken one came to, so that a long log is read over a bad network', async () => {
		const given = setting();
		const told = await read(given, breaks(1, 2), breaks(3), breaks(), completes(4));
		expect(told).toEqual([
			{ after: undefined, progress: 2 },
			{ after: '2', progress: 1 },
			{ after: '3', progress: 0 },
			{ after: '3', progress: 1 },
		]);
		given.consumer.finish(1, 2, 3, 4);
		expect([given.consumer.sequences, given.progress.cursor, given.consumer.gaps]).toEqual([['1', '2', '3', '4'], '4', []]);
	});

	it('go on behind a refused cursor as well, and known events count as progress until they are passed', async () => {
		const given = setting({ cursor: 10 });
		const told = await read(given, refuses, breaks(7, 8), breaks(9), breaks(9), completes(10, 11));
		expect(told).toEqual([
			{ after: '10', progress: 0 },
			{ after: undefined, progress: 2 },
			{ after: '8', progress: 1 },
			{ after: '9', progress: 0 },
			{ after: '9', progress: 2 },
		]);
		given.consumer.finish(11);
		expect([given.consumer.sequences, given.progress.cursor, given.consumer.gaps.length]).toEqual([['11'], '11', 1]);
	});

	it('end when the cursor has moved: the server has not refused the new one', async () => {
		const given = setting({ cursor: 10 });
		await read(given, refuses, breaks(11, 12));
		given.consumer.finish(11);
		expect(await read(given, completes(12, 13))).toEqual([{ after: '11', progress: 1 }]);
		expect(given.consumer.sequences).toEqual(['11', '12', '13']);
	});

	it('are told of once until one is complete, though the server refuses the next cursor too', async () => {
		const given = setting({ cursor: 10 });
		await read(given, refuses, breaks(11, 12));
		given.consumer.finish(11);
		await read(given, refuses, completes(12, 13));
		expect([places(given), given.consumer.gaps.map(({ after }) => after)]).toEqual([['10', undefined, '11', undefined], ['10']]);
		given.consumer.finish(12, 13);
		await read(given, refuses);
		expect(given.consumer.gaps.map(({ after }) => after)).toEqual(['10', '13']);
	});

	it('begin again when an event was released, for it may lie before the place', async () => {
		const given = setting();
		await read(given, breaks(1, 2, 3));
		given.consumer.entry(2).release();
		expect(await read(given, breaks(1), breaks(2), completes(3))).toMatchObject([{ after: undefined }, { after: '1' }, { after: '2' }]);
		expect(given.consumer.sequences).toEqual(['1', '2', '3', '2']);
	});

	it('go on from no place that the server has refused, and their progress is what is new', async () => {
		const given = setting({ cursor: 10 });
		const told = await read(given, refuses, breaks(7, 8), refuses, breaks(7, 8), breaks(7, 8, 11), completes(7, 8, 11));
		expect(told).toEqual([
			{ after: '10', progress: 0 },
			{ after: undefined, progress: 2 },
			{ after: '8', progress: 0 },
			{ after: undefined, progress: 0 },
			{ after: undefined, progress: 1 },
			{ after: undefined, progress: 0 },
		]);
		expect(given.consumer.gaps).toHaveLength(1);
	});

	it('begin again in a log that ends before the place', async () => {
		const given = setting();
		const told = await read(given, breaks(5, 6), completes(), completes(1, 2));
		expect(told.map(({ after }) => after)).toEqual([undefined, '6', undefined]);
		expect(given.consumer.sequences).toEqual(['5', '6', '1', '2']);
	});

	it('go on from no place while the start is unknown: only the time of the next attempt says what is new', async () => {
		const given = setting({ startAt: 'now', since: 0, prefersHead: true });
		expect((await read(given, breaks(1, 2), completes(1, 2, 3))).map(({ after }) => after)).toEqual([undefined, undefined]);
		expect([given.consumer.sequences, given.progress.cursor]).toEqual([[], '3']);
	});
});
