import {
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	UnexpectedError,
	validateWorkflowHasTriggerLikeNode,
	Workflow,
	WorkflowActivationError,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { getBase, type Instance } from './additionalData';
import { hostLogger, reportError } from './logs';
import type { HostNodeTypes } from './nodeTypes';
import { ReactivationQueue } from './reactivation';
import type { Runner } from './runner';
import { saveStaticData } from './staticData';
import type { Store, WebhookRow } from './store';
import { Triggers } from './triggers';
import { type WebhookService, withoutSlashes } from './webhooks/webhookService';

/** packages/cli/src/active-workflow-manager.ts of a single main instance. */
export class ActiveWorkflowManager {
	readonly errors = new Map<string, string>();
	readonly queue: ReactivationQueue;
	private readonly triggers: Triggers;

	constructor(
		hostName: string,
		private readonly instance: Instance,
		private readonly nodeTypes: HostNodeTypes,
		private readonly service: WebhookService,
		private readonly store: Store,
		runner: Runner,
		reactivateAfterMilliseconds: number,
		deduplicates: boolean,
	) {
		this.queue = new ReactivationQueue(reactivateAfterMilliseconds, (workflow, activation) => this.add(workflow.id, activation, workflow));
		this.triggers = new Triggers(
			hostName,
			store,
			runner,
			(workflowData, error, activation) => {
				this.errors.set(workflowData.id, error.message);
				this.queue.add(activation, workflowData);
			},
			deduplicates,
		);
	}

	/** `init`: what n8n does with its active workflows when it starts. A failure is logged and tried again later. */
	async init(): Promise<void> {
		await Promise.all(
			this.store.activeIds().map(async (id) => {
				const workflowData = this.stored(id);
				try {
					await this.add(id, 'init', workflowData);
					hostLogger.info(`Activated workflow "${workflowData.name}" (ID: ${id})`);
				} catch (thrown) {
					const error = thrown as Error;
					reportError(error);
					hostLogger.error(`Issue on initial workflow activation try of "${workflowData.name}" (ID: ${id}) (startup)`, {
						error,
						workflowId: id,
					});
					// n8n takes this word for a fatal case.
					if (error.message.includes('Authorization')) return;
					this.queue.add('init', workflowData);
				}
			}),
		);
	}

	/**
	 * Registers webhooks, then starts triggers, then saves the static data that they changed.
	 *
	 * @throws what a node threw; by then n8n has called `delete` on all webhooks of the workflow
	 */
	async add(id: string, activation: WorkflowActivateMode, existing?: IWorkflowBase): Promise<void> {
		const workflowData = existing ?? this.stored(id);
		let workflow: Workflow;
		try {
			workflow = this.toWorkflow(workflowData);
			const validation = validateWorkflowHasTriggerLikeNode(workflow.nodes, this.nodeTypes, ['n8n-nodes-base.manualTrigger']);
			if (!validation.isValid) {
				throw new WorkflowActivationError(
					`Workflow "${workflowData.name}" (ID: ${id}) has no node to start the workflow - at least one trigger, poller or webhook node is required`,
					{ level: 'warning' },
				);
			}
			const additionalData = this.base(workflowData);
			await this.addWebhooks(workflow, additionalData, activation);
			await this.triggers.start(workflowData, workflow, additionalData, activation);
			this.queue.remove(id);
			this.errors.delete(id);
		} catch (thrown) {
			this.errors.set(id, thrown instanceof Error ? thrown.message : String(thrown));
			throw thrown;
		}
		saveStaticData(this.store, workflow);
	}

	/** Calls `delete` on every webhook and closes the triggers. A `delete` that fails is logged, nothing more. */
	async remove(id: string): Promise<void> {
		try {
			await this.clearWebhooks(id);
		} catch (error) {
			reportError(error);
			hostLogger.error(`Could not remove webhooks of workflow "${id}" because of error: "${(error as Error).message}"`);
		}
		this.errors.delete(id);
		this.queue.remove(id);
		await this.triggers.stop(id);
	}

	/** What stopping the process does: triggers are closed, webhooks stay registered with the service they came from. */
	async shutdown(): Promise<void> {
		this.queue.clear();
		await this.triggers.stopAll();
	}

	/** The first webhook of a workflow that another one has taken (`_detectWebhookConflicts` of workflow.service.ts). */
	conflict(workflowData: IWorkflowBase): WebhookRow | undefined {
		return this.service.findConflict(this.toWorkflow(workflowData), this.base(workflowData));
	}

	private async addWebhooks(
		workflow: Workflow,
		additionalData: IWorkflowExecuteAdditionalData,
		activation: WorkflowActivateMode,
	): Promise<void> {
		const webhooks = this.service.workflowWebhooks(workflow, additionalData, undefined, true);
		if (webhooks.length === 0) return;
		for (const webhook of webhooks) {
			const webhookPath = withoutSlashes(webhook.path);
			const { webhookId } = workflow.getNode(webhook.node) ?? {};
			const dynamic = (webhook.path.startsWith(':') || webhook.path.includes('/:')) && webhookId !== undefined;
			this.store.storeWebhook({
				workflowId: workflow.id,
				webhookPath,
				method: webhook.httpMethod,
				node: webhook.node,
				...(dynamic ? { webhookId, pathLength: webhookPath.split('/').length } : {}),
			});
			try {
				await this.service.createWebhookIfNotExists(workflow, webhook, 'trigger', activation);
			} catch (error) {
				try {
					await this.clearWebhooks(workflow.id);
				} catch (second) {
					reportError(second);
					hostLogger.error(`Could not remove webhooks of workflow "${workflow.id}" because of error: "${(second as Error).message}"`);
				}
				const detail = (error as { detail?: string } | undefined)?.detail;
				if (error instanceof Error && detail) error.message = detail;
				throw error;
			}
		}
		saveStaticData(this.store, workflow);
	}

	/** `delete` sees static data as stored, in mode `internal` with activation `update`, whatever the reason is. */
	private async clearWebhooks(id: string): Promise<void> {
		const workflowData = this.stored(id);
		if (!workflowData.active) throw new UnexpectedError('Active version not found for workflow', { extra: { workflowId: id } });
		const workflow = this.toWorkflow(workflowData);
		for (const webhook of this.service.workflowWebhooks(workflow, this.base(workflowData), undefined, true)) {
			await this.service.deleteWebhook(workflow, webhook, 'internal', 'update');
		}
		saveStaticData(this.store, workflow);
		this.store.deleteWebhooksOf(id);
	}

	private stored(id: string): IWorkflowBase {
		const workflowData = this.store.workflow(id);
		if (workflowData === undefined) {
			throw new WorkflowActivationError(`Failed to find workflow with ID "${id}"`, { level: 'warning' });
		}
		return workflowData;
	}

	private base({ id, settings }: IWorkflowBase): IWorkflowExecuteAdditionalData {
		return getBase(this.instance, { workflowId: id, workflowSettings: settings });
	}

	private toWorkflow({ id, name, nodes, connections, staticData, settings }: IWorkflowBase): Workflow {
		const { nodeTypes } = this;
		return new Workflow({ id, name, nodes, connections, staticData, settings, active: true, nodeTypes });
	}
}
