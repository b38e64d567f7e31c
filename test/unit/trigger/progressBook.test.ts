import type { IDataObject } from 'n8n-workflow';
import { Progress } from '../../../nodes/shared/spectrum/log/reader/progress';
import { storeProgress, ProgressBook, type BookContext } from '../../../nodes/ImessageTrigger/log/progressBook';

const account = 'f00d'.repeat(16);
const otherAccount = 'beef'.repeat(16);

interface Place {
	readonly workflow?: string;
	readonly node?: string;
	/** What n8n has stored; as n8n keeps it, seen by this context only. */
	readonly data?: IDataObject;
}

function context({ workflow = 'w', node = 'n', data = {} }: Place = {}): BookContext & { readonly data: IDataObject } {
	return {
		data,
		getWorkflow: () => ({ id: workflow }),
		getNode: () => ({ id: node }),
		getWorkflowStaticData: (type) => {
			if (type !== 'node') throw new Error('The place is the node’s');
			return data;
		},
	};
}

/** What a new process reads. */
function stored(data: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(data)) as IDataObject;
}

/** For a place that is there, or was never read. */
function unexpected(): never {
	throw new Error('Nothing is damaged');
}

/** A place that was read up to here. */
function readTo(cursor: number): Progress {
	return new Progress({ log: 0, cursor: String(cursor) });
}

function keep(of: BookContext, lines: Record<string, Progress>, whose = account): void {
	storeProgress(of, whose, new Map(Object.entries(lines)));
}

it('gives the place back to the next process, by account and line', () => {
	const first = context();
	keep(first, { one: readTo(7), two: readTo(9) });
	keep(first, { one: readTo(3) }, otherAccount);
	const next = context({ data: stored(first.data) });
	const book = new ProgressBook();
	expect(book.open(next, account, 'one', unexpected).cursor).toBe('7');
	expect(book.open(next, account, 'two', unexpected).cursor).toBe('9');
	expect(book.open(next, otherAccount, 'one', unexpected).cursor).toBe('3');
	expect(book.open(next, account, 'three', unexpected).cursor).toBeUndefined();
});

it('stores one text for each line: n8n observes and copies every object there is, with each event', () => {
	const of = context();
	const progress = new Progress({
		log: 0,
		cursor: '1',
		done: [
			['3', '4'],
			['6', '6'],
		],
	});
	keep(of, { one: progress });
	expect(of.data).toEqual({ progress: { workflow: 'w', [account.slice(0, 16)]: { one: JSON.stringify(progress.toStored()) } } });
});

it('takes no place of another workflow, whose data a copy has come with', () => {
	const original = context();
	keep(original, { one: readTo(7) });
	const copy = context({ workflow: 'copy', data: stored(original.data) });
	expect(new ProgressBook().open(copy, account, 'one', unexpected).cursor).toBeUndefined();
	keep(copy, { two: readTo(3) });
	const next = context({ workflow: 'copy', data: stored(copy.data) });
	expect(new ProgressBook().open(next, account, 'one', unexpected).cursor).toBeUndefined();
	expect(new ProgressBook().open(next, account, 'two', unexpected).cursor).toBe('3');
});

it('takes the place that a version stored which did not say whose it is', () => {
	const before = context();
	keep(before, { one: readTo(7) });
	const data = stored(before.data);
	delete (data.progress as IDataObject).workflow;
	expect(new ProgressBook().open(context({ data }), account, 'one', unexpected).cursor).toBe('7');
});

it('leaves in the store what is not known here: a line that is away for a while keeps its place', () => {
	const of = context();
	keep(of, { one: readTo(7), two: readTo(9) });
	keep(of, { one: readTo(8) });
	const book = new ProgressBook();
	expect(book.open(context({ data: stored(of.data) }), account, 'two', unexpected).cursor).toBe('9');
	expect(book.open(context({ data: stored(of.data) }), account, 'one', unexpected).cursor).toBe('8');
});

it('goes on in the process with what never reached the store', () => {
	const book = new ProgressBook();
	const progress = book.open(context(), account, 'one', unexpected);
	progress.claim('1');
	progress.claim('2');
	progress.replayed('2');
	progress.done('1');
	// The workflow is published anew: its stored data is older, or none.
	const again = book.open(context({ data: {} }), account, 'one', unexpected);
	expect(again).toBe(progress);
	expect([again.cursor, again.claim('2')]).toEqual(['1', false]);
});

it('takes what is stored when it knows more: another main has read on', () => {
	const book = new ProgressBook();
	const progress = book.open(context(), account, 'one', unexpected);
	progress.replayed('4');
	const of = context();
	keep(of, { one: readTo(9) });
	expect(book.open(context({ data: stored(of.data) }), account, 'one', unexpected).cursor).toBe('9');
	keep(of, { one: readTo(2) });
	expect(book.open(context({ data: stored(of.data) }), account, 'one', unexpected).cursor).toBe('9');
});

it('keeps nodes and workflows apart', () => {
	const book = new ProgressBook();
	const open = (place: Place): Progress => book.open(context(place), account, 'one', unexpected);
	const places = [open({}), open({ node: 'm' }), open({ workflow: 'v' })];
	expect(new Set(places).size).toBe(3);
	expect(open({ node: 'm' })).toBe(places[1]);
});

it.each<[string, unknown]>([
	['no object', 'progress'],
	['null', null],
	['a list', []],
	['an account that is no object', { [account.slice(0, 16)]: 7 }],
	['an account without a value', { [account.slice(0, 16)]: null }],
	['a line that is no text', { [account.slice(0, 16)]: { one: 7 } }],
	['a line that is an object', { [account.slice(0, 16)]: { one: { log: 0, cursor: '7' } } }],
	['a place that is no JSON', { [account.slice(0, 16)]: { one: '{"log":0,"cursor":"7"' } }],
	['a damaged place', { [account.slice(0, 16)]: { one: '{"log":0,"cursor":"seven"}' } }],
])('begins anew where the stored data is %s, says so, and mends it', (_name, progress) => {
	const of = context({ data: { progress } as IDataObject });
	const told = jest.fn();
	expect(new ProgressBook().open(of, account, 'one', told).cursor).toBeUndefined();
	expect(told).toHaveBeenCalledTimes(1);
	keep(of, { one: readTo(7) });
	expect(new ProgressBook().open(context({ data: stored(of.data) }), account, 'one', unexpected).cursor).toBe('7');
});

it('says nothing of a damaged store where this process knows the place', () => {
	const book = new ProgressBook();
	book.open(context(), account, 'one', unexpected).replayed('4');
	const damaged = context({ data: { progress: 'none' } });
	expect(book.open(damaged, account, 'one', unexpected).cursor).toBe('4');
});

it('forgets the places that were not asked for the longest, when there are very many', () => {
	const book = new ProgressBook();
	const of = context();
	const first = book.open(of, account, 'line 0', unexpected);
	const second = book.open(of, account, 'line 1', unexpected);
	for (let number = 2; number < 5_000; number++) book.open(of, account, `line ${number}`, unexpected);
	expect(book.open(of, account, 'line 0', unexpected)).toBe(first);
	book.open(of, account, 'one more', unexpected);
	expect(book.open(of, account, 'line 0', unexpected)).toBe(first);
	expect(book.open(of, account, 'line 1', unexpected)).not.toBe(second);
});
