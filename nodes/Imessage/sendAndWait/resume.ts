import { timingSafeEqual } from 'node:crypto';
import type { IDataObject, INodeExecutionData, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sha256Hex } from '../../shared/spectrum/keys/hash';
import { readClockMessage, replyTo } from '../../shared/n8n/asking/messages';

/** What the node keeps while it waits. n8n stores it with the execution. */
export interface WaitingContext {
	question?: string;
	/** SHA-256 of the secret that the clock of the question knows. */
	secretHash?: string;
}

/** The way back to an execution that waits. n8n looks for a webhook of this kind in the node of the execution. */
export const resumeWebhooks: INodeTypeDescription['webhooks'] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		path: '={{ "reply-" + $nodeId }}',
		// Otherwise n8n answers with a text of its own, and not with our marker.
		responseData: '',
		restartWebhook: true,
		isFullPath: true,
	},
];

/**
 * Takes a message of the question's clock. With an answer, the execution goes on. Without one, or for another question, it
 * keeps waiting: in a loop, an answer to an earlier question must not decide a later one.
 */
export function resume(context: IWebhookFunctions): IWebhookResponseData {
	const message = readClockMessage(context.getBodyData());
	const { question = '', secretHash = '' } = waitingOf(context);
	const isOurs = message !== undefined && message.question === question && isSecret(message.secret, secretHash);
	if (!isOurs) return { webhookResponse: replyTo(message?.question ?? '', 'stale') };
	if (message.data === undefined) return { webhookResponse: replyTo(question, 'open') };
	const items = context.evaluateExpression('{{ $input.all() }}') as unknown as INodeExecutionData[];
	return { webhookResponse: replyTo(question, 'taken'), workflowData: [withAnswer(items, message.data)] };
}

/** Every item with the answer in `data`. */
export function withAnswer(items: readonly INodeExecutionData[], data: IDataObject): INodeExecutionData[] {
	return items.map(({ json, binary }, item) => ({
		json: { ...json, data },
		...(binary === undefined ? {} : { binary }),
		pairedItem: { item },
	}));
}

function waitingOf(context: IWebhookFunctions): WaitingContext {
	const name = JSON.stringify(context.getNode().name);
	return (context.evaluateExpression(`{{ $node[${name}].context }}`) ?? {}) as WaitingContext;
}

function isSecret(secret: string, hash: string): boolean {
	const [given, kept] = [Buffer.from(sha256Hex(secret)), Buffer.from(hash)];
	return given.length === kept.length && timingSafeEqual(given, kept);
}
