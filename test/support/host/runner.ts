import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createDeferredPromise,
	createRunExecutionData,
	ExecutionCancelledError,
	type ExecutionError,
	type IDestinationNode,
	type IDeferredPromise,
	type IExecuteResponsePromiseData,
	type INode,
	type IPinData,
	type IRun,
	type IRunExecutionData,
	type IWorkflowBase,
	ManualExecutionCancelledError,
	TimeoutExecutionCancelledError,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { getBase, type Instance } from './additionalData';
import { restoreBinaryDataId } from './binaryData';
import { Execution, type ExecutionSource } from './execution';
import { hostLogger, reportError } from './logs';
import type { HostNodeTypes } from './nodeTypes';
import type { Store } from './store';

type Running = ReturnType<WorkflowExecute['processRunExecutionData']>;

/** What n8n hands to its runner (IWorkflowExecutionDataProcess of n8n-workflow), as far as it matters here. */
export interface RunRequest {
	executionMode: WorkflowExecuteMode;
	workflowData: IWorkflowBase;
	source: ExecutionSource;
	/** The stack to start from. Absent: run by hand from `startNode`, as "Execute workflow" does. */
	executionData?: IRunExecutionData;
	startNode?: INode;
	destinationNode?: IDestinationNode;
	pinData?: IPinData;
	userId?: string;
	/** n8n gives the next free id; a test may fix one to run the same execution twice. */
	executionId?: string;
}

interface ActiveExecution {
	request: RunRequest;
	startedAt: Date;
	running?: Running;
	responsePromise?: IDeferredPromise<IExecuteResponsePromiseData>;
	/** Settles with n8n's own result; rejects when the execution is cancelled. */
	postExecute: IDeferredPromise<IRun | undefined>;
	/** Resolves with the record once the execution is over. */
	finished: IDeferredPromise<Execution>;
	record?: Execution;
}

/** packages/cli/src/workflow-runner.ts with packages/cli/src/active-executions.ts, in regular (not queue) mode. */
export class Runner {
	private readonly active = new Map<string, ActiveExecution>();
	/** Everything that the engine has not given back yet, cancelled executions too. */
	private readonly unsettled = new Map<string, Promise<unknown>>();
	private readonly published = new WeakSet<Execution>();
	/** Resolve at the end of an execution, through all its waits. */
	private readonly endings = new Map<string, IDeferredPromise<Execution>>();

	constructor(
		private readonly instance: Instance,
		private readonly nodeTypes: HostNodeTypes,
		private readonly store: Store,
		private readonly onFinished: (execution: Execution) => void,
		private readonly onWaiting: (id: string) => void = () => undefined,
	) {}

	/**
	 * Starts an execution. It goes on after this returns.
	 *
	 * @param loadStaticData whether to read the static data as stored now, and not as it was in `workflowData`
	 * @returns its id and, once it is over, its record. `refused` is what the engine would not start with, a node without
	 * its credential for example; n8n throws it after recording the execution as failed.
	 */
	run(
		request: RunRequest,
		loadStaticData: boolean,
		responsePromise?: IDeferredPromise<IExecuteResponsePromiseData>,
	): { id: string; finished: Promise<Execution>; refused?: Error } {
		const id = request.executionId ?? this.store.nextExecutionId();
		if (this.active.has(id)) throw new Error(`Execution ${id} is running already`);
		const execution: ActiveExecution = {
			request,
			startedAt: new Date(),
			responsePromise,
			postExecute: createDeferredPromise<IRun | undefined>(),
			finished: this.endings.get(id) ?? createDeferredPromise<Execution>(),
		};
		this.endings.set(id, execution.finished);
		this.active.set(id, execution);
		// A cancelled execution rejects; whoever waits for it hears that, and nobody has to.
		execution.postExecute.promise.catch(() => undefined);
		const refused = this.runMainProcess(id, execution, loadStaticData);
		return { id, finished: execution.finished.promise, refused };
	}

	/** `getPostExecutePromise` of active-executions.ts. */
	async postExecutePromise(id: string): Promise<IRun | undefined> {
		return await this.active.get(id)?.postExecute.promise;
	}

	/** `stopExecution` of active-executions.ts: what "Stop execution" does. */
	cancel(id: string, reason: ExecutionCancelledError = new ManualExecutionCancelledError(id)): void {
		const execution = this.active.get(id);
		if (execution === undefined) return;
		execution.responsePromise?.reject(reason);
		execution.running?.cancel();
		execution.postExecute.reject(reason);
		this.active.delete(id);
	}

	/** An execution that waited was stopped: its end never comes. */
	forget(id: string): void {
		this.endings.delete(id);
	}

	activeIds(): string[] {
		return [...this.active.keys()];
	}

	/** Resolves when no execution is left in the engine. */
	async drain(): Promise<void> {
		while (this.unsettled.size > 0) await Promise.allSettled(this.unsettled.values());
	}

	unsettledIds(): string[] {
		return [...this.unsettled.keys()];
	}

	/** `createErrorExecution` of packages/cli/src/executions/execution.service.ts: recorded as failed, never run. */
	record(request: RunRequest, data: IRunExecutionData): void {
		const now = new Date();
		const { executionMode: mode, source, workflowData } = request;
		const run: IRun = { data, mode, startedAt: now, stoppedAt: now, status: 'error', finished: false, storedAt: 'db' };
		this.onFinished(new Execution(this.store.nextExecutionId(), source, mode, workflowData, run));
	}

	private runMainProcess(id: string, execution: ActiveExecution, loadStaticData: boolean): Error | undefined {
		const { request } = execution;
		const { workflowData, executionMode } = request;
		if (loadStaticData) workflowData.staticData = this.store.staticData(workflowData.id);
		const settings = workflowData.settings ?? {};
		const timeout = (settings.executionTimeout ?? 0) * 1000;
		const pinData = ['manual', 'evaluation'].includes(executionMode) ? (request.pinData ?? workflowData.pinData) : undefined;
		let hooks: ExecutionLifecycleHooks | undefined;
		try {
			const workflow = new Workflow({
				id: workflowData.id,
				name: workflowData.name,
				nodes: workflowData.nodes,
				connections: workflowData.connections,
				active: workflowData.activeVersionId !== null,
				nodeTypes: this.nodeTypes,
				staticData: workflowData.staticData,
				settings,
				pinData,
			});
			const additionalData = getBase(this.instance, {
				userId: request.userId,
				workflowId: workflow.id,
				executionTimeoutTimestamp: timeout > 0 ? Date.now() + timeout : undefined,
				workflowSettings: settings,
			});
			additionalData.executionId = id;
			hooks = this.lifecycleHooks(id, execution);
			additionalData.hooks = hooks;
			const running =
				request.executionData === undefined
					? new WorkflowExecute(additionalData, executionMode).run({
							workflow,
							startNode: request.startNode,
							destinationNode: request.destinationNode,
							pinData,
						})
					: new WorkflowExecute(additionalData, executionMode, request.executionData).processRunExecutionData(workflow);
			execution.running = running;
			const timer = timeout > 0 ? setTimeout(() => this.cancel(id, new TimeoutExecutionCancelledError(id)), timeout) : undefined;
			const settled = running
				.then((run) => {
					if (running.isCanceled) run.finished = false;
					execution.responsePromise?.resolve({});
					execution.postExecute.resolve(run);
					this.publish(id, execution);
				})
				.catch(async (error: Error) => await this.processError(error, id, execution, hooks))
				.finally(() => {
					clearTimeout(timer);
					this.unsettled.delete(id);
				});
			this.unsettled.set(id, settled);
			return undefined;
		} catch (error) {
			void this.processError(error as Error, id, execution, hooks);
			return error as Error;
		}
	}

	/** `processError` of workflow-runner.ts: an execution that broke down instead of ending with an error of a node. */
	private async processError(error: Error, id: string, execution: ActiveExecution, hooks?: ExecutionLifecycleHooks): Promise<void> {
		if (error instanceof ExecutionCancelledError || error.message.includes('cancelled')) return;
		hostLogger.error(`Problem with execution ${id}: ${error.message}. Aborting.`);
		reportError(error, { executionId: id });
		const run: IRun = {
			data: createRunExecutionData({
				resultData: {
					error: { ...error, message: error.message, stack: error.stack } as ExecutionError,
					runData: {},
				},
			}),
			finished: false,
			mode: execution.request.executionMode,
			startedAt: execution.startedAt,
			stoppedAt: new Date(),
			status: 'error',
			storedAt: 'db',
		};
		execution.postExecute.resolve(run);
		await (hooks ?? this.lifecycleHooks(id, execution)).runHook('workflowExecuteAfter', [run]);
		this.publish(id, execution);
	}

	/**
	 * `getLifecycleHooksForRegularMain` of packages/cli/src/execution-lifecycle/execution-lifecycle-hooks.ts: the final
	 * status, then binary data, static data and the record. A run by hand saves no static data.
	 */
	private lifecycleHooks(id: string, execution: ActiveExecution): ExecutionLifecycleHooks {
		const { executionMode, workflowData } = execution.request;
		const hooks = new ExecutionLifecycleHooks(executionMode, id, workflowData);
		hooks.addHandler('workflowExecuteAfter', (run) => {
			run.status = finalStatus(run);
		});
		hooks.addHandler('workflowExecuteAfter', async (run, newStaticData) => {
			await restoreBinaryDataId(run, id, executionMode);
			if (executionMode !== 'manual' && newStaticData) this.store.saveStaticData(workflowData.id, newStaticData);
			execution.record ??= new Execution(id, execution.request.source, executionMode, workflowData, run);
			// The engine calls this at once for an execution that is cancelled, whatever its node goes on doing.
			if (execution.running?.isCanceled) this.publish(id, execution);
		});
		hooks.addHandler('sendResponse', (response) => execution.responsePromise?.resolve(response));
		return hooks;
	}

	/** From here on the execution is over for everyone outside. */
	private publish(id: string, execution: ActiveExecution): void {
		if (this.active.get(id) === execution) this.active.delete(id);
		const { record } = execution;
		if (record === undefined || this.published.has(record)) return;
		this.published.add(record);
		if (record.status === 'waiting') {
			const { executionData: _, ...request } = execution.request;
			this.store.keepWaiting(id, { request, data: record.run.data });
			this.onWaiting(id);
			return;
		}
		this.store.noteEnd(id);
		this.endings.delete(id);
		this.onFinished(record);
		execution.finished.resolve(record);
	}
}

/** `determineFinalExecutionStatus` of packages/cli/src/execution-lifecycle/shared/shared-hook-functions.ts. */
function finalStatus(run: IRun): IRun['status'] {
	if (run.waitTill) return 'waiting';
	if (run.status === 'canceled' || run.status === 'crashed') return run.status;
	return run.data.resultData.error === undefined && run.status !== 'error' ? 'success' : 'error';
}
