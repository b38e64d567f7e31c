import type { IDataObject, IHttpRequestMethods, INode, IRunExecutionData, IWorkflowBase } from 'n8n-workflow';
import type { RunRequest } from './runner';
import type { ProcessedData } from './deduplicator';
import type { WorkflowJson } from './types';

/** A row of n8n's `webhook_entity` table (packages/@n8n/db/src/entities/webhook-entity.ts). */
export interface WebhookRow {
	workflowId: string;
	webhookPath: string;
	method: IHttpRequestMethods;
	node: string;
	/** Set, with `pathLength`, for a path that has parameters. */
	webhookId?: string;
	pathLength?: number;
}

/** One write that outlives the process. Workflows and hooks are not among them: whoever starts again saves them again. */
export type StoreEntry =
	| { readonly type: 'staticData'; readonly workflowId: string; readonly json: string }
	| { readonly type: 'execution'; readonly id: string; readonly key?: string }
	/** The id has been given to an execution. */
	| { readonly type: 'begun'; readonly id: string }
	/** The execution waits, with a {@link WaitingRow} as JSON. */
	| { readonly type: 'waiting'; readonly id: string; readonly json: string }
	/** The execution that waited runs again. */
	| { readonly type: 'resumed'; readonly id: string }
	| { readonly type: 'ended'; readonly id: string };

/** An execution that waits: what started it, and where it is. */
export interface WaitingRow {
	readonly request: RunRequest;
	readonly data: IRunExecutionData;
}

interface WorkflowRow {
	draft: string;
	/** The published version; absent while the workflow is not active. */
	published?: string;
	staticData?: string;
}

/**
 * Stands for n8n's database: whatever goes in is turned to JSON at once, so that nothing that is read later shares an
 * object with what was written, and a restart keeps exactly this.
 */
export class Store {
	private readonly workflows = new Map<string, WorkflowRow>();
	private webhooks: WebhookRow[] = [];
	private lastExecution = 0;
	private readonly deduplicationKeys = new Set<string>();
	private readonly waitingRows = new Map<string, { readonly json: string; readonly till: number }>();
	/** Begun or resumed, and neither waiting nor ended. */
	private readonly running = new Set<string>();
	private readonly ended = new Set<string>();
	/** n8n's table `processed_data`. */
	readonly processedData: ProcessedData = new Map();

	/** @param journal Told of every write at once; {@link redo} brings it back after the process was killed. */
	constructor(private readonly journal: (entry: StoreEntry) => void = () => undefined) {}

	/**
	 * Repeats what another store has told its journal. As n8n does at its start, it takes for crashed what was running then.
	 *
	 * @returns the ids of the executions that have crashed
	 */
	redo(entries: Iterable<StoreEntry>): string[] {
		for (const entry of entries) this.redoOne(entry);
		const crashed = [...this.running];
		for (const id of crashed) this.noteEnd(id);
		return crashed;
	}

	private redoOne(entry: StoreEntry): void {
		switch (entry.type) {
			case 'staticData':
				return this.staticDataOf(entry.workflowId, entry.json);
			case 'execution':
				return this.addExecution(entry.id, entry.key);
			case 'begun':
				this.addExecution(entry.id, undefined);
				this.running.add(entry.id);
				return;
			case 'waiting':
				return this.setWaiting(entry.id, entry.json);
			case 'resumed':
				this.waitingRows.delete(entry.id);
				this.running.add(entry.id);
				return;
			case 'ended':
				return this.setEnded(entry.id);
		}
	}

	/**
	 * Inserts the row of an execution that a trigger starts. False when there is one with this key: the unique index of
	 * `execution_entity.deduplicationKey` (n8n 2.40).
	 */
	insertExecution(id: string, key: string | undefined): boolean {
		if (key !== undefined && this.deduplicationKeys.has(key)) return false;
		this.addExecution(id, key);
		this.journal({ type: 'execution', id, ...(key === undefined ? {} : { key }) });
		return true;
	}

	/** An execution waits from now on. */
	keepWaiting(id: string, row: WaitingRow): void {
		const json = JSON.stringify(row);
		this.setWaiting(id, json);
		this.journal({ type: 'waiting', id, json });
	}

	/** The executions that wait, oldest first. Copies. */
	waiting(): Array<[id: string, row: WaitingRow]> {
		return [...this.waitingRows].map(([id, { json }]) => [id, JSON.parse(json) as WaitingRow]);
	}

	get waitingCount(): number {
		return this.waitingRows.size;
	}

	/** Those whose wait is over at that moment. */
	due(now: number): Array<[id: string, row: WaitingRow]> {
		return [...this.waitingRows].filter(([, { till }]) => till <= now).map(([id, { json }]) => [id, JSON.parse(json) as WaitingRow]);
	}

	waitingOf(id: string): WaitingRow | undefined {
		const json = this.waitingRows.get(id)?.json;
		return json === undefined ? undefined : (JSON.parse(json) as WaitingRow);
	}

	/** Bytes of an execution that waits. */
	waitingSize(id: string): number {
		return this.waitingRows.get(id)?.json.length ?? 0;
	}

	/** It runs from now on. Undefined when another request was faster. */
	takeWaiting(id: string): WaitingRow | undefined {
		const row = this.waitingOf(id);
		if (row === undefined) return undefined;
		this.waitingRows.delete(id);
		this.running.add(id);
		this.journal({ type: 'resumed', id });
		return row;
	}

	/** A person has stopped it. */
	stopWaiting(id: string): void {
		if (this.waitingRows.has(id)) this.noteEnd(id);
	}

	noteEnd(id: string): void {
		this.setEnded(id);
		this.journal({ type: 'ended', id });
	}

	hasEnded(id: string): boolean {
		return this.ended.has(id);
	}

	/** Ids of executions are increasing numbers, as text. */
	nextExecutionId(): string {
		this.lastExecution += 1;
		const id = String(this.lastExecution);
		this.running.add(id);
		this.journal({ type: 'begun', id });
		return id;
	}

	/**
	 * Saves a workflow as the editor would. Static data in it counts for a new workflow only.
	 *
	 * @returns its id
	 */
	saveWorkflow(json: WorkflowJson): string {
		const id = json.id ?? `workflow${this.workflows.size + 1}`;
		// packages/cli/src/utils.ts, isWorkflowIdValid: n8n does not save the static data of other ids, and says nothing.
		if (id.length === 0 || id.length > 21) throw new Error(`Workflow id "${id}" is not 1 to 21 characters long`);
		const { staticData, ...rest } = json;
		const draft = JSON.stringify({ ...rest, id, name: json.name ?? id, nodes: json.nodes.map(complete) });
		const row = this.workflows.get(id);
		if (row === undefined) {
			this.workflows.set(id, { draft, staticData: staticData === undefined ? undefined : JSON.stringify(staticData) });
		} else {
			row.draft = draft;
		}
		return id;
	}

	/** A fresh copy of the workflow: its published version if it has one and `version` does not ask for the draft. */
	workflow(id: string, version: 'published' | 'draft' = 'published'): IWorkflowBase | undefined {
		const row = this.workflows.get(id);
		if (row === undefined) return undefined;
		const json = JSON.parse((version === 'published' ? row.published : undefined) ?? row.draft) as WorkflowJson;
		const active = row.published !== undefined;
		const now = new Date();
		return {
			id,
			name: json.name ?? id,
			active,
			isArchived: false,
			createdAt: now,
			updatedAt: now,
			nodes: json.nodes as INode[],
			connections: json.connections ?? {},
			settings: json.settings ?? {},
			pinData: json.pinData,
			activeVersionId: active ? 'published' : null,
			staticData: row.staticData === undefined ? undefined : (JSON.parse(row.staticData) as IDataObject),
		};
	}

	publish(id: string): void {
		const row = this.row(id);
		row.published = row.draft;
	}

	unpublish(id: string): void {
		this.row(id).published = undefined;
	}

	isActive(id: string): boolean {
		return this.workflows.get(id)?.published !== undefined;
	}

	activeIds(): string[] {
		return [...this.workflows.keys()].filter((id) => this.isActive(id));
	}

	/** packages/cli/src/workflows/workflow-static-data.service.ts, getStaticDataById */
	staticData(id: string): IDataObject {
		const json = this.workflows.get(id)?.staticData;
		return json === undefined ? {} : (JSON.parse(json) as IDataObject);
	}

	/** The whole column is replaced: the last writer wins, whatever others wrote since it read. */
	saveStaticData(id: string, data: IDataObject): void {
		const json = JSON.stringify(data);
		this.staticDataOf(id, json);
		this.journal({ type: 'staticData', workflowId: id, json });
	}

	storeWebhook(webhook: WebhookRow): void {
		this.webhooks = this.webhooks.filter(({ method, webhookPath }) => method !== webhook.method || webhookPath !== webhook.webhookPath);
		this.webhooks.push({ ...webhook });
	}

	deleteWebhooksOf(workflowId: string): void {
		this.webhooks = this.webhooks.filter((webhook) => webhook.workflowId !== workflowId);
	}

	findWebhooks(filter: (webhook: WebhookRow) => boolean): WebhookRow[] {
		return this.webhooks.filter(filter).map((webhook) => ({ ...webhook }));
	}

	private addExecution(id: string, key: string | undefined): void {
		this.lastExecution = Math.max(this.lastExecution, Number(id) || 0);
		if (key !== undefined) this.deduplicationKeys.add(key);
	}

	private setWaiting(id: string, json: string): void {
		const { waitTill } = (JSON.parse(json) as WaitingRow).data;
		this.running.delete(id);
		this.waitingRows.set(id, { json, till: waitTill == null ? Number.POSITIVE_INFINITY : new Date(waitTill).getTime() });
	}

	private setEnded(id: string): void {
		this.running.delete(id);
		this.waitingRows.delete(id);
		this.ended.add(id);
	}

	private staticDataOf(id: string, json: string): void {
		const row = this.workflows.get(id);
		if (row !== undefined) row.staticData = json;
	}

	private row(id: string): WorkflowRow {
		const row = this.workflows.get(id);
		if (row === undefined) throw new Error(`There is no workflow "${id}"`);
		return row;
	}
}

/** The editor never saves a node without these. */
function complete(node: WorkflowJson['nodes'][number]): INode {
	return { id: node.name, typeVersion: 1, position: [0, 0], parameters: {}, ...node };
}
