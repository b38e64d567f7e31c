import type { IWorkflowBase, WorkflowActivateMode } from 'n8n-workflow';
import { hostLogger, reportError } from './logs';

/** n8n's WORKFLOW_REACTIVATE_MAX_TIMEOUT (packages/cli/src/constants.ts): one day. */
const MAX_MILLISECONDS = 24 * 60 * 60 * 1000;

interface Entry {
	timeout: NodeJS.Timeout;
	lastTimeout: number;
}

/**
 * `addQueuedWorkflowActivation` of packages/cli/src/active-workflow-manager.ts. As in n8n the workflow that is tried
 * again is the object of the first attempt, with its static data as it was then.
 */
export class ReactivationQueue {
	private readonly entries = new Map<string, Entry>();
	private readonly waiters = new Map<string, Array<() => void>>();

	constructor(
		private readonly firstMilliseconds: number,
		private readonly activate: (workflow: IWorkflowBase, activation: WorkflowActivateMode) => Promise<void>,
	) {}

	add(activation: WorkflowActivateMode, workflow: IWorkflowBase): void {
		const { id: workflowId, name } = workflow;
		this.remove(workflowId);
		const attempt = async () => {
			hostLogger.info(`Try to activate workflow "${name}" (${workflowId})`, { workflowId });
			try {
				await this.activate(workflow, activation);
			} catch (error) {
				reportError(error);
				const entry = this.entries.get(workflowId);
				// Removed while the attempt was in the air.
				if (entry === undefined) return;
				entry.lastTimeout = Math.min(entry.lastTimeout * 2, MAX_MILLISECONDS);
				hostLogger.info(
					`Activation of workflow "${name}" (${workflowId}) did fail with error: "${(error as Error).message}" | retry in ${Math.floor(entry.lastTimeout / 1000)} seconds`,
					{ error, workflowId },
				);
				entry.timeout = setTimeout(() => void attempt(), entry.lastTimeout);
				return;
			}
			hostLogger.info(`Activation of workflow "${name}" (${workflowId}) was successful!`, { workflowId });
			for (const wake of this.waiters.get(workflowId) ?? []) wake();
			this.waiters.delete(workflowId);
		};
		this.entries.set(workflowId, {
			lastTimeout: this.firstMilliseconds,
			timeout: setTimeout(() => void attempt(), this.firstMilliseconds),
		});
	}

	has(workflowId: string): boolean {
		return this.entries.has(workflowId);
	}

	/** Resolves when a later attempt has activated the workflow. */
	async reactivated(workflowId: string): Promise<void> {
		await new Promise<void>((resolve) => {
			this.waiters.set(workflowId, [...(this.waiters.get(workflowId) ?? []), resolve]);
		});
	}

	remove(workflowId: string): void {
		clearTimeout(this.entries.get(workflowId)?.timeout);
		this.entries.delete(workflowId);
	}

	clear(): void {
		for (const workflowId of this.entries.keys()) this.remove(workflowId);
	}
}
