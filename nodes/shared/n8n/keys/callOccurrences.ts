import type { IExecuteFunctions } from 'n8n-workflow';
import { attemptOf, runIndexOf, runsOf } from '../run/engineRecord';
import { flowRecord } from '../run/flowRecord';
import { isSuppliedTool, isToolCall } from '../run/toolCall';

/** A call that went through: its place, and the run and item that it was made for. */
type Done = readonly [place: number, run: number, item: number];

/** The calls that went through, by name. */
type Calls = Record<string, Done[]>;

/** A tool's calls in the record of the execution. */
interface CallRecord {
	done?: Calls;
	/** The run of the agent that called last, and the calls before it. */
	agent?: string;
	before?: Calls;
}

/** A call that has not ended. */
interface Open {
	readonly name: string;
	readonly place: number;
}

/** The calls of a tool that are in progress. Calls of a process that ended are not: they are made again. */
const underWay = new WeakMap<CallRecord, Set<Open>>();
const open = new WeakMap<IExecuteFunctions, Map<number, Open>>();
/** The attempt of the agent that called last. */
const attempts = new WeakMap<CallRecord, object>();

/**
 * The number of a tool's call among the execution's calls with its name, from 0. A failed call leaves its place to the
 * next one: n8n's own retry must not write twice, and neither must a model that rephrases a message after an answer was
 * lost. Calls that an agent makes at the same time have their own places. When n8n retries an agent, its calls are
 * counted from the start again.
 */
export function placeOfCall(context: IExecuteFunctions, itemIndex: number, name: string): number {
	const record = flowRecord<CallRecord>(context, 'imessageCalls');
	if (isSuppliedTool(context)) noteAgent(context, record);
	const done = ((record.done ??= {})[name] ??= []);
	const busy = underWay.get(record) ?? new Set();
	underWay.set(record, busy);
	const place = placeBefore(context, itemIndex, done) ?? firstFree([...done.map(([taken]) => taken), ...placesOf(busy, name)]);
	const call = { name, place };
	busy.add(call);
	const own = open.get(context) ?? new Map<number, Open>();
	open.set(context, own.set(itemIndex, call));
	return place;
}

/** Resets the calls of a supplied tool when n8n retries its agent, because the agent then starts from the beginning. */
function noteAgent(context: IExecuteFunctions, record: CallRecord): void {
	const { name } = context.getExecuteData().node;
	// A run that is not over is not in the record yet.
	const agent = JSON.stringify([name, runsOf(context, name).length]);
	const attempt = attemptOf(context);
	if (record.agent !== agent) {
		record.agent = agent;
		record.before = structuredClone(record.done ?? {});
	} else if (attempts.get(record) !== attempt) {
		record.done = structuredClone(record.before ?? {});
		underWay.delete(record);
	}
	attempts.set(record, attempt);
}

/** Makes one item's call and records whether it went through. Outside a tool, it only makes the call. */
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
	open.get(context)?.delete(itemIndex);
	const record = flowRecord<CallRecord>(context, 'imessageCalls');
	// A call of an abandoned attempt does not count any more.
	if (underWay.get(record)?.delete(call) !== true || !isDone) return;
	const done = ((record.done ??= {})[call.name] ??= []);
	if (!done.some(([place]) => place === call.place)) done.push([call.place, runIndexOf(context), itemIndex]);
}

/** The place of an item that went through before, if n8n repeats the whole run. */
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
