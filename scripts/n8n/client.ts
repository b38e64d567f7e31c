import { randomBytes } from 'node:crypto';
import { until, type Patience } from './until';
import { ApiError, Connection } from './api';
import {
	Execution,
	type Credential,
	type CredentialTestResult,
	type ExecutionRecord,
	type NodeTypeShown,
	type WorkflowFile,
	type WorkflowNode,
} from './types';

/** Who owns the n8n of a test. Kept, to log in again after a restart. */
export interface Owner {
	readonly email: string;
	readonly password: string;
}

interface Workflow {
	readonly id: string;
	readonly versionId: string;
	readonly active: boolean;
	readonly nodes: readonly WorkflowNode[];
	/** What the nodes keep, by `node:<name>`. */
	readonly staticData?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null;
}

export interface ListItem {
	readonly name: string;
	readonly value: string;
	readonly description?: string;
}

interface Publication {
	readonly status: 'in_progress' | 'published' | 'partial' | 'failed' | 'not_published';
	readonly triggers: ReadonlyArray<{ readonly errorMessage?: string | null }>;
}

/** Statuses of a run that goes on. */
const unfinished = ['new', 'running', 'waiting'];

/** What a person does in n8n, as calls. */
export class N8nClient {
	private constructor(
		private readonly connection: Connection,
		readonly owner: Owner,
		private readonly settlesAtOnce: boolean,
		private readonly beganAt?: Date,
	) {}

	/** The first start: makes the owner. */
	static async setUp(url: string): Promise<N8nClient> {
		const owner = { email: 'owner@example.test', password: `A1${randomBytes(12).toString('hex')}` };
		const connection = new Connection(url);
		await makeOwner(connection, owner);
		return await N8nClient.withKey(connection, owner);
	}

	/**
	 * Every later start.
	 *
	 * @param beganAt of the only process that runs workflows: what began before it does not go on
	 */
	static async logIn(url: string, owner: Owner, beganAt?: Date): Promise<N8nClient> {
		const connection = new Connection(url);
		await connection.rest('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		return await N8nClient.withKey(connection, owner, beganAt);
	}

	/** For a person's n8n: makes the owner unless there is one, and no key, so that runs cannot be listed. */
	static async enter(url: string, owner: Owner): Promise<N8nClient> {
		const connection = new Connection(url);
		const { userManagement } = await connection.rest<{ userManagement: { showSetupOnFirstLoad?: boolean } }>('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad === true) await makeOwner(connection, owner);
		else await connection.rest('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		return await N8nClient.over(connection, owner);
	}

	private static async withKey(connection: Connection, owner: Owner, beganAt?: Date): Promise<N8nClient> {
		const scopes = ['execution:list', 'execution:read'];
		const label = `e2e ${randomBytes(6).toString('hex')}`;
		const { rawApiKey } = await connection.rest<{ rawApiKey: string }>('POST', '/api-keys', { label, expiresAt: null, scopes });
		connection.useKey(rawApiKey);
		return await N8nClient.over(connection, owner, beganAt);
	}

	private static async over(connection: Connection, owner: Owner, beganAt?: Date): Promise<N8nClient> {
		const { useWorkflowPublicationService } = await connection.rest<{ useWorkflowPublicationService?: boolean }>('GET', '/settings');
		return new N8nClient(connection, owner, useWorkflowPublicationService !== true, beganAt);
	}

	/** Descriptions of the nodes that n8n offers, by their full names. */
	async nodeTypes(): Promise<Map<string, NodeTypeShown>> {
		const types = await this.connection.file<NodeTypeShown[]>('/types/nodes.json');
		return new Map(types.map((type) => [type.name, type]));
	}

	async createCredential(type: string, name: string, data: object): Promise<Credential> {
		const { id } = await this.connection.rest<{ id: string }>('POST', '/credentials', { type, name, data: { ...data } });
		return { id, name, type };
	}

	/** Puts other values into a credential. */
	async changeCredential({ id, name, type }: Credential, data: object): Promise<void> {
		await this.connection.rest('PATCH', `/credentials/${id}`, { name, type, data: { ...data } });
	}

	async deleteCredential({ id }: Credential): Promise<void> {
		await this.connection.rest('DELETE', `/credentials/${id}`);
	}

	/** The name that n8n gives to a new credential that is to be called so. */
	async proposedCredentialName(wanted: string): Promise<string> {
		return (await this.connection.rest<{ name: string }>('GET', `/credentials/new?name=${encodeURIComponent(wanted)}`)).name;
	}

	/** Credential types as the editor knows them: their display names, by name. */
	async credentialTypes(): Promise<Map<string, string>> {
		const types =
			await this.connection.file<ReadonlyArray<{ readonly name: string; readonly displayName: string }>>('/types/credentials.json');
		return new Map(types.map(({ name, displayName }) => [name, displayName]));
	}

	/** Adds rows to a Data Table, as a person does in n8n's list of them. */
	async addRows(table: string, rows: ReadonlyArray<Readonly<Record<string, string>>>): Promise<void> {
		const { data } = await this.connection.rest<{ data: ReadonlyArray<{ id: string; name: string; projectId: string }> }>(
			'GET',
			'/data-tables-global',
		);
		const found = data.find(({ name }) => name === table);
		if (found === undefined) throw new Error(`There is no Data Table "${table}"`);
		await this.connection.rest('POST', `/projects/${found.projectId}/data-tables/${found.id}/insert`, { data: rows });
	}

	/** The button "Test" of a credential, with what stands in its fields. */
	async testCredential({ id, name, type }: Credential, data: object): Promise<CredentialTestResult> {
		return await this.connection.rest('POST', '/credentials/test', { credentials: { id, name, type, data: { ...data } } });
	}

	/** Imports a workflow; the answer is its id. */
	async importWorkflow({ name, nodes, connections, settings = { executionOrder: 'v1' }, pinData = {} }: WorkflowFile): Promise<string> {
		const { id } = await this.connection.rest<Workflow>('POST', '/workflows', {
			name,
			nodes,
			connections,
			settings,
			pinData,
			active: false,
		});
		return id;
	}

	/** Saves a workflow as it is now; an active one goes on as it was until it is activated again. */
	async save(workflowId: string, { name, nodes, connections, settings = { executionOrder: 'v1' } }: WorkflowFile): Promise<void> {
		const { versionId } = await this.workflow(workflowId);
		await this.connection.rest('PATCH', `/workflows/${workflowId}`, { name, nodes, connections, settings, versionId });
	}

	/** Resolves when every trigger is active; rejects with what the first that is not says. */
	async activate(workflowId: string): Promise<void> {
		const { versionId } = await this.workflow(workflowId);
		await this.connection.rest('POST', `/workflows/${workflowId}/activate`, { versionId });
		// A failed trigger has a row too: no row at all is n8n looking at two tables while it writes them.
		const { status, triggers } = await this.settled(workflowId, (now) => now !== 'in_progress' && now !== 'not_published');
		if (status === 'published') return;
		throw new Error(triggers.find(({ errorMessage }) => errorMessage)?.errorMessage ?? `The workflow is ${status}`);
	}

	/** Resolves when no trigger is active. */
	async deactivate(workflowId: string): Promise<void> {
		await this.connection.rest('POST', `/workflows/${workflowId}/deactivate`, {});
		await this.settled(workflowId, (now) => now !== 'in_progress');
	}

	/**
	 * What became of an activation or a deactivation: n8n goes on with it after it has answered. Older versions do it
	 * before they answer, and do not know this call.
	 */
	private async settled(workflowId: string, isSettled: (status: Publication['status']) => boolean): Promise<Publication> {
		if (this.settlesAtOnce) return { status: 'published', triggers: [] };
		return await until(
			'n8n has activated or deactivated the workflow',
			async () => {
				const publication = await this.connection.rest<Publication>('GET', `/workflows/${workflowId}/publication-status`);
				return isSettled(publication.status) && publication;
			},
			// n8n tries five times, waiting 15 seconds between them, before it gives up. A busy machine adds to that.
			{ milliseconds: 240_000 },
		);
	}

	async workflow(workflowId: string): Promise<Workflow> {
		return await this.connection.rest('GET', `/workflows/${workflowId}`);
	}

	/**
	 * The button "Execute workflow". The answer names the execution; for a trigger with a webhook there is none until
	 * the webhook is called.
	 */
	async run(workflowId: string, trigger: string): Promise<{ executionId?: string; waitingForWebhook?: boolean }> {
		// Older versions run what the editor shows, newer ones what is saved.
		const workflowData = await this.workflow(workflowId);
		return await this.connection.rest('POST', `/workflows/${workflowId}/run`, { workflowData, triggerToStartFrom: { name: trigger } });
	}

	/** What the editor shows when a resource locator's list is opened, or something typed into its search. */
	async searchList(node: WorkflowNode, parameter: string, methodName: string, filter?: string): Promise<readonly ListItem[]> {
		const { results } = await this.connection.rest<{ results: readonly ListItem[] }>(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: `parameters.${parameter}`,
				nodeTypeAndVersion: { name: node.type, version: node.typeVersion },
				currentNodeParameters: node.parameters,
				credentials: node.credentials,
				methodName,
				filter,
			},
		);
		return results;
	}

	/** The button that stops listening. */
	async stopListening(workflowId: string): Promise<void> {
		await this.connection.rest('DELETE', `/test-webhook/${workflowId}`);
	}

	/** The button that stops a run. */
	async stopExecution(executionId: string): Promise<void> {
		await this.connection.rest('POST', `/executions/${executionId}/stop`);
	}

	/** How a run stands now; undefined before it is stored. */
	async statusOf(executionId: string): Promise<string | undefined> {
		try {
			return (await this.connection.public<ExecutionRecord>(`/executions/${executionId}`)).status;
		} catch (error) {
			if (error instanceof ApiError && error.status === 404) return undefined;
			throw error;
		}
	}

	/**
	 * Runs of a workflow that have ended, oldest first, with their data. n8n leaves out what it works on, but lists a run
	 * in the moment between its row and its beginning.
	 */
	async executions(workflowId: string): Promise<Execution[]> {
		return (await this.listed({ includeData: 'true', workflowId })).filter(({ status }) => !unfinished.includes(status));
	}

	/** Whether every run of a workflow has ended. Not for n8n 2.8, where a run that a kill kept from beginning waits for ever. */
	async isQuiet(workflowId: string): Promise<boolean> {
		// First what has yet to begin: in between it may begin.
		const queries: ReadonlyArray<Readonly<Record<string, string>>> = [{ workflowId }, { workflowId, status: 'running' }];
		for (const query of queries) {
			if ((await this.listed(query)).some(({ status }) => unfinished.includes(status))) return false;
		}
		return true;
	}

	/** As {@link ended}, when no run goes on any more: there are no further ones than those. */
	async allEnded(workflowId: string, count: number, patience?: Patience): Promise<Execution[]> {
		await this.ended(workflowId, count, patience);
		await until('no run of the workflow goes on', async () => await this.isQuiet(workflowId), patience);
		return await this.executions(workflowId);
	}

	/** How many runs of a workflow wait. The clock of a question is one, too. */
	async waiting(workflowId: string): Promise<number> {
		return (await this.listed({ workflowId, status: 'waiting' })).length;
	}

	/** Resolves when so many runs of a workflow have ended. */
	async ended(workflowId: string, count: number, patience?: Patience): Promise<Execution[]> {
		return await until(
			`${count} runs of the workflow have ended`,
			async () => {
				const ended = await this.executions(workflowId);
				return ended.length >= count ? ended : undefined;
			},
			patience,
		);
	}

	private async listed(query: Readonly<Record<string, string>>): Promise<Execution[]> {
		const found: ExecutionRecord[] = [];
		let cursor: string | undefined;
		do {
			const asked = new URLSearchParams({ limit: '100', ...query, ...(cursor === undefined ? {} : { cursor }) });
			const page = await this.connection.public<{ data: ExecutionRecord[]; nextCursor?: string | null }>(`/executions?${asked.toString()}`);
			found.push(...page.data);
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
		return found.map((record) => new Execution(this.asItStands(record))).sort((one, other) => Number(one.id) - Number(other.id));
	}

	/**
	 * n8n mends the rows of runs that were cut off when it starts, but not of one that was killed between the two lines
	 * that its own event log has at a beginning: that row says until a later start that the run goes on.
	 */
	private asItStands(record: ExecutionRecord): ExecutionRecord {
		const { status, startedAt } = record;
		const isForgotten = status === 'running' && this.beganAt !== undefined && startedAt != null && new Date(startedAt) < this.beganAt;
		return isForgotten ? { ...record, status: 'crashed' } : record;
	}
}

async function makeOwner(connection: Connection, owner: Owner): Promise<void> {
	await connection.rest('POST', '/owner/setup', { ...owner, firstName: 'Olive', lastName: 'Owner' });
}
