import type { IDataObject } from 'n8n-workflow';
import { isFields } from '../../spectrum/values/json';
import type { NodeNames } from './nodeIdentity';

/** The part of a trigger's context that reaches its stored data. */
export interface StaticDataContext extends Pick<NodeNames, 'getNode'> {
	/** Null, or anything else, where a person has put that into the workflow's stored data. */
	getWorkflowStaticData(type: string): unknown;
}

/**
 * The data that n8n stores for one node of a workflow, between executions and restarts.
 *
 * n8n loads all of a workflow's data at the start of a request or execution and writes all of it at the end, so the
 * last writer wins over what others wrote meanwhile. Whoever needs more keeps a copy in the process. It notices changes
 * by assignment only: values are read as copies and written whole.
 */
export class NodeStore {
	constructor(private readonly context: StaticDataContext) {}

	/** A copy of what was stored, unchecked; undefined when there is nothing. */
	read(name: string): unknown {
		const value: unknown = this.data()[name];
		// What n8n hands out is observed, and must not be put into another place of the data.
		return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
	}

	/** Stores JSON; undefined removes it. */
	write(name: string, value: object | undefined): void {
		if (value === undefined) delete this.data()[name];
		else this.data()[name] = JSON.parse(JSON.stringify(value)) as IDataObject;
	}

	/**
	 * What is no object cannot hold anything, and n8n has no way to replace it; it must not keep a workflow from being
	 * activated either. The data of the whole workflow then has a place for the node.
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
