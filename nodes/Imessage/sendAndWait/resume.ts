import type { INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readClockMessage, replyTo } from '../../shared/n8n/asking/messages';
import { isSecret, waitingItems, waitingOf, withAnswer } from './waiting';

type Webhook = NonNullable<INodeTypeDescription['webhooks']>[number];

const toWaiting = {
	responseMode: 'onReceived',
	// Otherwise n8n answers with a text of its own, and not with our marker.
	responseData: '',
	restartWebhook: true,
	isFullPath: true,
} as const satisfies Partial<Webhook>;

/** The name of the webhooks of the page. n8n knows two names. */
export const pageWebhook = 'setup';

/** n8n checks the signature of a signed link only at this path. */
const toPage = { ...toWaiting, name: pageWebhook, path: '={{ $nodeId }}' } as const;

/** The ways back to an execution that waits: of the clock, and of a page. n8n looks for them in the node of the execution. */
export const resumeWebhooks: Webhook[] = [
	{ ...toWaiting, name: 'default', httpMethod: 'POST', path: '={{ "reply-" + $nodeId }}' },
	{ ...toPage, httpMethod: 'GET' },
	{ ...toPage, httpMethod: 'POST' },
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
	return { webhookResponse: replyTo(question, 'taken'), workflowData: [withAnswer(waitingItems(context), message.data)] };
}
