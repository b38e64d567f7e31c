import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { BegunQuestion, Question } from '../../shared/spectrum/answers/question';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { Gateway } from '../../shared/spectrum/gateway/Gateway';
import { sendQuestion } from '../../shared/spectrum/gateway/recipes/sendQuestion';
import { accountOf } from '../../shared/spectrum/keys/connectionIdentity';
import { sha256Hex } from '../../shared/spectrum/keys/hash';
import type { Connection } from '../../shared/spectrum/model/connection';
import { asFields } from '../../shared/spectrum/values/json';
import { clockOutputs, clockWorkflow } from '../../shared/n8n/asking/clockWorkflow';
import type { AskingHub } from '../../shared/n8n/asking/hub';
import { sealAddress, type ClockOrder } from '../../shared/n8n/asking/order';
import { graceAfter } from '../../shared/n8n/asking/times';
import { accessOf } from '../../shared/n8n/credentials/access';
import { readConnection } from '../../shared/n8n/credentials/credentials';
import { errorOutput, toNodeApiError } from '../../shared/n8n/errors/errors';
import { failedItemOf } from '../../shared/n8n/loop/failedItem';
import { asCall } from '../../shared/n8n/keys/callOccurrences';
import { textParameter } from '../../shared/n8n/parameters/parameters';
import { noteConnection } from '../../shared/n8n/run/runAccount';
import { refuseSample } from '../../shared/n8n/run/sample';
import { isSuppliedTool, isToolCall } from '../../shared/n8n/run/toolCall';
import { sendKey } from '../sendKey';
import { askOperation } from './fields';
import { notAsTool, readAsked, type Asked } from './read';
import { pageSecret, refuseUnreachablePage, sendLink } from './link';
import { withAnswer, type WaitingContext } from './waiting';

/**
 * Sends the question, starts its clock, and lets the execution wait. If the answer is already there, as in a repeated run,
 * it is returned at once. n8n's own nodes ask once for all items, too.
 */
export async function ask(context: IExecuteFunctions, hub: AskingHub): Promise<INodeExecutionData[][]> {
	let settle = (): void => {};
	try {
		const isReview = context.getNode().type.endsWith('HitlTool');
		if (isSuppliedTool(context) || (isToolCall(context) && !isReview)) throw notAsTool();
		const asked = readAsked(context, isReview);
		const connection = await readConnection(context);
		noteConnection(context, connection);
		refuseSample(context, 0);
		if (asked.addsLink) refuseUnreachablePage(context);
		const question = await send(context, connection, asked, (begun) => {
			settle = hub.begin(accountOf(connection), begun);
		});
		return await waitForAnswer(context, connection, asked, question);
	} catch (caught) {
		const isCancelled = toSpectrumError(caught).kind === 'cancelled';
		// An agent of version 2 gives its model an empty text for a tool that throws.
		if (isCancelled || !(context.continueOnFail() || isSuppliedTool(context))) throw toNodeApiError(context.getNode(), caught, 0);
		const json = errorOutput(caught, failedItemOf(context, 0));
		return [context.getInputData().map((_, item) => ({ json, pairedItem: { item } }))];
	} finally {
		settle();
	}
}

/** Sends it once, however often n8n repeats the node. */
async function send(
	context: IExecuteFunctions,
	connection: Connection,
	asked: Asked,
	onBegin: (question: BegunQuestion) => void,
): Promise<Question> {
	const access = accessOf(context, context.getExecutionCancelSignal());
	const key = sendKey(context, 0, { operation: askOperation, target: asked.target, content: asked.words });
	const gateway = new Gateway(connection, access);
	const question = await asCall(context, 0, async () => await sendQuestion(gateway, asked, key, Date.now(), onBegin));
	if (!asked.addsLink) return question;
	return await sendLink(context, gateway, question, pageSecret(context, connection, question));
}

async function waitForAnswer(
	context: IExecuteFunctions,
	connection: Connection,
	asked: Asked,
	question: Question,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const secret = randomBytes(32).toString('base64url');
	const waiting = context.getContext('node') as WaitingContext;
	waiting.question = question.id;
	// The secret itself is in no record of the execution.
	waiting.secretHash = sha256Hex(secret);
	const order = orderOf(asked, question);
	waiting.page = asked.addsLink
		? { secretHash: sha256Hex(pageSecret(context, connection, question)), order, words: asked.title }
		: undefined;
	const sealed = sealAddress(connection, { url: resumeUrl(context), secret });
	const authentication = textParameter(context, 'authentication', 0);
	// Awaited: a process that is killed now leaves either no wait, or a wait with a clock.
	const clock = await context.executeWorkflow(
		{ code: clockWorkflow({ asking: node, authentication, order, sealed }) },
		[{ json: {} }],
		undefined,
		{
			parentExecution: { executionId: context.getExecutionId(), workflowId: context.getWorkflow().id ?? '', shouldResume: false },
			executionMode: context.getMode(),
		},
	);
	const items = context.getInputData();
	const answer = asFields(clock.data[clockOutputs.ended]?.[0]?.json)?.data;
	if (answer !== undefined) return [withAnswer(items, answer as INodeExecutionData['json'])];
	await context.putExecutionToWait(new Date(question.deadline + graceAfter(question.deadline - question.askedAt)));
	return [items];
}

function orderOf({ acknowledges, words, addsLink, showsDecision, startsWorkflows }: Asked, question: Question): ClockOrder {
	return {
		question,
		acknowledges,
		...(showsDecision ? { words: words.text } : {}),
		...(addsLink ? { hasPage: true } : {}),
		...(startsWorkflows ? { startsWorkflows: true } : {}),
	};
}

/** n8n's own address for resuming this execution, with its token, and the path of our webhook. */
function resumeUrl(context: IExecuteFunctions): string {
	const url = new URL(context.evaluateExpression('{{ $execution.resumeUrl }}', 0) as string);
	url.pathname = `${url.pathname}/reply-${context.getNode().id}`;
	return url.toString();
}
