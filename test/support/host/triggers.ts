import { ActiveWorkflows, TriggerContext } from 'n8n-core';
import {
	createErrorExecutionData,
	createRunExecutionData,
	type ExecutionError,
	type IDeferredPromise,
	type IExecuteResponsePromiseData,
	type INode,
	type INodeExecutionData,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	UnexpectedError,
	type Workflow,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { Container, endCrons, lead } from './core';
import { hostLogger } from './logs';
import type { Runner } from './runner';
import { saveStaticData } from './staticData';
import type { Store } from './store';

/** Told when a trigger breaks down after it has started. */
export type TriggerFailure = (workflowData: IWorkflowBase, error: Error, activation: WorkflowActivateMode) => void;

/**
 * Trigger nodes that hold a connection: `addTriggersAndPollers` and `getExecuteTriggerFunctions` of
 * packages/cli/src/active-workflow-manager.ts. n8n 2.8 has no deduplication key on `emit`; 2.40 has, and the host, too,
 * when it is told to.
 */
export class Triggers {
	/** n8n-core has one list for the process, so every host puts its own name before the ids. */
	private readonly active = Container.get(ActiveWorkflows);
	private readonly started = new Set<string>();

	constructor(
		private readonly hostName: string,
		private readonly store: Store,
		private readonly runner: Runner,
		private readonly onFailure: TriggerFailure,
		private readonly deduplicates: boolean,
	) {}

	async start(
		workflowData: IWorkflowBase,
		workflow: Workflow,
		additionalData: IWorkflowExecuteAdditionalData,
		activation: WorkflowActivateMode,
	): Promise<void> {
		if (workflow.getPollNodes().length > 0) throw new Error('The test host does not reproduce polling triggers');
		if (workflow.getTriggerNodes().length === 0) return;
		lead();
		await this.active.add(
			this.key(workflow.id),
			workflow,
			additionalData,
			'trigger',
			activation,
			(ofWorkflow, node) =>
				new TriggerContext(
					ofWorkflow,
					node,
					additionalData,
					'trigger',
					activation,
					this.emitter(workflowData, ofWorkflow, node),
					(error) => this.fail(workflowData, node, error, activation),
					(error) => this.saveFailedExecution(workflowData, node, error),
				),
			() => {
				throw new UnexpectedError('There are no polling triggers');
			},
		);
		this.started.add(workflow.id);
	}

	/** Calls the `closeFunction` of each trigger of the workflow. */
	async stop(workflowId: string): Promise<void> {
		this.started.delete(workflowId);
		endCrons(workflowId);
		if (this.active.isActive(this.key(workflowId))) await this.active.remove(this.key(workflowId));
	}

	async stopAll(): Promise<void> {
		for (const workflowId of this.started) await this.stop(workflowId);
	}

	/** n8n 2.40 has a fourth parameter: packages/cli/src/workflows/triggers/trigger-execution-context.factory.ts. */
	private emitter(workflowData: IWorkflowBase, workflow: Workflow, node: INode): TriggerContext['emit'] {
		const emit = this.emit.bind(this, workflowData, workflow, node);
		if (!this.deduplicates) return (data, responsePromise, donePromise) => emit(data, responsePromise, donePromise);
		return (data, responsePromise?, donePromise?, deduplicationKey?: string) => emit(data, responsePromise, donePromise, deduplicationKey);
	}

	/** Static data is saved before the run exists; `donePromise` gets n8n's record, or the reason of a cancellation. */
	private emit(
		workflowData: IWorkflowBase,
		workflow: Workflow,
		node: INode,
		data: INodeExecutionData[][],
		responsePromise?: IDeferredPromise<IExecuteResponsePromiseData>,
		donePromise?: IDeferredPromise<IRun>,
		deduplicationKey?: string,
	): void {
		hostLogger.debug(`Received trigger for workflow "${workflow.name}"`);
		saveStaticData(this.store, workflow);
		const executionId = this.store.nextExecutionId();
		if (!this.store.insertExecution(executionId, deduplicationKey)) {
			hostLogger.warn('Scheduled execution skipped: duplicate deduplication key', { workflowId: workflow.id });
			(donePromise?.resolve as ((run?: IRun) => void) | undefined)?.(undefined);
			return;
		}
		const executionData = createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data: { main: data }, source: null }] },
		});
		const { id, refused } = this.runner.run(
			{ executionMode: 'trigger', source: 'trigger', executionId, executionData, workflowData },
			true,
			responsePromise,
		);
		// With a donePromise n8n leaves this rejection unhandled and the promise open; without one it logs it.
		if (refused !== undefined) hostLogger.error(refused.message, { error: refused });
		else if (donePromise) {
			this.runner.postExecutePromise(id).then(donePromise.resolve as (run?: IRun) => void, donePromise.reject);
		}
	}

	/** `emitError`: the workflow's triggers are closed and the workflow is activated again later. */
	private fail(workflowData: IWorkflowBase, node: INode, error: Error, activation: WorkflowActivateMode): void {
		const { id: workflowId, name: workflowName } = workflowData;
		hostLogger.info(
			`The trigger node "${node.name}" of workflow "${workflowName}" failed with the error: "${error.message}". Will try to reactivate.`,
			{ nodeName: node.name, workflowId, workflowName },
		);
		void this.stop(workflowId);
		this.onFailure(workflowData, error, activation);
	}

	private saveFailedExecution(workflowData: IWorkflowBase, node: INode, error: ExecutionError): void {
		const { id: workflowId, name: workflowName } = workflowData;
		hostLogger.info(
			`The trigger node "${node.name}" of workflow "${workflowName}" reported the error: "${error.message}". Saving to failed executions`,
			{ nodeName: node.name, workflowId, workflowName },
		);
		this.runner.record({ executionMode: 'trigger', source: 'trigger', workflowData }, createErrorExecutionData(node, error));
	}

	private key(workflowId: string): string {
		return `${this.hostName}:${workflowId}`;
	}
}
