import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { judge } from '../../shared/spectrum/answers/judge';
import type { Question } from '../../shared/spectrum/answers/question';
import { saidByPlace, type Said } from '../../shared/spectrum/answers/wordAnswers';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { readEvidence } from '../../shared/spectrum/gateway/recipes/readEvidence';
import { isOptOut } from '../../shared/spectrum/optOut/words';
import { isBlank } from '../../shared/spectrum/values/invisible';
import { accountOf } from '../../shared/spectrum/keys/connectionIdentity';
import { asFields, asText } from '../../shared/spectrum/values/json';
import type { AskingHub } from '../../shared/n8n/asking/hub';
import { answerData } from '../../shared/n8n/asking/messages';
import { acknowledge, decisionShown, showDecision } from '../../shared/n8n/asking/side';
import { readConnection } from '../../shared/n8n/credentials/credentials';
import { pageKey } from './link';
import { answeredPage, laterPage, longestText, overPage, pageFields, pageHeaders, questionPage, type Page, type Refused } from './pages';
import { isSecret, waitingItems, waitingOf, withAnswer, type WaitingPage } from './waiting';

/**
 * The page behind the link of a question. GET shows it; only POST answers. Whoever opens it has the link, and nothing more
 * is known about them.
 */
export async function answerPage(context: IWebhookFunctions, hub: AskingHub): Promise<IWebhookResponseData> {
	const { question, page, secretHash = '' } = waitingOf(context);
	const secret = asText(asFields(context.getQueryData())?.[pageKey]);
	const isOurs = page !== undefined && page.order.question.id === question && secret !== undefined && isSecret(secret, page.secretHash);
	const now = hub.ports.clock.now();
	if (!isOurs || now > page.order.question.deadline) return show(context, overPage);
	const { method } = context.getRequestObject() as { readonly method: string };
	if (method !== 'POST') return show(context, questionPage(page.words, page.order.question));
	const said = saidIn(context.getBodyData(), page.order.question);
	if ('problem' in said) return show(context, questionPage(page.words, page.order.question, said));
	return await decide(context, hub, { ...page, clock: secretHash }, said, now);
}

/**
 * What was answered in the conversation before wins, and an opt-out ends the question. So the conversation is read first.
 * Where that fails, nothing is decided.
 */
async function decide(
	context: IWebhookFunctions,
	hub: AskingHub,
	{ order, words, clock }: WaitingPage & { readonly clock: string },
	said: Said,
	now: number,
): Promise<IWebhookResponseData> {
	const { question } = order;
	if (!hub.claimPage(clock)) return show(context, overPage);
	try {
		const connection = await readConnection(context);
		const account = accountOf(connection);
		const source = hub.sourceOf(context, connection);
		const judged = judge(question, await readEvidence(source, question, hub.questions.besides(account, question), now));
		const earlier = answerData(judged);
		const isOptedOut = isOptOut(said.text ?? '');
		const data = earlier ?? dataOf(isOptedOut ? { optedOut: true } : said, now);
		hub.forget(account, order, clock);
		const own = isOptedOut ? undefined : said;
		const shown = judged.state === 'open' ? own : judged.state === 'answered' ? judged.answer : undefined;
		void afterwards(context, [
			async () => await acknowledge(source.gateway, order, judged),
			async () => (shown === undefined ? undefined : await showDecision(source.gateway, order, shown, now)),
		]);
		const { html, status } = earlier === undefined ? answeredPage(words, own === undefined ? '' : decisionShown(question, own)) : overPage;
		prepare(context, status);
		// n8n sends the page after it has resumed the execution: of two people at the same time, one gets an error.
		return { webhookResponse: html, workflowData: [withAnswer(waitingItems(context), data)] };
	} catch (caught) {
		hub.releasePage(clock);
		context.logger.warn(`The answer of a page could not be saved: ${toSpectrumError(caught).message}`);
		return show(context, laterPage);
	}
}

/** The field `data` of every item. Nobody knows who answered. */
function dataOf(said: Said | { readonly optedOut: true }, now: number): IDataObject {
	return { ...said, byLink: true, respondedAt: new Date(now).toISOString(), timedOut: false };
}

/** What was posted, or what is wrong with it. */
function saidIn(body: unknown, question: Question): Said | (Refused & { readonly problem: string }) {
	const fields = asFields(body);
	if (question.type === 'freeText') {
		// A browser counts a new line as one character, and sends two.
		const text = (asText(fields?.[pageFields.text]) ?? '').replaceAll('\r\n', '\n').trim();
		if (isBlank(text)) return { problem: 'Please write an answer.' };
		return text.length > longestText ? { problem: `Please write at most ${longestText} characters.`, text } : { text };
	}
	const place = asText(fields?.[pageFields.choice]) ?? '';
	return (/^\d$/.test(place) ? saidByPlace(question, Number(place)) : undefined) ?? { problem: 'Please choose an answer.' };
}

/** What is nice to have must not undo the answer. */
async function afterwards(context: IWebhookFunctions, work: ReadonlyArray<() => Promise<void>>): Promise<void> {
	for (const step of work) {
		try {
			await step();
		} catch (caught) {
			context.logger.warn(`A message about a question could not be sent: ${toSpectrumError(caught).message}`);
		}
	}
}

function show(context: IWebhookFunctions, { status, html }: Page): IWebhookResponseData {
	prepare(context, status);
	responseOf(context).send(html);
	return { noWebhookResponse: true };
}

function prepare(context: IWebhookFunctions, status: number): void {
	const response = responseOf(context);
	response.status(status);
	for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
}

/** The part of Express's response that a page needs. */
interface PageResponse {
	status(code: number): void;
	setHeader(name: string, value: string): void;
	send(html: string): void;
}

function responseOf(context: IWebhookFunctions): PageResponse {
	return context.getResponseObject() as PageResponse;
}
