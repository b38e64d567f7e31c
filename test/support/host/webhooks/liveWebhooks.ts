import { Workflow } from 'n8n-workflow';
import { getBase, type Instance } from '../additionalData';
import { NotFoundError, WebhookNotFoundError } from '../http/errors';
import type { HostRequest, HostResponse } from '../http/express';
import type { WebhookManager } from '../http/requestHandler';
import { hostLogger } from '../logs';
import type { HostNodeTypes } from '../nodeTypes';
import type { Runner } from '../runner';
import { saveStaticData } from '../staticData';
import type { Store, WebhookRow } from '../store';
import { executeWebhook, type WebhookAnswer } from './executeWebhook';
import type { WebhookService } from './webhookService';

/** packages/cli/src/webhooks/live-webhooks.ts: requests to /webhook/…, for active workflows. */
export class LiveWebhooks implements WebhookManager {
	constructor(
		private readonly instance: Instance,
		private readonly nodeTypes: HostNodeTypes,
		private readonly service: WebhookService,
		private readonly store: Store,
		private readonly runner: Runner,
	) {}

	webhookMethods(path: string): string[] {
		return this.service.webhookMethods(path);
	}

	async executeWebhook(request: HostRequest, response: HostResponse, path: string): Promise<WebhookAnswer> {
		hostLogger.debug(`Received webhook "${request.method}" for path "${path}"`);
		const row = this.find(path, request.method);
		request.params = row.webhookId === undefined ? {} : pathParameters(row.webhookPath, path);

		const workflowData = this.store.workflow(row.workflowId);
		if (workflowData === undefined) {
			throw new NotFoundError(`Could not find workflow with id "${row.workflowId}"`);
		}
		if (!workflowData.active) {
			throw new NotFoundError(`Active version not found for workflow with id "${row.workflowId}"`);
		}
		// Every request has its own copy of the workflow and of its static data.
		const workflow = new Workflow({
			id: workflowData.id,
			name: workflowData.name,
			nodes: workflowData.nodes,
			connections: workflowData.connections,
			active: true,
			nodeTypes: this.nodeTypes,
			staticData: workflowData.staticData,
			settings: workflowData.settings,
		});
		const node = workflow.getNode(row.node);
		const webhook =
			node === null
				? undefined
				: this.service
						.nodeWebhooks(workflow, node, getBase(this.instance))
						.find(({ httpMethod, path: own }) => httpMethod === request.method && own === row.webhookPath);
		if (node === null || webhook === undefined) throw new NotFoundError('Could not find node to process webhook.');

		return await new Promise((resolve, reject) => {
			executeWebhook(
				this.instance,
				this.service,
				this.runner,
				{ workflow, webhook, workflowData, startNode: node, mode: 'webhook', request, response },
				(error, answer) => {
					// What an erring webhook() wrote to its static data is lost: n8n saves only when there is an answer.
					if (error !== null) return reject(error);
					saveStaticData(this.store, workflow);
					resolve(answer);
				},
			).catch(reject);
		});
	}

	private find(rawPath: string, httpMethod: string): WebhookRow {
		const path = rawPath.endsWith('/') ? rawPath.slice(0, -1) : rawPath;
		const row = this.service.findWebhook(httpMethod, path);
		if (row === undefined) {
			throw new WebhookNotFoundError({ path, httpMethod, webhookMethods: this.service.webhookMethods(path) }, 'production');
		}
		return row;
	}
}

/** Values of `:name` segments; the request's path starts with the webhook's id. */
export function pathParameters(webhookPath: string, path: string): Record<string, string | undefined> {
	const values = path.split('/').slice(1);
	return Object.fromEntries(
		webhookPath
			.split('/')
			.map((segment, index) => [segment, values[index]] as const)
			.filter(([segment]) => segment.startsWith(':'))
			.map(([segment, value]) => [segment.slice(1), value]),
	);
}
