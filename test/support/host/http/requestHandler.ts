import { getWebhookSandboxCSP, isHtmlRenderedContentType, isWebhookHtmlSandboxingDisabled } from 'n8n-core';
import { ensureError, NodeApiError } from 'n8n-workflow';
import { hostLogger } from '../logs';
import type { WebhookAnswer } from '../webhooks/executeWebhook';
import { ResponseError, WebhookNotFoundError } from './errors';
import type { HostRequest, HostResponse } from './express';

/** Production or test webhooks. */
export interface WebhookManager {
	/** @param path what follows /webhook/ or /webhook-test/, decoded */
	executeWebhook(request: HostRequest, response: HostResponse, path: string): Promise<WebhookAnswer>;
	webhookMethods(path: string): string[];
}

const methods = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];

/** packages/cli/src/webhooks/webhook-request-handler.ts. A node's own CORS settings are not reproduced. */
export async function handleWebhookRequest(
	manager: WebhookManager,
	request: HostRequest,
	response: HostResponse,
	path: string,
): Promise<void> {
	const { method } = request;
	if (method !== 'OPTIONS' && !methods.includes(method)) {
		return sendErrorResponse(response, new Error(`The method ${method} is not supported.`));
	}
	if (request.headers.origin !== undefined) {
		try {
			response.header('Access-Control-Allow-Methods', ['OPTIONS', ...manager.webhookMethods(path)].join(', '));
		} catch (error) {
			return sendErrorResponse(response, error as Error);
		}
		response.header('Access-Control-Allow-Origin', request.headers.origin);
	}
	if (method === 'OPTIONS') {
		response.status(204).json({});
		return;
	}
	try {
		const answer = await manager.executeWebhook(request, response, path);
		if (answer.noWebhookResponse !== true) sendAnswer(response, answer);
	} catch (thrown) {
		const error = ensureError(thrown);
		if (error instanceof WebhookNotFoundError) {
			hostLogger.error(`Received request for unknown webhook: ${error.message}`);
		} else {
			hostLogger.error(`Error in handling webhook request ${method} ${request.path}: ${error.message}`, {
				stacktrace: error.stack,
			});
		}
		sendErrorResponse(response, error);
	}
}

/** `sendStaticResponse` and `sendLegacyResponse`: only the answer to a started run gets the sandbox header. */
function sendAnswer(response: HostResponse, { data, responseCode, headers, started }: WebhookAnswer): void {
	if (responseCode !== undefined) response.status(responseCode);
	headers?.forEach((value, name) => response.setHeader(name, value));
	if (started === true) {
		const contentType = response.getHeader('content-type') as string | undefined;
		const sandboxed = !contentType || isHtmlRenderedContentType(contentType);
		if (sandboxed && !isWebhookHtmlSandboxingDisabled()) {
			response.setHeader('Content-Security-Policy', getWebhookSandboxCSP());
		}
	}
	if (typeof data === 'string') response.send(data);
	else response.json(data);
}

/** `sendErrorResponse` of packages/cli/src/response-helper.ts, without the stack that n8n adds in development. */
export function sendErrorResponse(response: HostResponse, error: Error): void {
	const body: Record<string, unknown> = { code: 0, message: error.message ?? 'Unknown error' };
	let status = 500;
	if (error instanceof ResponseError) {
		status = error.httpStatusCode;
		if (error.errorCode) body.code = error.errorCode;
		if (error.hint) body.hint = error.hint;
	}
	if (error instanceof NodeApiError) Object.assign(body, error);
	response.status(status).json(body);
}
