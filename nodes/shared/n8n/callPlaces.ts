import type { IExecuteFunctions } from 'n8n-workflow';
import { runIndexOf } from './engineRecord';
import { flowRecord } from './flowRecord';
import { isSuppliedTool, isToolCall } from './toolCall';

/** A call that went through: its place, and the run and item that it was made for. */
type Done = readonly [place: number, run: number, item: number];

/** The calls of a tool that went through, by name. */
type Calls = Record<string, Done[]>;

/** A call that has not ended. */
interface Open {
	readonly name: string;
	readonly place: number;
}

/** The calls of a tool that are under way. Those of a process that ended are not: they are made again. */
const underWay = new WeakMap<Calls, Set<Open>>();
const open = new WeakMap<IExecuteFunctions, Map<number, Open>>();

/**
 * Which one a tool's call is of the execution's calls that have its name. One that failed leaves its place to the next:
 * n8n's own retry, and a model that words its text anew after an answer that was lost, must not write twice. Calls that an
 * agent makes at once have places of their own.
 */
export function placeOfCall(context: IExecuteFunctions, itemIndex: number, name: string): number {
	const calls = flowRecord<Calls>(context, 'imessageCalls');
	const done = (calls[name] ??= []);
	const busy = underWay.get(calls) ?? new Set();
	underWay.set(calls, busy);
	const place = placeBefore(context, itemIndex, done) ?? firstFree([...done.map(([taken]) => taken), ...placesOf(busy, name)]);
	const call = { name, place };
	busy.add(call);
	const own = open.get(context) ?? new Map<number, Open>();
	open.set(context, own.set(itemIndex, call));
	return place;
}

/** Makes one item's call, and notes how it ended. What is no tool's call is only made. */
export async function asCall<Result>(context: IExecuteFunctions, itemIndex: number, call: () => Promise<Result>): Promise<Result> {
	if (!isToolCall(context)) return await call();
	let isDone = false;
	try {
		const result = await call();
		isDone = true;
		return result;
	} finally {
		end(context, itemIndex, isDone);
	}
}

function end(context: IExecuteFunctions, itemIndex: number, isDone: boolean): void {
	const call = open.get(context)?.get(itemIndex);
	if (call === undefined) return;
	const calls = flowRecord<Calls>(context, 'imessageCalls');
	underWay.get(calls)?.delete(call);
	open.get(context)?.delete(itemIndex);
	const done = (calls[call.name] ??= []);
	if (isDone && !done.some(([place]) => place === call.place)) done.push([call.place, runIndexOf(context), itemIndex]);
}

/** Of a run that n8n makes again as a whole, the items that went through keep their places. */
function placeBefore(context: IExecuteFunctions, itemIndex: number, done: readonly Done[]): number | undefined {
	if (isSuppliedTool(context)) return undefined;
	const run = runIndexOf(context);
	return done.find(([, ofRun, ofItem]) => ofRun === run && ofItem === itemIndex)?.[0];
}

function placesOf(busy: ReadonlySet<Open>, name: string): number[] {
	return [...busy].filter((call) => call.name === name).map(({ place }) => place);
}

function firstFree(taken: readonly number[]): number {
	const places = new Set(taken);
	let place = 0;
	while (places.has(place)) place += 1;
	return place;
}
