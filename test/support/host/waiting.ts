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
import { signatureOf } from './core';
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
 * webhooks/waiting-webhooks.ts and `prepareExecutionData` of webhook-helpers.ts of n8n 2.40. Signed addresses are checked as
 * there. n8n's own tokens in the address came after the engine that runs here, so they are not.
 */
export class WaitingExecutions implements WebhookManager {
	/** The paths of pages that were asked for while their execution waited. */
	private readonly signed = new Set<string>();

	constructor(
		private readonly instance: Instance,
		private readonly nodeTypes: HostNodeTypes,
		private readonly service: WebhookService,
		private readonly store: Store,
		private readonly runner: Runner,
	) {}

	webhookMethods(): string[] {
		return ['GET', 'POST'];
	}

	/** Resumes what is due, as n8n's tracker does; what is resumed may wait again. */
	wake(now: number): void {
		for (const [id, { data }] of this.store.due(now)) this.resume(id, data);
	}

	/** What "Stop execution" does to an execution that waits. */
	stop(id: string): void {
		this.store.stopWaiting(id);
	}

	async executeWebhook(request: HostRequest, response: HostResponse, path: string): Promise<WebhookAnswer> {
		const [id = '', suffix = ''] = path.split('/');
		if (this.isSigned(id, suffix) && !hasValidSignature(request, this.instance.baseUrl)) {
			response.status(401).send('form-invalid-token');
			return { noWebhookResponse: true };
		}
		if (this.runner.activeIds().includes(id)) throw new ConflictError(`The execution "${id}" is running already.`);
		const row = this.store.waitingOf(id);
		if (row === undefined) {
			if (this.store.hasEnded(id) && this.signed.has(`${id}/${suffix}`)) return { data: 'send-and-wait-no-action-required' };
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
		if (webhook === undefined && this.signed.has(`${id}/${suffix}`)) return { data: 'send-and-wait-no-action-required' };
		if (webhook === undefined) {
			throw new NotFoundError(`The workflow for execution "${id}" does not contain a waiting webhook with a matching path/method.`);
		}
		return await this.answer(
			id,
			data,
			request,
			{ ...webhook, workflowExecuteAdditionalData: this.withRequest(additionalData, request, response) },
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
		if (result.noWebhookResponse === true) return { noWebhookResponse: true };
		const responseData = webhook.webhookDescription.responseData ?? 'firstEntryJson';
		const isOurs = result.workflowData === undefined || responseData === '';
		return { data: isOurs ? result.webhookResponse : responseData };
	}

	private resume(id: string, data: IRunExecutionData): void {
		const row = this.store.takeWaiting(id);
		if (row === undefined) throw new ConflictError(`The execution "${id}" is running already.`);
		this.runner.run({ ...row.request, executionId: id, executionData: data }, false);
	}

	/** `isSendAndWaitRequest`: the path is the ID of a node that sends and waits. */
	private isSigned(id: string, suffix: string): boolean {
		const nodes = this.store.waitingOf(id)?.request.workflowData.nodes ?? [];
		if (nodes.some((node) => node.id === suffix && node.parameters.operation === 'sendAndWait')) this.signed.add(`${id}/${suffix}`);
		return this.signed.has(`${id}/${suffix}`);
	}

	private withRequest(
		additionalData: IWorkflowExecuteAdditionalData,
		request: HostRequest,
		response: HostResponse,
	): IWorkflowExecuteAdditionalData {
		additionalData.httpRequest = request as never;
		additionalData.httpResponse = response as never;
		return additionalData;
	}

	private workflowOf({ id, name, nodes, connections, settings }: IWorkflowBase): Workflow {
		return new Workflow({ id, name, nodes, connections, active: false, nodeTypes: this.nodeTypes, settings });
	}
}

/** `validateSignature`: over the address without the signature, with the key of this n8n. The engine here signs the host, too. */
function hasValidSignature(request: HostRequest, baseUrl: string): boolean {
	const url = new URL(request.originalUrl, baseUrl);
	const given = url.searchParams.get('signature');
	url.searchParams.delete('signature');
	return given === signatureOf(url);
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
