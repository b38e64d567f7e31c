import {
	createRunExecutionData,
	type ExecuteWorkflowData,
	type ExecuteWorkflowOptions,
	type IExecuteWorkflowInfo,
	type INodeExecutionData,
	type IRunExecutionData,
	type IWebhookData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	UnexpectedError,
	Workflow,
} from 'n8n-workflow';
import { getBase, type Instance } from './additionalData';
import { parseWebhookBody } from './http/body';
import { ConflictError, NotFoundError } from './http/errors';
import type { HostRequest, HostResponse } from './http/express';
import type { WebhookManager } from './http/requestHandler';
import type { HostNodeTypes } from './nodeTypes';
import type { Runner } from './runner';
import type { Store } from './store';
import type { WebhookAnswer } from './webhooks/executeWebhook';
import type { WebhookService } from './webhooks/webhookService';

/**
 * Executions that wait, and what resumes them: their time, and requests to /webhook-waiting/. After wait-tracker.ts,
 * webhooks/waiting-webhooks.ts and `prepareExecutionData` of webhook-helpers.ts of n8n 2.40. n8n's own tokens in the
 * address came after the engine that runs here, so they are not checked.
 */
export class WaitingExecutions implements WebhookManager {
	constructor(
		private readonly instance: Instance,
		private readonly nodeTypes: HostNodeTypes,
		private readonly service: WebhookService,
		private readonly store: Store,
		private readonly runner: Runner,
	) {}

	webhookMethods(): string[] {
		return ['POST'];
	}

	/** Resumes what is due, as n8n's tracker does; what is resumed may wait again. */
	wake(now: number): void {
		for (const [id, { data }] of this.store.waiting()) {
			const { waitTill } = data;
			if (waitTill !== undefined && new Date(waitTill).getTime() <= now) this.resume(id, data);
		}
	}

	/** What "Stop execution" does to an execution that waits. */
	stop(id: string): void {
		this.store.stopWaiting(id);
	}

	async executeWebhook(request: HostRequest, _response: HostResponse, path: string): Promise<WebhookAnswer> {
		const [id = '', suffix = ''] = path.split('/');
		if (this.runner.activeIds().includes(id)) throw new ConflictError(`The execution "${id}" is running already.`);
		const row = this.store.waitingOf(id);
		if (row === undefined) {
			if (this.store.hasEnded(id)) throw new ConflictError(`The execution "${id} has finished already.`);
			throw new NotFoundError(`The execution "${id}" does not exist.`);
		}
		const { data, request: started } = row;
		const name = data.resultData.lastNodeExecuted ?? '';
		const workflow = this.workflowOf(started.workflowData);
		const node = workflow.getNode(name);
		if (node === null) throw new NotFoundError('Could not find node to process webhook.');
		const additionalData = getBase(this.instance, { workflowId: workflow.id });
		const webhook = this.service
			.nodeWebhooks(workflow, node, additionalData)
			.find(
				({ httpMethod, path: own, webhookDescription }) =>
					httpMethod === request.method && own === suffix && webhookDescription.restartWebhook === true,
			);
		if (webhook === undefined) {
			throw new NotFoundError(`The workflow for execution "${id}" does not contain a waiting webhook with a matching path/method.`);
		}
		return await this.answer(
			id,
			data,
			request,
			{ ...webhook, workflowExecuteAdditionalData: this.withRequest(additionalData, request) },
			workflow,
		);
	}

	private async answer(
		id: string,
		data: IRunExecutionData,
		request: HostRequest,
		webhook: IWebhookData,
		workflow: Workflow,
	): Promise<WebhookAnswer> {
		const name = data.resultData.lastNodeExecuted ?? '';
		const node = workflow.getNode(name);
		if (node === null) throw new UnexpectedError('No node');
		await parseWebhookBody(request, node.typeVersion);
		data.resultData.runData[name]?.pop();
		const result = await this.service.runWebhook(workflow, webhook, node, webhook.workflowExecuteAdditionalData, 'webhook', data);
		if (result.workflowData !== undefined) {
			const [entry] = data.executionData?.nodeExecutionStack ?? [];
			if (entry === undefined) throw new UnexpectedError('Nothing waits');
			entry.node.disabled = true;
			entry.data.main = result.workflowData;
			data.waitTill = undefined;
			this.resume(id, data);
		}
		const responseData = webhook.webhookDescription.responseData ?? 'firstEntryJson';
		const isOurs = result.workflowData === undefined || responseData === '';
		return { data: isOurs ? result.webhookResponse : responseData };
	}

	private resume(id: string, data: IRunExecutionData): void {
		const row = this.store.takeWaiting(id);
		if (row === undefined) throw new ConflictError(`The execution "${id}" is running already.`);
		this.runner.run({ ...row.request, executionId: id, executionData: data }, false);
	}

	private withRequest(additionalData: IWorkflowExecuteAdditionalData, request: HostRequest): IWorkflowExecuteAdditionalData {
		additionalData.httpRequest = request as never;
		return additionalData;
	}

	private workflowOf({ id, name, nodes, connections, settings }: IWorkflowBase): Workflow {
		return new Workflow({ id, name, nodes, connections, active: false, nodeTypes: this.nodeTypes, settings });
	}
}

/** `executeWorkflow` of workflow-execute-additional-data.ts for a workflow that is given as code. */
export async function executeSubworkflow(
	runner: Runner,
	store: Store,
	{ code, id }: IExecuteWorkflowInfo,
	options: ExecuteWorkflowOptions,
): Promise<ExecuteWorkflowData> {
	if (code === undefined || id !== undefined) throw new Error('The test host reproduces sub-workflows in code only');
	const workflowData: IWorkflowBase = { ...code, id: code.id ?? options.parentWorkflowId };
	const start = workflowData.nodes.find(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger');
	if (start === undefined) throw new UnexpectedError('Missing node to start execution');
	const input: INodeExecutionData[] = options.inputData ?? [{ json: {} }];
	const executionData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [input] }, metadata: { parentExecution: options.parentExecution }, source: null }],
		},
		parentExecution: options.parentExecution,
	});
	const executionId = store.nextExecutionId();
	const { refused } = runner.run({ executionMode: 'integrated', workflowData, source: 'host', executionData, executionId }, false);
	if (refused !== undefined) throw refused;
	const run = await runner.postExecutePromise(executionId);
	if (run === undefined || (run.finished !== true && run.status !== 'waiting')) {
		throw run?.data.resultData.error ?? new Error('The sub-workflow failed');
	}
	const last = run.data.resultData.runData[run.data.resultData.lastNodeExecuted ?? '']?.at(-1);
	return { executionId, data: last?.data?.main ?? [null], waitTill: run.waitTill };
}
