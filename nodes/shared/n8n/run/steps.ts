import type { IExecuteFunctions, IPairedItemData, ISourceData } from 'n8n-workflow';
import { runsOf, type NodeRun, type RecordedItem } from './engineRecord';
import { isSuppliedTool, isToolCall } from './toolCall';
import { present } from '../../spectrum/values/present';
import { thisNode } from './thisNode';

/** One step of an item's path: the output that gave the item, and the input that it led to. */
export interface Step {
	readonly source: ISourceData;
	/** The run that gave it. Absent when n8n has no record of it. */
	readonly run?: NodeRun;
	readonly target: string;
	readonly input: number;
	/** The item's index in that output. Absent when the pairing was lost. */
	readonly item?: number;
}

type StepWithoutRun = Omit<Step, 'run'>;

/** The node itself. For a tool, which is not part of the main flow, the agent that calls it. */
export function startOf(context: IExecuteFunctions): string {
	const { name } = thisNode(context);
	if (!isToolCall(context)) return name;
	const { node, source } = context.getExecuteData();
	return isSuppliedTool(context) ? node.name : (source?.main?.[0]?.previousNode ?? name);
}

/**
 * An item's path back to the start of the execution, nearest step first. The rounds of a loop count as one, and its first
 * round shows from where it was entered. The path ends at an item that was made from several inputs and is paired with
 * none of them alone.
 */
export function* stepsBack(context: IExecuteFunctions, itemIndex: number): Generator<Step, void, undefined> {
	const seen = new Set<string>();
	let isLeavingLoop = false;
	for (let step = firstStep(context, itemIndex); step !== undefined; ) {
		const { previousNode, previousNodeRun = 0 } = step.source;
		const runs = runsOf(context, previousNode);
		if (!seen.has(previousNode)) {
			seen.add(previousNode);
			const run = runs[previousNodeRun];
			yield { ...step, ...present({ run }) };
			step = stepBefore(step, run);
		} else {
			step = isLeavingLoop ? undefined : stepBefore({ ...step, item: undefined }, runs[0]);
			isLeavingLoop = true;
			seen.clear();
		}
	}
}

/** Where the item came from directly. */
function firstStep(context: IExecuteFunctions, itemIndex: number): StepWithoutRun | undefined {
	const { source, metadata } = context.getExecuteData();
	if (isToolCall(context)) {
		// Run as a node, the tool gets the source of the agent. The agent itself has no record yet.
		const ofAgent = isSuppliedTool(context) ? source?.main?.[0] : metadata?.preservedSourceOverwrite;
		return ofAgent === undefined || ofAgent === null ? undefined : { source: ofAgent, target: startOf(context), input: 0 };
	}
	const paired = pairOf(context.getInputData()[itemIndex]);
	const input = paired?.input ?? 0;
	const direct = source?.main?.[input];
	return direct === undefined || direct === null ? undefined : { source: direct, target: startOf(context), input, item: paired?.item };
}

function stepBefore({ source, item }: StepWithoutRun, run: NodeRun | undefined): StepWithoutRun | undefined {
	const sources = run?.source ?? [];
	const paired = item === undefined ? undefined : pairOf(run?.data?.main?.[source.previousNodeOutput ?? 0]?.[item]);
	const input = sources.length === 1 ? 0 : paired?.input;
	const before = paired?.sourceOverwrite ?? (input === undefined ? undefined : sources[input]);
	if (before === undefined || before === null || input === undefined) return undefined;
	return { source: before, target: source.previousNode, input, item: paired?.item };
}

/**
 * The item that an item was made from. If it was made from several, only the input that they share. Undefined when they
 * share none.
 */
function pairOf(item: RecordedItem | undefined): { input: number; item?: number; sourceOverwrite?: ISourceData } | undefined {
	const pairs = [item?.pairedItem ?? []].flat().map((pair): IPairedItemData => (typeof pair === 'number' ? { item: pair } : pair));
	const [first, ...others] = pairs;
	if (first === undefined) return undefined;
	const input = first.input ?? 0;
	if (others.length === 0) return { input, item: first.item, sourceOverwrite: first.sourceOverwrite };
	return others.every((other) => (other.input ?? 0) === input) ? { input } : undefined;
}
