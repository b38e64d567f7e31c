import type { IExecuteFunctions, IPairedItemData, ISourceData } from 'n8n-workflow';

/** One run of a node, as n8n notes it: where its items came from, and what it gave. */
export interface NodeRun {
	readonly source?: ReadonlyArray<ISourceData | null>;
	readonly data?: { readonly main?: ReadonlyArray<ReadonlyArray<RecordedItem> | null> };
}

/** An item of the record. */
export interface RecordedItem {
	readonly json?: unknown;
	readonly pairedItem?: number | IPairedItemData | ReadonlyArray<number | IPairedItemData>;
}

/** An output that leads to a node: the node it belongs to, and its index there. */
export interface Origin {
	readonly node: string;
	readonly index: number;
}

/**
 * What n8n's contexts have besides their types: the record of the execution, and the connections with their outputs. n8n
 * 2.8 and 2.40 have both; a host without them leaves them undefined, and the run index tells runs apart there.
 */
interface EngineContext {
	readonly runExecutionData?: { readonly resultData?: { readonly runData?: Readonly<Record<string, readonly NodeRun[]>> } } | null;
	getConnections?(destination: { readonly name: string }, type: string): ReadonlyArray<readonly Origin[] | null>;
}

/** The runs of a node so far, by run index; empty for one that has not run. */
export function runsOf(context: IExecuteFunctions, node: string): readonly NodeRun[] {
	const runs = (context as EngineContext).runExecutionData?.resultData?.runData ?? {};
	return Object.hasOwn(runs, node) ? (runs[node] ?? []) : [];
}

/** What leads to each main input of a node; undefined when the host does not say. */
export function originsOf(context: IExecuteFunctions, node: string): ReadonlyArray<readonly Origin[]> | undefined {
	return (context as EngineContext).getConnections?.({ name: node }, 'main').map((origins) => origins ?? []);
}

/** The run index; n8n has no getter for it. */
export function runIndexOf(context: IExecuteFunctions): number {
	return Number(context.evaluateExpression('{{ $runIndex }}', 0));
}
