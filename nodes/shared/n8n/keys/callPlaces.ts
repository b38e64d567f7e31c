import type { IExecuteFunctions } from 'n8n-workflow';
import { attemptOf, runIndexOf, runsOf } from '../run/engineRecord';
import { flowRecord } from '../run/flowRecord';
import { isSuppliedTool, isToolCall } from '../run/toolCall';

/** A call that went through: its place, and the run and item that it was made for. */
type Done = readonly [place: number, run: number, item: number];

/** The calls that went through, by name. */
type Calls = Record<string, Done[]>;

/** What the execution keeps of a tool's calls. */
interface Kept {
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

/** The calls of a tool that are under way. Those of a process that ended are not: they are made again. */
const underWay = new WeakMap<Kept, Set<Open>>();
const open = new WeakMap<IExecuteFunctions, Map<number, Open>>();
/** The attempt of the agent that called last. */
const attempts = new WeakMap<Kept, object>();

/**
 * Which one a tool's call is of the execution's calls that have its name. One that failed leaves its place to the next:
 * n8n's own retry, and a model that chooses other words after an answer that was lost, must not write twice. Calls that an
 * agent makes at once have places of their own. An agent that is run once more begins its calls once more.
 */
export function placeOfCall(context: IExecuteFunctions, itemIndex: number, name: string): number {
	const kept = flowRecord<Kept>(context, 'imessageCalls');
	if (isSuppliedTool(context)) noteAgent(context, kept);
	const done = ((kept.done ??= {})[name] ??= []);
	const busy = underWay.get(kept) ?? new Set();
	underWay.set(kept, busy);
	const place = placeBefore(context, itemIndex, done) ?? firstFree([...done.map(([taken]) => taken), ...placesOf(busy, name)]);
	const call = { name, place };
	busy.add(call);
	const own = open.get(context) ?? new Map<number, Open>();
	open.set(context, own.set(itemIndex, call));
	return place;
}

/** A supplied tool is called within its agent's run, which begins from the start when n8n tries or runs it again. */
function noteAgent(context: IExecuteFunctions, kept: Kept): void {
	const { name } = context.getExecuteData().node;
	// A run that is not over is not in the record yet.
	const agent = JSON.stringify([name, runsOf(context, name).length]);
	const attempt = attemptOf(context);
	if (kept.agent !== agent) {
		kept.agent = agent;
		kept.before = structuredClone(kept.done ?? {});
	} else if (attempts.get(kept) !== attempt) {
		kept.done = structuredClone(kept.before ?? {});
		underWay.delete(kept);
	}
	attempts.set(kept, attempt);
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
	open.get(context)?.delete(itemIndex);
	const kept = flowRecord<Kept>(context, 'imessageCalls');
	// A call of an attempt that was given up counts no more.
	if (underWay.get(kept)?.delete(call) !== true || !isDone) return;
	const done = ((kept.done ??= {})[call.name] ??= []);
	if (!done.some(([place]) => place === call.place)) done.push([call.place, runIndexOf(context), itemIndex]);
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
