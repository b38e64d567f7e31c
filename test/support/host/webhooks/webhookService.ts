import { HookContext, WebhookContext } from 'n8n-core';
import {
	type IHttpRequestMethods,
	type INode,
	type IRunExecutionData,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	Node,
	NodeHelpers,
	UnexpectedError,
	type Workflow,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { hostLogger } from '../logs';
import type { HostNodeTypes } from '../nodeTypes';
import type { Store, WebhookRow } from '../store';

/** packages/cli/src/webhooks/webhook.service.ts, with `getWorkflowWebhooks` of webhook-helpers.ts. */
export class WebhookService {
	constructor(
		private readonly nodeTypes: HostNodeTypes,
		private readonly store: Store,
	) {}

	/**
	 * @param destinationNode only webhooks before this node (and its own); all of them when it is absent
	 * @param ignoreRestartWebhooks leaves out those that only resume a waiting execution
	 */
	workflowWebhooks(
		workflow: Workflow,
		additionalData: IWorkflowExecuteAdditionalData,
		destinationNode?: string,
		ignoreRestartWebhooks = false,
	): IWebhookData[] {
		const wanted = destinationNode === undefined ? undefined : [...workflow.getParentNodes(destinationNode), destinationNode];
		return Object.values(workflow.nodes)
			.filter(({ name }) => wanted === undefined || wanted.includes(name))
			.flatMap((node) => this.nodeWebhooks(workflow, node, additionalData, ignoreRestartWebhooks));
	}

	nodeWebhooks(
		workflow: Workflow,
		node: INode,
		additionalData: IWorkflowExecuteAdditionalData,
		ignoreRestartWebhooks = false,
	): IWebhookData[] {
		if (node.disabled === true) return [];
		const { webhooks } = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion).description;
		const result: IWebhookData[] = [];
		for (const webhookDescription of webhooks ?? []) {
			if (ignoreRestartWebhooks && webhookDescription.restartWebhook === true) continue;
			const value = <T>(expression: unknown, fallback?: T) =>
				workflow.expression.getSimpleParameterValue(node, expression as string, 'internal', {}, undefined, fallback as string) as
					| T
					| undefined;
			const nodePath = value<string | number>(webhookDescription.path);
			if (nodePath === undefined) {
				hostLogger.error(`No webhook path could be found for node "${node.name}" in workflow "${workflow.id}".`);
				continue;
			}
			const isFullPath = value(webhookDescription.isFullPath, false);
			const restartWebhook = value(webhookDescription.restartWebhook, false);
			const path = NodeHelpers.getNodeWebhookPath(workflow.id, node, withoutSlashes(nodePath.toString()), isFullPath, restartWebhook);
			const methods = value<string>(webhookDescription.httpMethod, 'GET');
			if (methods === undefined) {
				hostLogger.error(
					`The webhook "${path}" for node "${node.name}" in workflow "${workflow.id}" could not be added because the httpMethod is not defined.`,
				);
				continue;
			}
			for (const method of String(methods).split(',').filter(Boolean)) {
				result.push({
					httpMethod: method.trim() as IHttpRequestMethods,
					node: node.name,
					path,
					webhookDescription,
					workflowId: workflow.id,
					workflowExecuteAdditionalData: additionalData,
					webhookId: isDynamicPath(path) ? node.webhookId : undefined,
				});
			}
		}
		return result;
	}

	findWebhook(method: string, path: string): WebhookRow | undefined {
		return this.store.findWebhooks((row) => row.method === method && row.webhookPath === path)[0] ?? this.findDynamic(path, method);
	}

	webhookMethods(path: string): string[] {
		const rows = this.store.findWebhooks((row) => row.webhookPath === path);
		if (rows.length > 0) return rows.map(({ method }) => method);
		const dynamic = this.findDynamic(path);
		return dynamic === undefined ? [] : [dynamic.method];
	}

	/** The first path of `workflow` that another workflow has already. */
	findConflict(workflow: Workflow, additionalData: IWorkflowExecuteAdditionalData): WebhookRow | undefined {
		for (const { httpMethod, path, webhookId } of this.workflowWebhooks(workflow, additionalData, undefined, true)) {
			const row = this.findWebhook(httpMethod, [path.includes(':') ? webhookId : undefined, path].filter(Boolean).join('/'));
			if (row !== undefined && row.workflowId !== workflow.id) return row;
		}
		return undefined;
	}

	async createWebhookIfNotExists(
		workflow: Workflow,
		webhook: IWebhookData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<void> {
		const exists = await this.runWebhookMethod('checkExists', workflow, webhook, mode, activation);
		if (!exists) await this.runWebhookMethod('create', workflow, webhook, mode, activation);
	}

	async deleteWebhook(
		workflow: Workflow,
		webhook: IWebhookData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<void> {
		await this.runWebhookMethod('delete', workflow, webhook, mode, activation);
	}

	/** A node that lacks a method answers `undefined`, so that one without `checkExists` is always created. */
	private async runWebhookMethod(
		method: 'checkExists' | 'create' | 'delete',
		workflow: Workflow,
		webhook: IWebhookData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<boolean | undefined> {
		const node = workflow.getNode(webhook.node);
		if (!node) return undefined;
		const nodeType = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const hook = nodeType.webhookMethods?.[webhook.webhookDescription.name]?.[method];
		if (hook === undefined) return undefined;
		const context = new HookContext(workflow, node, webhook.workflowExecuteAdditionalData, mode, activation, webhook);
		return await hook.call(context);
	}

	async runWebhook(
		workflow: Workflow,
		webhook: IWebhookData,
		node: INode,
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		runExecutionData: IRunExecutionData | null,
	): Promise<IWebhookResponseData> {
		const nodeType = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		if (nodeType.webhook === undefined) {
			throw new UnexpectedError('Node does not have any webhooks defined', { extra: { nodeName: node.name } });
		}
		const context = new WebhookContext(workflow, node, additionalData, mode, webhook, [], runExecutionData);
		return nodeType instanceof Node ? await nodeType.webhook(context) : await nodeType.webhook.call(context);
	}

	/** `findDynamicWebhook`: the id comes first, then of all paths of that length the one with most fixed segments. */
	private findDynamic(path: string, method?: string): WebhookRow | undefined {
		const [webhookId, ...segments] = path.split('/');
		const rows = this.store.findWebhooks(
			(row) => row.webhookId === webhookId && row.pathLength === segments.length && (method === undefined || row.method === method),
		);
		let best: WebhookRow | undefined;
		let bestMatches = 0;
		for (const row of rows) {
			const fixed = row.webhookPath.split('/').filter((segment) => !segment.startsWith(':'));
			if (!fixed.every((segment) => segments.includes(segment))) continue;
			if (fixed.length > bestMatches || (fixed.length === 0 && best === undefined)) {
				best = row;
				bestMatches = fixed.length;
			}
		}
		return best;
	}
}

/** `isDynamicPath`: whether a path has parameters after its first segment. */
export function isDynamicPath(rawPath: string): boolean {
	const slash = rawPath.indexOf('/');
	const path = slash === -1 ? rawPath : rawPath.substring(slash + 1);
	if (path === '' || path === ':' || path === '/:') return false;
	return path.startsWith(':') || path.includes('/:');
}

export function withoutSlashes(path: string): string {
	return path.replace(/^\//, '').replace(/\/$/, '');
}
