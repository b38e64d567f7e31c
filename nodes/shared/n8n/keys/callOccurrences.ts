import type { IExecuteFunctions } from 'n8n-workflow';
import { attemptOf, runIndexOf, runsOf } from '../run/engineRecord';
import { flowRecord } from '../run/flowRecord';
import { isSuppliedTool, isToolCall } from '../run/toolCall';

/** A call that went through: its occurrence, and the run and item that it was made for. */
type FinishedCall = readonly [occurrence: number, run: number, item: number];

/** The calls that went through, by name. */
type FinishedCalls = Record<string, FinishedCall[]>;

/** A tool's calls in the record of the execution. */
interface CallRecord {
	done?: FinishedCalls;
	/** The run of the agent that called last, and the calls before it. */
	agent?: string;
	before?: FinishedCalls;
}

/** A call that has not ended yet. */
interface RunningCall {
	readonly name: string;
	readonly occurrence: number;
}

/** The running calls of each tool. Those of a process that has ended are not among them, because they are made again. */
const runningCalls = new WeakMap<CallRecord, Set<RunningCall>>();
const callsOfItems = new WeakMap<IExecuteFunctions, Map<number, RunningCall>>();
/** The attempt of the agent that called last. */
const attempts = new WeakMap<CallRecord, object>();

/**
 * The number of a tool's call among the execution's calls with its name, from 0. A failed call leaves its number to the
 * next one: n8n's own retry must not write twice, and neither must a model that rephrases a message after an answer was
 * lost. Calls that an agent makes at the same time have different numbers. When n8n retries an agent, its calls are
 * counted from the start again.
 */
export function occurrenceOfCall(context: IExecuteFunctions, itemIndex: number, name: string): number {
	const record = flowRecord<CallRecord>(context, 'imessageCalls');
	if (isSuppliedTool(context)) noteAgent(context, record);
	const done = ((record.done ??= {})[name] ??= []);
	const running = runningCalls.get(record) ?? new Set();
	runningCalls.set(record, running);
	const used = [...done.map(([occurrence]) => occurrence), ...occurrencesOf(running, name)];
	const call = { name, occurrence: earlierOccurrence(context, itemIndex, done) ?? firstFree(used) };
	running.add(call);
	const own = callsOfItems.get(context) ?? new Map<number, RunningCall>();
	callsOfItems.set(context, own.set(itemIndex, call));
	return call.occurrence;
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
		runningCalls.delete(record);
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
	const call = callsOfItems.get(context)?.get(itemIndex);
	if (call === undefined) return;
	callsOfItems.get(context)?.delete(itemIndex);
	const record = flowRecord<CallRecord>(context, 'imessageCalls');
	// A call of an abandoned attempt does not count any more.
	if (runningCalls.get(record)?.delete(call) !== true || !isDone) return;
	const done = ((record.done ??= {})[call.name] ??= []);
	if (!done.some(([occurrence]) => occurrence === call.occurrence)) done.push([call.occurrence, runIndexOf(context), itemIndex]);
}

/** The occurrence of an item's call that went through before, if n8n repeats the whole run. */
function earlierOccurrence(context: IExecuteFunctions, itemIndex: number, done: readonly FinishedCall[]): number | undefined {
	if (isSuppliedTool(context)) return undefined;
	const run = runIndexOf(context);
	return done.find(([, ofRun, ofItem]) => ofRun === run && ofItem === itemIndex)?.[0];
}

function occurrencesOf(running: ReadonlySet<RunningCall>, name: string): number[] {
	return [...running].filter((call) => call.name === name).map(({ occurrence }) => occurrence);
}

function firstFree(used: readonly number[]): number {
	const numbers = new Set(used);
	let free = 0;
	while (numbers.has(free)) free += 1;
	return free;
}
