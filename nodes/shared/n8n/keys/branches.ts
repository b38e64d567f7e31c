import type { IExecuteFunctions } from 'n8n-workflow';
import { originsOf } from '../run/engineRecord';
import { startOf, stepsBack } from '../run/steps';

/** What lies before a node, as far as its writes are named after it. */
export interface Upstream {
	/** Whether the node may run several times in one execution. */
	readonly mayRunAgain: boolean;
	/** Which of several parallel ways an item came on, as one text; the same for all items where there is one way only. */
	branchOf(itemIndex: number): string;
	/** Which way it came wherever there are several, parallel or not. */
	wayOf(itemIndex: number): string;
}

interface Connections {
	/** For each output that items leave on several ways at once: its name by {@link exitOf}. */
	readonly forks: ReadonlySet<string>;
	/** Nodes from which several ways lead on. */
	readonly choices: ReadonlySet<string>;
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
	const connections = connectionsOf(context, startOf(context));
	const upstream: Upstream = {
		mayRunAgain: connections.meet,
		branchOf: (itemIndex) => taken(context, itemIndex, connections.forks, (node, output) => exitOf(connections.parallel, node, output)),
		wayOf: (itemIndex) => taken(context, itemIndex, connections.choices, (node) => node),
	};
	known.set(context, upstream);
	return upstream;
}

function connectionsOf(context: IExecuteFunctions, start: string): Connections {
	const parents = context.getParentNodes(start, { includeNodeParameters: true });
	const parallel = new Set(parents.filter(({ parameters }) => givesSeveral(parameters)).map(({ name }) => name));
	const targets = new Map<string, number>();
	const ways = new Map<string, number>();
	let meet = false;
	for (const name of new Set([start, ...parents.map((parent) => parent.name)])) {
		const inputs = originsOf(context, name);
		// Without the connections nothing is known of how often the node runs.
		if (inputs === undefined) return { forks: new Set(), choices: new Set(), parallel, meet: true };
		for (const origins of inputs) {
			meet ||= origins.length > 1;
			for (const { node, index } of origins) {
				const exit = exitOf(parallel, node, index);
				targets.set(exit, (targets.get(exit) ?? 0) + 1);
				ways.set(node, (ways.get(node) ?? 0) + 1);
			}
		}
	}
	return { forks: severalOf(targets), choices: severalOf(ways), parallel, meet };
}

function severalOf(counts: ReadonlyMap<string, number>): ReadonlySet<string> {
	return new Set([...counts].filter(([, count]) => count > 1).map(([name]) => name));
}

function givesSeveral(parameters: unknown): boolean {
	const options = ((parameters ?? {}) as { options?: Readonly<Record<string, unknown>> }).options ?? {};
	return severalOutputs.some((name) => options[name] !== undefined && options[name] !== false);
}

function exitOf(parallel: ReadonlySet<string>, node: string, output: number): string {
	return JSON.stringify(parallel.has(node) ? [node] : [node, output]);
}

/** Which way was taken at each of these places; where a loop comes by one of them several times, the last time counts. */
function taken(context: IExecuteFunctions, itemIndex: number, places: ReadonlySet<string>, placeOf: (node: string, output: number) => string): string {
	if (places.size === 0) return '';
	const ways = new Map<string, string>();
	for (const { source, target, input } of stepsBack(context, itemIndex)) {
		const { previousNode, previousNodeOutput = 0 } = source;
		const place = placeOf(previousNode, previousNodeOutput);
		if (places.has(place) && !ways.has(place)) ways.set(place, JSON.stringify([previousNodeOutput, target, input]));
	}
	return JSON.stringify([...ways].sort(([left], [right]) => (left < right ? -1 : 1)));
}
