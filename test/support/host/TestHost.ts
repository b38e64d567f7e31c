import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject, INodeCredentialTestResult, INodeListSearchResult } from 'n8n-workflow';
import { acquireUserFolder } from './environment';
import { initBinaryData } from './binaryData';
import { endSshTimer } from './core';
import { testCredential } from './credentialTester';
import { useProcessedData } from './deduplicator';
import type { Execution } from './execution';
import { FinishedQueue } from './finishedQueue';
import { WebhookServer } from './http/server';
import { searchList } from './listSearch';
import { captureLogs, type LogEntry } from './logs';
import { type ExecuteOptions, type ExecutionHandle, startExecution } from './manualRun';
import { Memory } from './memory';
import { linkByName } from './namedCredentials';
import { compareOutputs } from './outputSchemas';
import { activateWorkflow, deactivateWorkflow } from './publishing';
import { Store } from './store';
import { toolRun, toolWorkflow, type ToolOptions, type ToolRun } from './toolRun';
import type { HostOptions, NodeJson, StoredCredential, WorkflowJson } from './types';
import type { ListenOptions } from './webhooks/testWebhooks';

/** Milliseconds that the host waits for requests to be answered, and at its stop for executions to end. */
const PATIENCE_MILLISECONDS = 5_000;

/** An active workflow. */
export interface ActiveWorkflow {
	readonly workflowId: string;
	/** What "Deactivate" does. It succeeds even if a hook could not be deleted; n8n logs that. */
	deactivate(): Promise<void>;
}

/** A workflow that listens for a test event. */
export interface TestListener {
	readonly workflowId: string;
	/** Resolves when it listens no more: an event has started a run, the time is up, or it was cancelled. */
	readonly ended: Promise<void>;
	/** What "Stop listening" does. */
	cancel(): Promise<void>;
}

/**
 * A small n8n. Workflows run in n8n-core's engine; what n8n's own server adds around it is written after n8n 2.8.0,
 * with the file it was read from in a comment. Restarting drops everything but what n8n keeps in its database.
 */
export class TestHost {
	/** What nodes and n8n itself logged since the start, through restarts. */
	readonly logs: LogEntry[] = [];
	/** Every finished execution in the order in which they ended, through restarts. */
	readonly executions: Execution[] = [];
	/** Every finished execution of a workflow that a node gave as code. n8n keeps no record of those. */
	readonly subExecutions: Execution[] = [];

	private readonly name = randomUUID();
	private readonly store: Store;
	private readonly credentialData: Map<string, StoredCredential>;
	private readonly queue = new FinishedQueue();
	private readonly releases: Array<() => void>;
	private memory!: Memory;
	private readonly waited = new Set<string>();
	private readonly waitWatchers = new Set<() => void>();
	private stopped = false;

	private constructor(
		private options: HostOptions,
		private readonly server: WebhookServer,
	) {
		this.store = options.store ?? new Store();
		this.credentialData = new Map(Object.entries(structuredClone(options.credentialData ?? {})));
		this.releases = [acquireUserFolder(), captureLogs(this.logs), endSshTimer];
	}

	static async start(options: HostOptions = {}): Promise<TestHost> {
		const host = new TestHost(options, await WebhookServer.listen(options.listenAddress ?? '127.0.0.1'));
		try {
			await useProcessedData(host.store.processedData);
			await initBinaryData();
			await host.boot();
		} catch (error) {
			await host.stop();
			throw error;
		}
		return host;
	}

	get port(): number {
		return this.server.port;
	}

	/** Where the host itself is reached; what workflows are told is `webhookUrl` of the options. */
	get url(): string {
		return `http://127.0.0.1:${this.port}/`;
	}

	/**
	 * Saves a workflow and activates it; one that is active already is deactivated first (activation `update`).
	 *
	 * @throws ActivationError with what the person at the editor reads; `cause` is what the node threw
	 * @throws ConflictError if another workflow has one of its paths
	 */
	async activate(workflow: WorkflowJson): Promise<ActiveWorkflow> {
		const workflowId = this.store.saveWorkflow(linkByName(workflow, this.credentialData));
		await activateWorkflow(this.store, this.memory.manager, this.memory.nodeTypes, workflowId);
		return {
			workflowId,
			deactivate: async () => await deactivateWorkflow(this.store, this.memory.manager, workflowId),
		};
	}

	/**
	 * Starts the triggers of an active workflow once more and forgets those that run, as n8n 2.40 can: its retry after a
	 * trigger that failed and its reconciler do not know of each other (packages/cli/src/workflows).
	 */
	async startOnceMore(workflowId: string): Promise<void> {
		await this.memory.manager.add(workflowId, 'init');
	}

	/** Runs a workflow from its start node. Await the handle for the finished execution, failed ones included. */
	execute(workflow: WorkflowJson, options?: ExecuteOptions): ExecutionHandle {
		return startExecution(this.store, this.memory.runner, this.memory.nodeTypes, linkByName(workflow, this.credentialData), options);
	}

	/**
	 * The next finished execution that a webhook, a test event or a trigger started, each handed out once and in order;
	 * those that finished earlier and were not asked for come first. Rejects when the host stops.
	 */
	async nextExecution(): Promise<Execution> {
		return await this.queue.next();
	}

	/** Resolves when the execution waits, or has waited. */
	async hasWaited(executionId: string): Promise<void> {
		if (this.waited.has(executionId)) return;
		await new Promise<void>((resolve) => {
			const check = (): void => {
				if (!this.waited.has(executionId)) return;
				this.waitWatchers.delete(check);
				resolve();
			};
			this.waitWatchers.add(check);
		});
	}

	/** The executions that wait now, each with the moment at which n8n resumes it and the bytes that are stored of it. */
	get waiting(): ReadonlyArray<{ readonly id: string; readonly till: number; readonly size: number; readonly json: string }> {
		return this.store.waiting().map(([id, row]) => ({
			id,
			till: new Date(row.data.waitTill ?? 0).getTime(),
			size: this.store.waitingSize(id),
			json: JSON.stringify(row),
		}));
	}

	/** How many executions wait now. */
	get waitingCount(): number {
		return this.store.waitingCount;
	}

	/** Resumes the executions whose wait is over at that moment. Resolves when they have ended or wait again. */
	async wake(now: number): Promise<void> {
		this.memory.waiting.wake(now);
		await this.memory.runner.drain();
	}

	/** What "Stop execution" does to an execution that waits. */
	stopWaiting(executionId: string): void {
		this.memory.waiting.stop(executionId);
		this.memory.runner.forget(executionId);
	}

	/** Ids of the executions that are running. */
	get running(): string[] {
		return this.memory.runner.activeIds();
	}

	/** What "Stop execution" in the list of executions does. */
	cancelExecution(executionId: string): void {
		this.memory.runner.cancel(executionId);
	}

	/**
	 * Stops the process and starts it again: triggers are closed, running executions are waited for, requests are
	 * dropped meanwhile; then every active workflow is activated with `init`. Workflows, published versions, static
	 * data, hook paths and credentials stay. The port stays too.
	 *
	 * What a node's module keeps in variables stays as well, for the module stays loaded: hand in `nodes` built from a
	 * fresh copy of the module to lose it.
	 */
	async restart(replaced: Pick<HostOptions, 'nodes' | 'credentials' | 'webhookUrl'> = {}): Promise<void> {
		await this.server.suspend(PATIENCE_MILLISECONDS);
		await this.memory.shutdown();
		await this.memory.runner.drain();
		this.options = { ...this.options, ...replaced };
		await this.boot();
	}

	/**
	 * "Listen for test event": the hook is made anew in mode `manual`, answers at /webhook-test/, and is deleted after
	 * the first event that starts a run, or after two minutes.
	 *
	 * @throws what the node threw while it registered
	 */
	async listenForTest(workflow: WorkflowJson, options: Omit<ListenOptions, 'onEnd'> = {}): Promise<TestListener> {
		const { test } = this.memory;
		const workflowId = this.store.saveWorkflow(linkByName(workflow, this.credentialData));
		const entity = this.store.workflow(workflowId, 'draft');
		if (entity === undefined) throw new Error(`There is no workflow "${workflowId}"`);
		// packages/cli/src/workflows/workflow-execution.service.ts, executeManually, does this to what the editor sent.
		const byHand = { ...entity, active: false, activeVersionId: null };
		let onEnd: () => void = () => undefined;
		const ended = new Promise<void>((resolve) => {
			onEnd = resolve;
		});
		if (!(await test.needsWebhook(byHand, { ...options, onEnd }))) {
			throw new Error('The workflow has no webhook to listen with');
		}
		return { workflowId, ended, cancel: async () => await test.cancelWebhook(workflowId) };
	}

	/** Calls an action node as an AI tool, once for each object of arguments, in one execution. */
	async executeAsTool(node: NodeJson, args: IDataObject | IDataObject[], options: ToolOptions = {}): Promise<ToolRun> {
		const workflow = toolWorkflow(node, Array.isArray(args) ? args : [args], options);
		return toolRun(
			await this.execute(workflow, {
				triggerItems: [{ json: options.agentInput ?? {} }],
				executionId: options.executionId,
			}),
		);
	}

	/** Runs a credential's test function as "Test" in its panel does. Fields that are missing get their defaults. */
	async testCredential(type: string, data: ICredentialDataDecryptedObject, nodeType?: string): Promise<INodeCredentialTestResult> {
		const { instance, nodeTypes } = this.memory;
		return await testCredential(instance, nodeTypes, type, data, nodeType);
	}

	/** What the list of a resource locator shows in the editor. */
	async searchList(node: NodeJson, method: string, filter?: string): Promise<INodeListSearchResult> {
		const { instance, nodeTypes } = this.memory;
		return await searchList(instance, nodeTypes, node, method, filter);
	}

	/** Saves a credential; executions and hooks see it from their next `getCredentials` on. */
	setCredential(id: string, credential: StoredCredential): void {
		this.credentialData.set(id, structuredClone(credential));
	}

	/** The static data of a workflow as stored: `{ global, 'node:<name>': … }`. A copy. */
	staticData(workflowId: string): IDataObject {
		return this.store.staticData(workflowId);
	}

	/** Overwrites the stored static data, as an earlier version of a node may have left it. */
	setStaticData(workflowId: string, data: IDataObject): void {
		this.store.saveStaticData(workflowId, data);
	}

	isActive(workflowId: string): boolean {
		return this.store.isActive(workflowId);
	}

	/** Why an active workflow could not be started or lost its trigger; n8n shows it in the editor. */
	activationError(workflowId: string): string | undefined {
		return this.memory.manager.errors.get(workflowId);
	}

	/** Resolves when a workflow whose start failed, or whose trigger broke down, has been activated by a later try. */
	async reactivated(workflowId: string): Promise<void> {
		await this.memory.manager.queue.reactivated(workflowId);
	}

	/**
	 * Ends everything: triggers closed, executions cancelled, server and timers gone, temporary files removed. Hooks are
	 * not deleted, as when n8n's process ends.
	 *
	 * @throws if an execution does not end within five seconds of being cancelled, or a request is never answered
	 */
	async stop(): Promise<void> {
		if (this.stopped) return;
		this.stopped = true;
		this.queue.close();
		let stuck: string[] = [];
		try {
			if (this.memory !== undefined) stuck = await this.endMemory(this.memory);
			await this.server.close(PATIENCE_MILLISECONDS);
		} finally {
			for (const release of this.releases) release();
		}
		if (stuck.length > 0) throw new Error(`Executions ${stuck.join(', ')} did not react to being cancelled`);
	}

	private async endMemory(memory: Memory): Promise<string[]> {
		await memory.shutdown();
		for (const id of memory.runner.activeIds()) memory.runner.cancel(id);
		let timer: NodeJS.Timeout | undefined;
		const patience = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, PATIENCE_MILLISECONDS);
		});
		await Promise.race([memory.runner.drain(), patience]);
		clearTimeout(timer);
		return memory.runner.unsettledIds();
	}

	private async boot(): Promise<void> {
		const webhookUrl = this.options.webhookUrl ?? `http://localhost:${this.port}/`;
		this.memory = await Memory.create({
			hostName: this.name,
			options: this.options,
			baseUrl: webhookUrl.endsWith('/') ? webhookUrl : `${webhookUrl}/`,
			store: this.store,
			credentialData: this.credentialData,
			onWaiting: (id) => {
				this.waited.add(id);
				for (const check of [...this.waitWatchers]) check();
			},
			onFinished: (execution) => {
				if (execution.mode === 'integrated') {
					this.subExecutions.push(execution);
					return;
				}
				this.executions.push(execution);
				this.options.onFinished?.(execution);
				const { nodeTypes } = this.memory;
				compareOutputs(execution, (type) => nodeTypes.className(type));
				if (execution.source !== 'host') this.queue.push(execution);
			},
		});
		// As in packages/cli/src/commands/start.ts: requests are answered before the workflows are activated.
		this.server.open(this.memory);
		await this.memory.manager.init();
	}
}
