import type { IExecuteFunctions, IPairedItemData, ISourceData } from 'n8n-workflow';
import { originsOf, runsOf, type NodeRun, type RecordedItem } from './engineRecord';
import { isSuppliedTool, isToolCall } from './toolCall';

/** What lies before a node, as far as its writes are named after it. */
export interface Upstream {
	/** Whether the node may run several times in one execution. */
	readonly mayRunAgain: boolean;
	/** Which of several parallel ways an item came on, as one text; the same for all items where there is one way only. */
	branchOf(itemIndex: number): string;
}

/** A source, and the input that it led to. */
interface Step {
	readonly source: ISourceData;
	readonly target: string;
	readonly input: number;
	/** The item's index among those that the source gave; absent where the pairing was lost. */
	readonly item?: number;
}

interface Connections {
	/** For each output that items leave on several ways at once: its name by {@link exitOf}. */
	readonly forks: ReadonlySet<string>;
	/** Nodes whose outputs do not exclude each other. */
	readonly parallel: ReadonlySet<string>;
	/** True when two connections meet before the node, in a loop for example. */
	readonly meet: boolean;
}

/** Options of n8n's Switch and Text Classifier, which give one item to several outputs. */
const severalOutputs = ['allMatchingOutputs', 'multiClass'] as const;

const known = new WeakMap<IExecuteFunctions, Upstream>();

/**
 * Items go on several ways at once where one output leads to several nodes. Those ways are told apart, because a repeated
 * run may follow another one first. What an If decides is not: a repeated run that decides otherwise, because what it
 * looked up is there by now, writes the same message, and not a second one.
 */
export function upstreamOf(context: IExecuteFunctions): Upstream {
	const before = known.get(context);
	if (before !== undefined) return before;
	const start = startOf(context);
	const connections = connectionsOf(context, start);
	const upstream: Upstream = {
		mayRunAgain: connections.meet,
		branchOf: (itemIndex) => (connections.forks.size === 0 ? '' : branchOf(context, connections, firstStep(context, start, itemIndex))),
	};
	known.set(context, upstream);
	return upstream;
}

/** The node itself; for a tool, which stands beside the workflow's course, the agent that calls it. */
function startOf(context: IExecuteFunctions): string {
	const { name } = context.getNode();
	if (!isToolCall(context)) return name;
	const { node, source } = context.getExecuteData();
	return isSuppliedTool(context) ? node.name : (source?.main?.[0]?.previousNode ?? name);
}

function connectionsOf(context: IExecuteFunctions, start: string): Connections {
	const parents = context.getParentNodes(start, { includeNodeParameters: true });
	const parallel = new Set(parents.filter(({ parameters }) => givesSeveral(parameters)).map(({ name }) => name));
	const targets = new Map<string, number>();
	let meet = false;
	for (const name of new Set([start, ...parents.map((parent) => parent.name)])) {
		const inputs = originsOf(context, name);
		// Without the connections nothing is known of how often the node runs.
		if (inputs === undefined) return { forks: new Set(), parallel, meet: true };
		for (const origins of inputs) {
			meet ||= origins.length > 1;
			for (const { node, index } of origins) {
				const exit = exitOf(parallel, node, index);
				targets.set(exit, (targets.get(exit) ?? 0) + 1);
			}
		}
	}
	return { forks: new Set([...targets].filter(([, count]) => count > 1).map(([exit]) => exit)), parallel, meet };
}

function givesSeveral(parameters: unknown): boolean {
	const options = ((parameters ?? {}) as { options?: Readonly<Record<string, unknown>> }).options ?? {};
	return severalOutputs.some((name) => options[name] !== undefined && options[name] !== false);
}

function exitOf(parallel: ReadonlySet<string>, node: string, output: number): string {
	return JSON.stringify(parallel.has(node) ? [node] : [node, output]);
}

/** Where the item came from directly. */
function firstStep(context: IExecuteFunctions, start: string, itemIndex: number): Step | undefined {
	const { source, metadata } = context.getExecuteData();
	if (isToolCall(context)) {
		// Run as a node, the tool is told what the agent was run with; the agent itself has no record yet.
		const ofAgent = isSuppliedTool(context) ? source?.main?.[0] : metadata?.preservedSourceOverwrite;
		return ofAgent === undefined || ofAgent === null ? undefined : { source: ofAgent, target: start, input: 0 };
	}
	const paired = pairOf(context.getInputData()[itemIndex]);
	const input = paired?.input ?? 0;
	const direct = source?.main?.[input];
	return direct === undefined || direct === null ? undefined : { source: direct, target: start, input, item: paired?.item };
}

/** Goes back to the start of the execution, and notes which way was taken at each fork; the nearest one counts. */
function branchOf(context: IExecuteFunctions, { forks, parallel }: Connections, first: Step | undefined): string {
	const taken = new Map<string, string>();
	const seen = new Set<string>();
	let isLeavingLoop = false;
	for (let step = first; step !== undefined; ) {
		const { previousNode, previousNodeOutput = 0 } = step.source;
		const exit = exitOf(parallel, previousNode, previousNodeOutput);
		if (forks.has(exit) && !taken.has(exit)) taken.set(exit, JSON.stringify([previousNodeOutput, step.target, step.input]));
		const runs = runsOf(context, previousNode);
		if (!seen.has(previousNode)) {
			seen.add(previousNode);
			step = stepBefore(step, runs[step.source.previousNodeRun ?? 0]);
		} else if (!isLeavingLoop) {
			// The rounds of a loop are one way: its first one says from where it was entered.
			isLeavingLoop = true;
			seen.clear();
			step = stepBefore({ ...step, item: undefined }, runs[0]);
		} else {
			step = undefined;
		}
	}
	return JSON.stringify([...taken].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Undefined at the start of the execution, and where several inputs met in items that are paired with none of them alone. */
function stepBefore({ source, item }: Step, run: NodeRun | undefined): Step | undefined {
	const sources = run?.source ?? [];
	const paired = item === undefined ? undefined : pairOf(run?.data?.main?.[source.previousNodeOutput ?? 0]?.[item]);
	const input = sources.length === 1 ? 0 : paired?.input;
	const before = paired?.sourceOverwrite ?? (input === undefined ? undefined : sources[input]);
	if (before === undefined || before === null || input === undefined) return undefined;
	return { source: before, target: source.previousNode, input, item: paired?.item };
}

/** What an item comes of: the one item, or of several the input that all of them share; undefined when they share none. */
function pairOf(item: RecordedItem | undefined): { input: number; item?: number; sourceOverwrite?: ISourceData } | undefined {
	const pairs = [item?.pairedItem ?? []].flat().map((pair): IPairedItemData => (typeof pair === 'number' ? { item: pair } : (pair)));
	const [first, ...others] = pairs;
	if (first === undefined) return undefined;
	const input = first.input ?? 0;
	if (others.length === 0) return { input, item: first.item, sourceOverwrite: first.sourceOverwrite };
	return others.every((other) => (other.input ?? 0) === input) ? { input } : undefined;
}
