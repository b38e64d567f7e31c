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
 * What n8n's contexts have besides their types: the record of the execution, the workflow's nodes, the connections with
 * their outputs, and, of a supplied tool, a list that each attempt of its agent makes for itself. n8n 2.8 and 2.40 have them all; in a host without connections the run index tells runs apart.
 */
interface EngineContext {
	readonly runExecutionData?: { readonly resultData?: { readonly runData?: Readonly<Record<string, readonly NodeRun[]>> } } | null;
	readonly workflow?: { readonly nodes?: Readonly<Record<string, { readonly id?: string }>> };
	readonly closeFunctions?: object;
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

const runIndexes = new WeakMap<IExecuteFunctions, number>();

/** The run index; n8n has no getter for it. */
export function runIndexOf(context: IExecuteFunctions): number {
	const run = runIndexes.get(context) ?? Number(context.evaluateExpression('{{ $runIndex }}', 0));
	runIndexes.set(context, run);
	return run;
}

/**
 * Names the execution, for as long as it lasts: its id, which counts from 1 in each installation, the installation's, and
 * when the execution began. A database that was restored counts on from where it had been, and gives ids a second time.
 * n8n keeps the time over waits and in other processes; hosts before 2.x have none.
 */
export function executionOf(context: IExecuteFunctions): readonly string[] {
	const began = context.getExecutionContext?.()?.establishedAt;
	return [context.getInstanceId(), context.getExecutionId(), ...(began === undefined ? [] : [String(began)])];
}

/**
 * Names the node. Its id alone stays the same when it is renamed; but a workflow that was put together by hand can have
 * several nodes of one id: n8n 2.40 refuses such a workflow, 2.8 runs it. Those are told apart by their names.
 */
export function nodeOf(context: IExecuteFunctions): string {
	const { id, name } = context.getNode();
	const nodes = Object.values((context as EngineContext).workflow?.nodes ?? {});
	return nodes.filter((node) => node.id === id).length > 1 ? JSON.stringify([id, name]) : id;
}

/** Stands for one attempt of the node that is run, which n8n may make several times; for a supplied tool, of its agent. */
export function attemptOf(context: IExecuteFunctions): object {
	return (context as EngineContext).closeFunctions ?? context.getExecuteData();
}
