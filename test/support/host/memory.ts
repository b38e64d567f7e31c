import { ActiveWorkflowManager } from './activation';
import type { Instance } from './additionalData';
import { HostCredentialsHelper } from './credentials';
import type { Execution } from './execution';
import { HostNodeTypes } from './nodeTypes';
import { Runner } from './runner';
import type { Store } from './store';
import type { HostOptions, StoredCredential } from './types';
import { LiveWebhooks } from './webhooks/liveWebhooks';
import { TestWebhooks } from './webhooks/testWebhooks';
import { WebhookService } from './webhooks/webhookService';
import { executeSubworkflow, WaitingExecutions } from './waiting';

export interface MemoryParameters {
	hostName: string;
	options: HostOptions;
	baseUrl: string;
	store: Store;
	credentialData: Map<string, StoredCredential>;
	onFinished: (execution: Execution) => void;
	onWaiting: (id: string) => void;
}

/** What n8n's process holds in memory, and loses when it ends. */
export class Memory {
	private constructor(
		readonly instance: Instance,
		readonly nodeTypes: HostNodeTypes,
		readonly runner: Runner,
		readonly manager: ActiveWorkflowManager,
		readonly live: LiveWebhooks,
		readonly test: TestWebhooks,
		readonly waiting: WaitingExecutions,
	) {}

	static async create(parameters: MemoryParameters): Promise<Memory> {
		const { options, store } = parameters;
		const nodeTypes = await HostNodeTypes.load(options);
		const instance: Instance = {
			baseUrl: parameters.baseUrl,
			credentialsHelper: new HostCredentialsHelper(nodeTypes, parameters.credentialData),
		};
		const runner = new Runner(instance, nodeTypes, store, parameters.onFinished, parameters.onWaiting);
		instance.executeWorkflow = async (info, _additionalData, subOptions) => await executeSubworkflow(runner, store, info, subOptions);
		const service = new WebhookService(nodeTypes, store);
		const manager = new ActiveWorkflowManager(
			parameters.hostName,
			instance,
			nodeTypes,
			service,
			store,
			runner,
			options.reactivateAfterMilliseconds ?? 1_000,
			options.deduplicates ?? false,
		);
		const live = new LiveWebhooks(instance, nodeTypes, service, store, runner);
		const waiting = new WaitingExecutions(instance, nodeTypes, service, store, runner);
		return new Memory(instance, nodeTypes, runner, manager, live, new TestWebhooks(instance, nodeTypes, service, runner), waiting);
	}

	/** `stopProcess` of packages/cli/src/commands/start.ts, up to waiting for executions. */
	async shutdown(): Promise<void> {
		this.test.dispose();
		await this.manager.shutdown();
	}
}
