import type { IExecuteFunctions, IPairedItemData, ISourceData } from 'n8n-workflow';
import { thisNode } from './thisNode';

/** One run of a node in n8n's record: the sources of its items, and its output. */
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
 * Parts of n8n's contexts that are missing in their types: the record of the execution, the workflow's nodes, the
 * connections with their outputs, and, for a supplied tool, a list that each attempt of its agent creates. n8n 2.8 and
 * 2.40 have all of them. In a host without connections, the run index distinguishes runs.
 */
interface EngineContext {
	readonly runExecutionData?: { readonly resultData?: { readonly runData?: Readonly<Record<string, readonly NodeRun[]>> } } | null;
	readonly workflow?: { readonly nodes?: Readonly<Record<string, { readonly id?: string }>> };
	readonly closeFunctions?: object;
	readonly runIndex?: number;
	getConnections?(destination: { readonly name: string }, type: string): ReadonlyArray<readonly Origin[] | null>;
}

/** The runs of a node so far, by run index; empty for one that has not run. */
export function runsOf(context: IExecuteFunctions, node: string): readonly NodeRun[] {
	const runs = (context as EngineContext).runExecutionData?.resultData?.runData ?? {};
	return Object.hasOwn(runs, node) ? (runs[node] ?? []) : [];
}

/**
 * Drops the record of the node's earlier runs, which n8n stores with an execution that waits. Only for a node whose runs
 * nobody reads: expressions no longer find them.
 */
export function dropRunsOf(context: IExecuteFunctions, node: string): void {
	const runs = runsOf(context, node) as NodeRun[];
	runs.length = 0;
}

/** The outputs that lead to each main input of a node. Undefined when the host does not say. */
export function originsOf(context: IExecuteFunctions, node: string): ReadonlyArray<readonly Origin[]> | undefined {
	return (context as EngineContext).getConnections?.({ name: node }, 'main').map((origins) => origins ?? []);
}

const runIndexes = new WeakMap<IExecuteFunctions, number>();

/** The run index. n8n has no getter for it. A host that does not keep it in its context is asked by an expression. */
export function runIndexOf(context: IExecuteFunctions): number {
	const known = (context as EngineContext).runIndex ?? runIndexes.get(context);
	if (known !== undefined) return known;
	const run = Number(context.evaluateExpression('{{ $runIndex }}', 0));
	runIndexes.set(context, run);
	return run;
}

/**
 * Identifies the execution until its end: the installation's ID, the execution's ID, which counts from 1 in each
 * installation, and the time when the execution began. The time is needed because a database that was restored gives some
 * IDs a second time. n8n keeps the time over waits and in other processes. Hosts before 2.x have none.
 */
export function executionOf(context: IExecuteFunctions): readonly string[] {
	const began = context.getExecutionContext?.()?.establishedAt;
	return [context.getInstanceId(), context.getExecutionId(), ...(began === undefined ? [] : [String(began)])];
}

/**
 * Identifies the node by its ID, which stays the same when the node is renamed. But a workflow that was edited by hand
 * can have several nodes with one ID: n8n 2.40 refuses such a workflow, 2.8 runs it. Such nodes are identified by their
 * names, too.
 */
export function nodeOf(context: IExecuteFunctions): string {
	const { id, name } = thisNode(context);
	const nodes = Object.values((context as EngineContext).workflow?.nodes ?? {});
	return nodes.filter((node) => node.id === id).length > 1 ? JSON.stringify([id, name]) : id;
}

/**
 * An object that identifies one attempt of the running node. For a supplied tool, it identifies an attempt of its agent.
 * n8n may make several attempts.
 */
export function attemptOf(context: IExecuteFunctions): object {
	return (context as EngineContext).closeFunctions ?? context.getExecuteData();
}
