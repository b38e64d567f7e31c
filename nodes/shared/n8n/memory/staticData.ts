import type { IDataObject } from 'n8n-workflow';
import { isFields } from '../../spectrum/values/json';
import type { NodeNames } from './nodeIdentity';

/** The part of a trigger's context that reaches its stored data. */
export interface StaticDataContext extends Pick<NodeNames, 'getNode'> {
	/** Null or any other value, if a person has put that into the workflow's stored data. */
	getWorkflowStaticData(type: string): unknown;
}

/**
 * The data that n8n stores for one node of a workflow, between executions and restarts.
 *
 * n8n loads all of a workflow's data at the start of a request or execution and writes all of it at the end, so the last
 * writer overwrites what others wrote meanwhile. Data that must not be lost this way needs a copy in the process. n8n
 * notices changes only by assignment, so values are read as copies and written whole.
 */
export class NodeStore {
	constructor(private readonly context: StaticDataContext) {}

	/** A copy of what was stored, unchecked; undefined when there is nothing. */
	read(name: string): unknown {
		const value: unknown = this.data()[name];
		// n8n hands out observed objects, which must not be assigned to another place of the data.
		return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
	}

	/** Stores JSON; undefined removes it. */
	write(name: string, value: object | undefined): void {
		if (value === undefined) delete this.data()[name];
		else this.data()[name] = JSON.parse(JSON.stringify(value)) as IDataObject;
	}

	/**
	 * The object that holds the node's data. A person may have put a value there that is not an object, which n8n cannot
	 * replace. The workflow must still start, so the node then uses a place in the data of the whole workflow.
	 */
	private data(): IDataObject {
		const own = this.context.getWorkflowStaticData('node');
		if (isFields(own)) return own as IDataObject;
		const shared = this.context.getWorkflowStaticData('global');
		if (!isFields(shared)) return {};
		const ofWorkflow = shared as IDataObject;
		const place = `node ${this.context.getNode().id}`;
		if (!isFields(ofWorkflow[place])) ofWorkflow[place] = {};
		return ofWorkflow[place] as IDataObject;
	}
}
