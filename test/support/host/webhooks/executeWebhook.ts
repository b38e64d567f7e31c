import {
	createRunExecutionData,
	type ExecutionError,
	type IDestinationNode,
	type INode,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowBase,
	NodeOperationError,
	OperationalError,
	UnexpectedError,
	type Workflow,
	WorkflowConfigurationError,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { getBase, type Instance } from '../additionalData';
import { parseWebhookBody } from '../http/body';
import { UnprocessableRequestError } from '../http/errors';
import type { HostRequest, HostResponse } from '../http/express';
import { hostLogger, reportError } from '../logs';
import type { Runner } from '../runner';
import type { WebhookService } from './webhookService';

/** packages/cli/src/webhooks/webhook.types.ts and webhook-response.ts: what the request handler has to answer. */
export interface WebhookAnswer {
	/** The node has answered by itself. */
	noWebhookResponse?: boolean;
	data?: unknown;
	responseCode?: number;
	/** The answer to a started run, which n8n sends with the sandbox header. */
	started?: boolean;
	headers?: Map<string, string>;
}

export type AnswerCallback = (error: Error | null, answer: WebhookAnswer) => void;

export interface WebhookCall {
	workflow: Workflow;
	webhook: IWebhookData;
	workflowData: IWorkflowBase;
	startNode: INode;
	mode: WorkflowExecuteMode;
	request: HostRequest;
	response: HostResponse;
	destinationNode?: IDestinationNode;
	userId?: string;
}

/**
 * `executeWebhook` of packages/cli/src/webhooks/webhook-helpers.ts for response mode `onReceived`, the only one that
 * the nodes of this pack use. `answer` is called exactly once. With `onReceived` the run has been started, on static
 * data as it is stored at that moment, before the answer is decided.
 *
 * @returns the execution's id, or nothing when none was started
 */
export async function executeWebhook(
	instance: Instance,
	service: WebhookService,
	runner: Runner,
	call: WebhookCall,
	answer: AnswerCallback,
): Promise<string | undefined> {
	const { workflow, webhook, startNode, mode, request, response } = call;
	const additionalData = getBase(instance);
	const { responseMode, responseCode } = responseOptions(call);
	if (responseMode !== 'onReceived') {
		const error = new UnexpectedError(`The test host does not reproduce the response mode '${String(responseMode)}'`);
		answer(error, {});
		throw error;
	}
	additionalData.httpRequest = request as never;
	additionalData.httpResponse = response as never;

	let answered = false;
	let failure: ExecutionError | undefined;
	try {
		let result: IWebhookResponseData;
		await parseWebhookBody(request, startNode.typeVersion);
		try {
			result = await service.runWebhook(workflow, webhook, startNode, additionalData, mode, null);
		} catch (thrown) {
			const error = thrown as Error;
			reportError(error, {
				extra: {
					nodeName: startNode.name,
					nodeType: startNode.type,
					nodeVersion: startNode.typeVersion,
					workflowId: workflow.id,
				},
			});
			answer(new UnexpectedError(messageFor(error)), {});
			answered = true;
			// n8n starts a run all the same, one that fails at once, so that the failure is in the list of executions.
			failure = { ...error, message: error.message, stack: error.stack } as ExecutionError;
			result = { noWebhookResponse: true, workflowData: [[{ json: {} }]] };
		}

		const headers = responseHeaders(call);
		if (!response.headersSent) headers.forEach((value, name) => response.setHeader(name, value));

		if (result.noWebhookResponse === true && !answered) {
			answer(null, { noWebhookResponse: true });
			answered = true;
		}

		if (result.workflowData === undefined) {
			if (!answered) {
				const data = result.webhookResponse ?? { message: 'Webhook call received' };
				answer(null, { data, responseCode });
				answered = true;
			}
			return undefined;
		}

		const executionData = createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: startNode, data: { main: result.workflowData }, source: null }],
			},
		});
		if (call.destinationNode && executionData.startData) executionData.startData.destinationNode = call.destinationNode;
		if (failure !== undefined) {
			executionData.resultData = { runData: {}, lastNodeExecuted: startNode.name, error: failure };
		}
		const pinData = mode === 'manual' ? call.workflowData.pinData : undefined;
		if (mode === 'manual') executionData.resultData.pinData = pinData;

		const { id, refused } = runner.run(
			{
				executionMode: mode,
				executionData,
				workflowData: call.workflowData,
				pinData,
				userId: call.userId,
				source: mode === 'manual' ? 'testWebhook' : 'webhook',
			},
			true,
		);
		if (refused !== undefined) throw refused;

		if (!answered) {
			const executionKeys = { $executionId: id };
			const responseData = workflow.expression.getComplexParameterValue(
				startNode,
				webhook.webhookDescription.responseData,
				mode,
				executionKeys,
				undefined,
				'firstEntryJson',
			);
			answer(null, { data: onReceivedBody(responseData, result), responseCode, started: true, headers });
			answered = true;
		}
		hostLogger.debug(`Started execution of workflow "${workflow.name}" from webhook with execution ID ${id}`, {
			executionId: id,
		});
		return id;
	} catch (thrown) {
		const error =
			thrown instanceof UnprocessableRequestError
				? thrown
				: new OperationalError('There was a problem executing the workflow', { cause: thrown });
		if (answered) throw error;
		answer(error, {});
		return undefined;
	}
}

function responseOptions({ workflow, webhook, startNode, mode }: WebhookCall) {
	const { responseMode, responseCode } = webhook.webhookDescription;
	return {
		responseMode: workflow.expression.getSimpleParameterValue(startNode, responseMode, mode, {}, undefined, 'onReceived'),
		responseCode: workflow.expression.getSimpleParameterValue(startNode, responseCode, mode, {}, undefined, 200) as number,
	};
}

function responseHeaders({ workflow, webhook, startNode, mode }: WebhookCall): Map<string, string> {
	const { responseHeaders: description } = webhook.webhookDescription;
	if (description === undefined) return new Map();
	const evaluated = workflow.expression.getComplexParameterValue(startNode, description, mode, {}) as unknown as
		| { entries?: Array<{ name: string; value: string }> }
		| undefined;
	return new Map((evaluated?.entries ?? []).map(({ name, value }) => [name.toLowerCase(), value]));
}

/**
 * packages/cli/src/webhooks/webhook-on-received-response-extractor.ts. A node that describes no `responseData` gets
 * n8n's default, the text `firstEntryJson`, and its own `webhookResponse` counts only if `responseData` is empty.
 */
function onReceivedBody(responseData: unknown, result: IWebhookResponseData): unknown {
	if (responseData === 'noData') return undefined;
	if (responseData) return responseData;
	return result.webhookResponse ?? { message: 'Workflow was started' };
}

/** `_privateGetWebhookErrorMessage` of webhook-helpers.ts: what the node said stays inside, but for two classes. */
function messageFor(error: Error): string {
	if (error instanceof NodeOperationError && error.type === 'manual-form-test') return error.message;
	if (error instanceof WorkflowConfigurationError) return error.message;
	return 'Workflow Webhook Error: Workflow could not be started!';
}
