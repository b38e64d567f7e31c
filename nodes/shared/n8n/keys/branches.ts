import type { IExecuteFunctions } from 'n8n-workflow';
import { originsOf } from '../run/engineRecord';
import { startOf, stepsBack } from '../run/steps';

/** What the connections before a node mean for the keys of its writes. */
export interface Upstream {
	/** Whether the node may run several times in one execution. */
	readonly mayRunAgain: boolean;
	/** The parallel branch that an item came through, as text. The same for all items if there is only one branch. */
	branchOf(itemIndex: number): string;
	/** The route that an item took at every fork, parallel or not. */
	routeOf(itemIndex: number): string;
}

interface Connections {
	/** Outputs that lead to several nodes at once, named by {@link exitOf}. */
	readonly forks: ReadonlySet<string>;
	/** Nodes with several routes after them. */
	readonly choices: ReadonlySet<string>;
	/** Nodes whose outputs do not exclude each other. */
	readonly parallel: ReadonlySet<string>;
	/** True when two connections meet before the node, in a loop for example. */
	readonly connectionsMeet: boolean;
}

/** Options of n8n's Switch and Text Classifier, which give one item to several outputs. */
const parallelOutputOptions = ['allMatchingOutputs', 'multiClass'] as const;

const upstreams = new WeakMap<IExecuteFunctions, Upstream>();

/**
 * An output that leads to several nodes starts parallel branches. The branch is part of a key, because a repeated run may
 * execute the branches in another order. The decision of an If is not: if a repeated run decides otherwise, because the
 * record that it looked up exists by now, it writes the same message and not a second one.
 */
export function upstreamOf(context: IExecuteFunctions): Upstream {
	const before = upstreams.get(context);
	if (before !== undefined) return before;
	const connections = connectionsOf(context, startOf(context));
	const upstream: Upstream = {
		mayRunAgain: connections.connectionsMeet,
		branchOf: (itemIndex) =>
			routeThrough(context, itemIndex, connections.forks, (node, output) => exitOf(connections.parallel, node, output)),
		routeOf: (itemIndex) => routeThrough(context, itemIndex, connections.choices, (node) => node),
	};
	upstreams.set(context, upstream);
	return upstream;
}

function connectionsOf(context: IExecuteFunctions, start: string): Connections {
	const parents = context.getParentNodes(start, { includeNodeParameters: true });
	const parallel = new Set(parents.filter(({ parameters }) => hasParallelOutputs(parameters)).map(({ name }) => name));
	const targets = new Map<string, number>();
	const routes = new Map<string, number>();
	let connectionsMeet = false;
	for (const name of new Set([start, ...parents.map((parent) => parent.name)])) {
		const inputs = originsOf(context, name);
		// Without the connections it is not known how often the node runs.
		if (inputs === undefined) return { forks: new Set(), choices: new Set(), parallel, connectionsMeet: true };
		for (const origins of inputs) {
			connectionsMeet ||= origins.length > 1;
			for (const { node, index } of origins) {
				const exit = exitOf(parallel, node, index);
				targets.set(exit, (targets.get(exit) ?? 0) + 1);
				routes.set(node, (routes.get(node) ?? 0) + 1);
			}
		}
	}
	return { forks: countedTwice(targets), choices: countedTwice(routes), parallel, connectionsMeet };
}

function countedTwice(counts: ReadonlyMap<string, number>): ReadonlySet<string> {
	return new Set([...counts].filter(([, count]) => count > 1).map(([name]) => name));
}

function hasParallelOutputs(parameters: unknown): boolean {
	const options = ((parameters ?? {}) as { options?: Readonly<Record<string, unknown>> }).options ?? {};
	return parallelOutputOptions.some((name) => options[name] !== undefined && options[name] !== false);
}

function exitOf(parallel: ReadonlySet<string>, node: string, output: number): string {
	return JSON.stringify(parallel.has(node) ? [node] : [node, output]);
}

/** The route that was taken at each of these places. If a loop passes a place several times, the last time counts. */
function routeThrough(
	context: IExecuteFunctions,
	itemIndex: number,
	places: ReadonlySet<string>,
	placeOf: (node: string, output: number) => string,
): string {
	if (places.size === 0) return '';
	const routes = new Map<string, string>();
	for (const { source, target, input } of stepsBack(context, itemIndex)) {
		const { previousNode, previousNodeOutput = 0 } = source;
		const place = placeOf(previousNode, previousNodeOutput);
		if (places.has(place) && !routes.has(place)) routes.set(place, JSON.stringify([previousNodeOutput, target, input]));
	}
	return JSON.stringify([...routes].sort(([left], [right]) => (left < right ? -1 : 1)));
}
