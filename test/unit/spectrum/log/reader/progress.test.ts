import {
	readStoredProgress,
	longestRange,
	maxRanges,
	type StoredProgress,
} from '../../../../../nodes/shared/spectrum/log/reader/storedProgress';
import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';

const big = 2n ** 53n;

/** As it comes out of n8n's store. */
function restored(progress: Progress): Progress {
	const kept = readStoredProgress(progress.storedText());
	if (kept === undefined) throw new Error('What was written is not read');
	return new Progress(kept);
}

function claimAll(progress: Progress, ...sequences: Array<number | bigint>): void {
	for (const sequence of sequences) progress.claim(String(sequence));
}

function doneAll(progress: Progress, ...sequences: Array<number | bigint>): void {
	for (const sequence of sequences) progress.done(String(sequence));
}

/** With everything up to the cursor dealt with. */
function at(cursor: number | bigint, rest: Partial<StoredProgress> = {}): Progress {
	return new Progress({ log: 0, cursor: String(cursor), ...rest });
}

describe('a claim', () => {
	it('is the first one’s who asks, whatever has become of the event', () => {
		const progress = at(1);
		expect(['1', '2', '2', '3'].map((sequence) => progress.claim(sequence))).toEqual([false, true, false, true]);
		progress.done('3');
		expect(progress.claim('3')).toBe(false);
		progress.done('2');
		expect([progress.claim('2'), progress.claim('3'), progress.open]).toEqual([false, false, 0]);
	});

	it('that was given back is free again, and the event comes with its attempt', () => {
		const progress = at(1);
		claimAll(progress, 2);
		progress.sending('2', 3);
		progress.release('2');
		progress.release('2');
		expect(progress.open).toBe(0);
		expect(progress.claim('2')).toBe(true);
		expect(progress.claim('2')).toBe(false);
		expect([progress.open, progress.attemptOf('2')]).toEqual([1, 3]);
	});

	it('means nothing in another log', () => {
		const progress = at(5);
		claimAll(progress, 6);
		progress.sending('6', 1);
		progress.restart();
		expect([progress.logNumber, progress.cursor, progress.open, progress.attemptOf('6')]).toEqual([1, undefined, 0, undefined]);
		claimAll(progress, 6);
		progress.done('6', 0);
		progress.release('6', 0);
		progress.sending('6', 7, 0);
		expect([progress.open, progress.attemptOf('6'), progress.claim('6')]).toEqual([1, undefined, false]);
	});
});

describe('the cursor', () => {
	it('passes an event when it is done and everything before it', () => {
		const progress = at(big);
		claimAll(progress, big + 1n, big + 2n, big + 3n);
		doneAll(progress, big + 3n, big + 2n);
		expect(progress.cursor).toBe(String(big));
		doneAll(progress, big + 1n);
		expect(progress.cursor).toBe(String(big + 3n));
	});

	it('passes a missing number only when a replay has shown that there is none', () => {
		const progress = at(1);
		claimAll(progress, 2, 5);
		doneAll(progress, 2, 5);
		expect([progress.cursor, progress.hasHole]).toEqual(['2', true]);
		progress.replayed('4');
		expect([progress.cursor, progress.hasHole]).toEqual(['5', false]);
		progress.replayed('9');
		expect(progress.cursor).toBe('9');
	});

	it('waits below an event that is under way, whatever a replay has shown', () => {
		const progress = new Progress();
		claimAll(progress, 3, 6);
		progress.replayed('8');
		expect(progress.cursor).toBe('2');
		doneAll(progress, 6);
		expect(progress.cursor).toBe('2');
		doneAll(progress, 3);
		expect(progress.cursor).toBe('8');
	});

	it('is not known before a replay has ended, and begins where a reader of the present does', () => {
		const progress = new Progress();
		claimAll(progress, 7, 9);
		doneAll(progress, 7);
		expect([progress.cursor, progress.hasHole]).toEqual([undefined, true]);
		progress.beginAtFirstKnown();
		expect(progress.cursor).toBe('7');
		const nothing = new Progress();
		nothing.beginAtFirstKnown();
		expect([nothing.cursor, nothing.hasHole]).toEqual([undefined, false]);
	});

	it('is never below zero, which no server would take', () => {
		const progress = new Progress();
		claimAll(progress, 0);
		progress.beginAtFirstKnown();
		progress.replayed('0');
		expect(progress.cursor).toBeUndefined();
		doneAll(progress, 0);
		expect(progress.cursor).toBe('0');
	});

	it('does not pass what was given back, though others are done and a replay had gone by it', () => {
		const progress = at(4);
		claimAll(progress, 5, 6);
		const before = progress.releasesSoFar;
		progress.release('5');
		progress.replayed('6', before);
		doneAll(progress, 6);
		expect(progress.cursor).toBe('4');
		expect(restored(progress).claim('5')).toBe(true);
	});

	it('passes what was given back and is gone from the log by the next replay', () => {
		const progress = at(4);
		claimAll(progress, 5, 6);
		progress.release('5');
		doneAll(progress, 6);
		progress.replayed('6', progress.releasesSoFar);
		expect([progress.cursor, progress.open]).toEqual(['6', 0]);
	});
});

it('finds a log steady after 20 numbers in a row, and not after a hole', () => {
	const progress = at(100);
	const next = (count: number): void => {
		for (let number = 0; number < count; number++) {
			const sequence = BigInt(progress.cursor ?? '0') + 1n;
			claimAll(progress, sequence);
			doneAll(progress, sequence);
		}
	};
	next(19);
	expect(progress.isSteady).toBe(false);
	next(1);
	expect([progress.isSteady, restored(progress).isSteady]).toEqual([true, true]);
	progress.replayed('130');
	expect(progress.isSteady).toBe(false);
});

describe('what is kept', () => {
	it('tells what is done above the cursor, and what was sent', () => {
		const progress = at(1);
		claimAll(progress, 2, 3, 4, 6);
		doneAll(progress, 3, 4, 6);
		progress.sending('2', 2);
		expect(progress.toStored()).toEqual({
			log: 0,
			cursor: '1',
			done: [
				['3', '4'],
				['6', '6'],
			],
			sent: { 2: 2 },
		});
		const next = restored(progress);
		expect(['2', '3', '4', '5', '6'].map((sequence) => next.claim(sequence))).toEqual([true, false, false, true, false]);
		expect(next.attemptOf('2')).toBe(2);
	});

	it('is joined with what the process knows, whichever is newer', () => {
		const progress = at(5);
		claimAll(progress, 6, 7, 9);
		doneAll(progress, 7);
		progress.sending('6', 2);
		progress.merge({ log: 0, cursor: '4', done: [['6', '6']], sent: { 5: 1, 9: 1 } });
		expect([progress.cursor, progress.open, progress.attemptOf('9'), progress.attemptOf('5')]).toEqual(['7', 1, 1, undefined]);
		// The end of the run that was under way is no news any more.
		progress.done('6');
		progress.merge({ log: 0, cursor: '12', sent: { 13: 4, 9: 1 } });
		expect([progress.cursor, progress.open, progress.attemptOf('13'), progress.attemptOf('9')]).toEqual(['12', 0, 4, undefined]);
	});

	it('with done events that the cursor has passed does not stop the cursor', () => {
		for (const cursor of ['4', undefined]) {
			const progress = at(7);
			progress.merge({ log: 0, ...(cursor === undefined ? {} : { cursor }), done: [['6', '7']] });
			claimAll(progress, 8);
			doneAll(progress, 8);
			expect(progress.toStored()).toEqual({ log: 0, cursor: '8', steady: 1 });
		}
	});

	it('of an earlier log is nothing, of a later one everything', () => {
		const progress = at(5, { log: 1 });
		claimAll(progress, 6);
		progress.merge({ log: 0, cursor: '100' });
		expect([progress.logNumber, progress.cursor, progress.open]).toEqual([1, '5', 1]);
		progress.merge({ log: 2, cursor: '3', sent: { 4: 1 } });
		expect([progress.logNumber, progress.cursor, progress.open, progress.attemptOf('4')]).toEqual([2, '3', 0, 1]);
	});

	it('forgets what was sent and is not in the log any more', () => {
		const progress = at(5, { sent: { 7: 1, 9: 1 } });
		claimAll(progress, 6);
		progress.replayed('8');
		doneAll(progress, 6);
		expect(progress.toStored()).toEqual({ log: 0, cursor: '8', sent: { 9: 1 } });
	});

	it('stays small, and forgets rather too little than too much', () => {
		const progress = at(0);
		for (let number = 2; number <= 2 * (maxRanges + 10); number += 2) {
			claimAll(progress, number);
			doneAll(progress, number);
		}
		const next = restored(progress);
		expect(next.toStored().done).toHaveLength(maxRanges);
		expect(next.claim('2')).toBe(false);
		expect(next.claim(String(2 * (maxRanges + 10)))).toBe(true);
	});

	it('takes a moment, however many events one that is not done has let by', () => {
		const progress = at(0, {
			done: [
				['2', String(longestRange + 1n)],
				[String(longestRange + 2n), String(2n * longestRange + 1n)],
			],
		});
		expect(restored(progress).toStored().done).toHaveLength(2);
		claimAll(progress, 1);
		doneAll(progress, 1);
		expect(progress.cursor).toBe(String(2n * longestRange + 1n));
	});
});

it.each<[string, (progress: Progress) => void]>([
	['an event is handed on', (progress) => progress.sending('3', 1)],
	['one is done', (progress) => progress.done('3')],
	['a replay has ended', (progress) => progress.replayed('9')],
	['another record is taken over', (progress) => progress.merge({ log: 0, cursor: '8' })],
	['it begins at what is known', (progress) => progress.beginAtFirstKnown()],
	['the log begins anew', (progress) => progress.restart()],
])('stores what it has become when %s', (_name, change) => {
	const progress = new Progress();
	claimAll(progress, 3, 5);
	doneAll(progress, 5);
	const before = progress.storedText();
	change(progress);
	expect(progress.storedText()).not.toBe(before);
	expect(progress.storedText()).toBe(JSON.stringify(progress.toStored()));
});

it.each<[string, unknown]>([
	['nothing', undefined],
	['null', null],
	['a text', 'progress'],
	['a number', 7],
	['no log', { cursor: '1' }],
	['a negative log', { log: -1 }],
	['a number as the cursor', { log: 0, cursor: 5 }],
	['a cursor below zero', { log: 0, cursor: '-1' }],
	['a cursor in another form', { log: 0, cursor: '0x10' }],
	['a range that ends before it begins', { log: 0, done: [['5', '4']] }],
	['half a range', { log: 0, done: [['5']] }],
	['a range that hides the whole log', { log: 0, done: [['1', '9999999999']] }],
	['more ranges than are written', { log: 0, done: Array.from({ length: maxRanges + 1 }, () => ['1', '1']) }],
	['ranges that are no list', { log: 0, done: { 0: ['1', '1'] } }],
	['attempts as a list', { log: 0, sent: [1] }],
	['an attempt below one', { log: 0, sent: { 5: 0 } }],
	['an attempt of something else', { log: 0, sent: { five: 1 } }],
	['a row below zero', { log: 0, steady: -3 }],
])('does not read %s', (_name, stored) => {
	expect(readStoredProgress(JSON.stringify(stored))).toBeUndefined();
});

it('tells its watchers what lets them go on, until they leave', () => {
	const progress = at(0);
	const seen: boolean[] = [];
	const stop = progress.watch((wasReleased) => seen.push(wasReleased));
	claimAll(progress, 1, 2);
	progress.release('2');
	doneAll(progress, 1);
	stop();
	claimAll(progress, 2);
	doneAll(progress, 2);
	expect(seen).toEqual([true, false]);
});
