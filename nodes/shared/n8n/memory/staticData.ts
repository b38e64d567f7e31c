import type { IDataObject } from 'n8n-workflow';
import { isFields } from '../../spectrum/values/json';

/** The part of a context that reaches the data n8n stores for its workflow. */
export interface WorkflowDataContext {
	/** Null or any other value, if a person has put that into the workflow's stored data. */
	getWorkflowStaticData(type: string): unknown;
}

/** The same for the data of one node. */
export interface NodeDataContext extends WorkflowDataContext {
	getNode(): { readonly id: string };
}

/**
 * One named value in the data that n8n stores for a workflow, between executions and restarts.
 *
 * n8n loads all of a workflow's data at the start of a request or execution and writes all of it at the end, so the last
 * writer overwrites what others wrote meanwhile. A value that must not be lost this way needs a copy in the process. n8n
 * notices changes only by assignment, so values are read as copies and written whole.
 */
export class StoredValue<Context, Value> {
	/**
	 * @param name of the value, and its format: a value that an earlier version wrote has the same name
	 * @param parse gets a copy of what was stored, or undefined. People can change a workflow's data, so it may be anything.
	 */
	constructor(
		private readonly dataOf: (context: Context) => IDataObject,
		private readonly name: string,
		private readonly parse: (stored: unknown) => Value,
	) {}

	read(context: Context): Value {
		const stored: unknown = this.dataOf(context)[this.name];
		return this.parse(stored === undefined ? undefined : copyOf(stored));
	}

	/** Stores JSON; undefined removes it. n8n saves it with the next execution, event or activation. */
	write(context: Context, value: object | string | undefined): void {
		const data = this.dataOf(context);
		if (value === undefined) delete data[this.name];
		else data[this.name] = copyOf(value) as IDataObject;
	}
}

/** A value of one node. */
export function valueOfNode<Value>(name: string, parse: (stored: unknown) => Value): StoredValue<NodeDataContext, Value> {
	return new StoredValue(dataOfNode, name, parse);
}

/** A value that all nodes of a workflow share. */
export function valueOfWorkflow<Value>(name: string, parse: (stored: unknown) => Value): StoredValue<WorkflowDataContext, Value> {
	return new StoredValue(dataOfWorkflow, name, parse);
}

/** Empty, and not stored, if a person has put a value there that is not an object. */
function dataOfWorkflow(context: WorkflowDataContext): IDataObject {
	const data = context.getWorkflowStaticData('global');
	return isFields(data) ? (data as IDataObject) : {};
}

/**
 * A person may have put a value in the place of a node's data that is not an object, which n8n cannot replace. The workflow
 * must still start, so the node then uses a place in the data of the whole workflow.
 */
function dataOfNode(context: NodeDataContext): IDataObject {
	const own = context.getWorkflowStaticData('node');
	if (isFields(own)) return own as IDataObject;
	const shared = dataOfWorkflow(context);
	const place = `node ${context.getNode().id}`;
	if (!isFields(shared[place])) shared[place] = {};
	return shared[place] as IDataObject;
}

/** n8n hands out observed objects, which must not be assigned to another place of the data. */
function copyOf(value: unknown): unknown {
	if (typeof value === 'string') return value;
	return JSON.parse(JSON.stringify(value));
}
