import { type IDestinationNode, type IWebhookData, type IWorkflowBase, Workflow } from 'n8n-workflow';
import { getBase, type Instance } from '../additionalData';
import { cloneDeep } from '../core';
import { NotFoundError, WebhookNotFoundError } from '../http/errors';
import type { HostRequest, HostResponse } from '../http/express';
import type { WebhookManager } from '../http/requestHandler';
import type { HostNodeTypes } from '../nodeTypes';
import type { Runner } from '../runner';
import { executeWebhook, type WebhookAnswer } from './executeWebhook';
import type { WebhookService } from './webhookService';

/** n8n's TEST_WEBHOOK_TIMEOUT (packages/cli/src/constants.ts): it stops listening after two minutes. */
export const TEST_WEBHOOK_TIMEOUT_MILLISECONDS = 2 * 60 * 1000;

const USER_ID = 'test-host-user';

interface Registration {
	workflowEntity: IWorkflowBase;
	destinationNode?: IDestinationNode;
	webhook: Omit<IWebhookData, 'workflowExecuteAdditionalData'>;
}

export interface ListenOptions {
	/** Name of the trigger to listen with; every webhook of the workflow when it is absent. */
	triggerNode?: string;
	/** Runs the workflow up to this node only: the trigger itself for "Listen for test event" in its panel. */
	destinationNode?: string;
	/** Default two minutes, as in n8n. */
	timeoutMilliseconds?: number;
	/** Called once, when nothing listens any more. */
	onEnd: () => void;
}

/** packages/cli/src/webhooks/test-webhooks.ts with test-webhook-registrations.service.ts: requests to /webhook-test/…. */
export class TestWebhooks implements WebhookManager {
	/**
	 * n8n's memory cache: what is registered is copied on the way in and not on the way out, so what a test event's
	 * webhook() writes to its static data is still there when the hook is deleted.
	 */
	private readonly registrations = new Map<string, Registration>();
	private readonly timeouts = new Map<string, NodeJS.Timeout>();
	private readonly endings = new Map<string, () => void>();

	constructor(
		private readonly instance: Instance,
		private readonly nodeTypes: HostNodeTypes,
		private readonly service: WebhookService,
		private readonly runner: Runner,
	) {}

	/**
	 * `needsWebhook`: asks checkExists and create with mode and activation `manual`. They see empty static data, never
	 * the production workflow's.
	 *
	 * @returns whether the workflow has a webhook to listen with
	 * @throws what `create` threw, after everything registered so far has been deleted again
	 */
	async needsWebhook(workflowEntity: IWorkflowBase, options: ListenOptions): Promise<boolean> {
		const workflow = this.toWorkflow(workflowEntity);
		const additionalData = getBase(this.instance, { userId: USER_ID, workflowId: workflow.id });
		const webhooks = this.service
			.workflowWebhooks(workflow, additionalData, options.destinationNode, true)
			.filter(({ node }) => options.triggerNode === undefined || node === options.triggerNode);
		if (webhooks.length === 0) return false;

		const timeout = setTimeout(
			() => void this.cancelWebhook(workflow.id),
			options.timeoutMilliseconds ?? TEST_WEBHOOK_TIMEOUT_MILLISECONDS,
		);
		this.endings.set(workflow.id, options.onEnd);
		for (const webhook of webhooks) {
			webhook.path = withoutTrailingSlash(webhook.path);
			webhook.isTest = true;
			const cacheable: Registration['webhook'] = { ...withoutAdditionalData(webhook), userId: USER_ID };
			const registration: Registration = {
				workflowEntity,
				destinationNode: options.destinationNode === undefined ? undefined : { nodeName: options.destinationNode, mode: 'inclusive' },
				webhook: cacheable,
			};
			const key = toKey(webhook);
			try {
				this.register(registration);
				await this.service.createWebhookIfNotExists(workflow, webhook, 'manual', 'manual');
				cacheable.staticData = workflow.staticData;
				this.register(registration);
				this.timeouts.set(key, timeout);
			} catch (error) {
				// n8n forgets the timer here and lets it fire for nothing.
				clearTimeout(timeout);
				await this.deactivateWebhooks(workflow);
				throw error;
			}
		}
		return true;
	}

	async executeWebhook(request: HostRequest, response: HostResponse, rawPath: string): Promise<WebhookAnswer> {
		const path = withoutTrailingSlash(rawPath);
		request.params = {};
		const registration = this.find(request, path);
		const { workflowEntity, webhook, destinationNode } = registration;
		const workflow = this.toWorkflow(workflowEntity);
		if (webhook.staticData) workflow.setTestStaticData(webhook.staticData);
		const startNode = workflow.getNode(webhook.node);
		if (startNode === null) throw new NotFoundError('Could not find node to process webhook.');

		return await new Promise((resolve, reject) => {
			void (async () => {
				try {
					const executionId = await executeWebhook(
						this.instance,
						this.service,
						this.runner,
						{
							workflow,
							webhook: webhook as IWebhookData,
							workflowData: cloneDeep(workflowEntity),
							startNode,
							mode: 'manual',
							request,
							response,
							destinationNode,
							userId: USER_ID,
						},
						(error, answer) => (error === null ? resolve(answer) : reject(error)),
					);
					// An event that starts nothing leaves it listening.
					if (executionId === undefined) return;
				} catch {
					// n8n swallows it: the answer, if any, has been given.
				}
				clearTimeout(this.timeouts.get(toKey(webhook)));
				await this.deactivateWebhooks(workflow);
			})().catch(reject);
		});
	}

	webhookMethods(rawPath: string): string[] {
		const path = withoutTrailingSlash(rawPath);
		const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].filter((method) => this.findRegistration(method, path) !== undefined);
		if (methods.length === 0) throw new WebhookNotFoundError({ path });
		return methods;
	}

	/** What the timeout and the "Stop listening" button do. */
	async cancelWebhook(workflowId: string): Promise<void> {
		const found = [...this.registrations].filter(([, { workflowEntity }]) => workflowEntity.id === workflowId);
		for (const [key] of found) clearTimeout(this.timeouts.get(key));
		const first = found[0];
		if (first !== undefined) await this.deactivateWebhooks(this.toWorkflow(first[1].workflowEntity));
	}

	/** The process ends: n8n only loses its memory, nothing is deleted. */
	dispose(): void {
		for (const timeout of this.timeouts.values()) clearTimeout(timeout);
		this.timeouts.clear();
		this.registrations.clear();
		for (const end of this.endings.values()) end();
		this.endings.clear();
	}

	private register(registration: Registration): void {
		this.registrations.set(toKey(registration.webhook), cloneDeep(registration));
	}

	/** Calls `delete` with mode `internal` and activation `update`, and with the static data of the registration. */
	private async deactivateWebhooks(workflow: Workflow): Promise<void> {
		const own = [...this.registrations].filter(([, { webhook }]) => webhook.workflowId === workflow.id);
		try {
			for (const [key, { webhook }] of own) {
				const complete: IWebhookData = {
					...webhook,
					workflowExecuteAdditionalData: getBase(this.instance, { userId: USER_ID, workflowId: workflow.id }),
				};
				if (webhook.staticData) workflow.staticData = webhook.staticData;
				await this.service.deleteWebhook(workflow, complete, 'internal', 'update');
				this.registrations.delete(key);
				this.timeouts.delete(key);
			}
		} finally {
			this.endings.get(workflow.id)?.();
			this.endings.delete(workflow.id);
		}
	}

	private find(request: HostRequest, path: string): Registration {
		const registration = this.findRegistration(request.method, path);
		if (registration === undefined) {
			throw new WebhookNotFoundError({
				path,
				httpMethod: request.method,
				webhookMethods: this.webhookMethods(path),
			});
		}
		const { webhook } = registration;
		if (webhook.webhookId !== undefined) {
			const segments = path.split('/').slice(1);
			webhook.path.split('/').forEach((segment, index) => {
				if (segment.startsWith(':')) request.params[segment.slice(1)] = segments[index];
			});
		}
		return registration;
	}

	private findRegistration(httpMethod: string, path: string): Registration | undefined {
		const [webhookId = '', ...segments] = path.split('/');
		const dynamic = this.registrations.get(toKey({ httpMethod, path: segments.join('/'), webhookId }));
		const fixed = dynamic?.webhook.path.split('/').filter((segment) => !segment.startsWith(':')) ?? [];
		return (
			this.registrations.get(toKey({ httpMethod, path })) ?? (fixed.every((segment) => segments.includes(segment)) ? dynamic : undefined)
		);
	}

	private toWorkflow(entity: IWorkflowBase): Workflow {
		const { id, name, nodes, connections, settings } = cloneDeep(entity);
		const { nodeTypes } = this;
		return new Workflow({ id, name, nodes, connections, settings, active: false, nodeTypes, staticData: {} });
	}
}

/** `toKey` of test-webhook-registrations.service.ts. */
function toKey({ webhookId, httpMethod, path }: { webhookId?: string; httpMethod: string; path: string }): string {
	if (!webhookId) return [httpMethod, path].join('|');
	const own = path.startsWith(webhookId) ? path.slice(path.indexOf('/') + 1) : path;
	return [httpMethod, webhookId, own.split('/').length].join('|');
}

function withoutAdditionalData(webhook: IWebhookData): Registration['webhook'] {
	const copy: Partial<IWebhookData> = { ...webhook };
	delete copy.workflowExecuteAdditionalData;
	return copy as Registration['webhook'];
}

function withoutTrailingSlash(path: string): string {
	return path.endsWith('/') ? path.slice(0, -1) : path;
}
