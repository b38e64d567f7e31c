import type { IDataObject } from 'n8n-workflow';

/** The part of a trigger's context that reaches its stored data. */
export interface StaticDataContext {
	getWorkflowStaticData(type: string): IDataObject;
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

	private data(): IDataObject {
		return this.context.getWorkflowStaticData('node');
	}
}
