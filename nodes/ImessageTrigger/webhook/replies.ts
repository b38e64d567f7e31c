import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { logAbout } from '../nodeLog';

/** Why a request is refused. The sender tries again after 500, but not after 400 or 401. */
const refusals = {
	badSignature: {
		status: 401,
		why: 'its signature is missing or was made with another secret. If you registered this webhook by hand, or have rotated its secret, put its signing secret into the credential',
	},
	malformedTimestamp: { status: 400, why: 'its timestamp is not a number of seconds' },
	staleTimestamp: { status: 400, why: 'it was signed more than 5 minutes ago. Check the clock of this server' },
	futureTimestamp: { status: 400, why: 'it was signed more than 5 minutes in the future. Check the clock of this server' },
	malformedBody: { status: 400, why: 'its body is not a delivery of Spectrum' },
	noRawBody: { status: 500, why: 'n8n did not keep the bytes of the body, so its signature cannot be checked' },
} as const;

/** Why a genuine delivery starts no run. Only `unknownEvent` may mean that this package is too old. */
const ignoredReasons = {
	unknownEvent: { level: 'warn', why: 'it is of a kind that this version does not know' },
	otherPlatform: { level: 'debug', why: 'it is of another platform' },
	notInbound: { level: 'debug', why: 'it is not an inbound message' },
	notSelected: { level: 'debug', why: 'the node does not listen for its event' },
	answer: { level: 'debug', why: 'it answered a question that waited for it' },
	filtered: { level: 'debug', why: 'it does not pass a filter of the node' },
} as const;

export type Refusal = keyof typeof refusals;
export type IgnoredReason = keyof typeof ignoredReasons;

interface Answer {
	readonly status: 'accepted' | 'repeat' | 'ignored' | 'refused';
	readonly reason?: Refusal | IgnoredReason;
}

/** The parts of n8n's response object that this file uses. */
interface HttpResponse {
	status(code: number): HttpResponse;
	json(body: object): unknown;
}

/** Answers the request. No run starts unless the caller adds data. */
export function reply(context: IWebhookFunctions, status: number, answer: Answer): IWebhookResponseData {
	(context.getResponseObject() as HttpResponse).status(status).json(answer);
	return { noWebhookResponse: true };
}

/** Refuses a request, with a warning in the log. `detail` names the fault, never a value from the request. */
export function refused(context: IWebhookFunctions, reason: Refusal, detail?: string): IWebhookResponseData {
	const { status, why } = refusals[reason];
	logAbout(context, 'warn', `refused a webhook request: ${withDetail(why, detail)}`, { reason, status });
	return reply(context, status, { status: 'refused', reason });
}

/** Accepts a delivery without a run, so that the sender does not try again. */
export function ignored(context: IWebhookFunctions, reason: IgnoredReason, detail: string): IWebhookResponseData {
	const { level, why } = ignoredReasons[reason];
	logAbout(context, level, `ignored a delivery: ${withDetail(why, detail)}`, { reason });
	return reply(context, 200, { status: 'ignored', reason });
}

/** Accepts a delivery that was accepted before. */
export function repeated(context: IWebhookFunctions): IWebhookResponseData {
	logAbout(context, 'debug', 'ignored a delivery: it was received before');
	return reply(context, 200, { status: 'repeat' });
}

function withDetail(why: string, detail: string | undefined): string {
	return detail === undefined ? why : `${why} (${detail})`;
}
