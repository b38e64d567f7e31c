import { UnusableAnswer, type HttpResponse } from '../net/http';
import { controlPlaneCalls, verdictText, type ControlPlaneCall } from './httpTexts';
import { caBehindProxyAdvice, isCertificateCode } from './obstacles';
import { failureText, timeoutCodes, unresolvedCodes } from './networkCodes';
import { parseRetryAfter } from './retryAfter';
import { quote, safeCause } from './redact';
import { SpectrumError } from './SpectrumError';

export type { ControlPlaneCall } from './httpTexts';

/** What every function below needs to know about the call. */
export interface HttpCallFacts {
	readonly call: ControlPlaneCall;
	/** Texts that must never be shown: the project secret, and the header made of it. */
	readonly secrets: readonly string[];
	/** Milliseconds since the epoch, for a `Retry-After` that is a date. */
	readonly now: number;
	/** Whether the credential has an authority of its own and the call goes through a proxy. Default false. */
	readonly caBehindProxy?: boolean;
}

/** The error of an answer whose status is not 2xx. */
export function fromHttpStatus(response: HttpResponse, facts: HttpCallFacts): SpectrumError {
	const text = verdictText(response.status, facts.call);
	const { code, message } = failureOf(response.body);
	const serverText = message === undefined ? '' : quote(message, facts.secrets);
	return new SpectrumError({
		kind: text.kind,
		message: `${sentence(text.what, facts.call, response.status)}${serverText === '' ? '' : `. Spectrum said: ${serverText}`}`,
		advice: text.advice,
		code: code === undefined ? undefined : quote(code, facts.secrets),
		status: `HTTP ${response.status}`,
		retryable: text.retryable,
		retryAfterMilliseconds: parseRetryAfter(response.headers, facts.now),
	});
}

/** The error of an answer that does not follow the contract. `what` names the fault, never the value. */
export function fromHttpBody(what: string, status: number, facts: HttpCallFacts): SpectrumError {
	return new SpectrumError({
		kind: 'protocol',
		message: sentence(`The answer does not look like one from Spectrum's control plane: ${what}`, facts.call, status),
		advice: foreignAdvice,
		status: `HTTP ${status}`,
	});
}

/** The error of a request that got no answer at all. */
export function fromHttpFailure(cause: unknown, aborted: boolean, facts: HttpCallFacts): SpectrumError {
	const doing = controlPlaneCalls[facts.call];
	const safe = safeCause(cause, facts.secrets);
	const code = failureText(cause, 'code');
	if (aborted || safe.name === 'AbortError' || code === 'ERR_CANCELED') {
		return new SpectrumError({
			kind: 'cancelled',
			message: `The execution was stopped while ${doing}`,
			advice: 'Run the workflow again if you want it to continue.',
			cause: safe,
		});
	}
	if (cause instanceof UnusableAnswer) {
		return new SpectrumError({
			kind: 'protocol',
			message: `The answer of the control plane ${cause.problem}, while ${doing}`,
			advice: foreignAdvice,
			cause: safe,
		});
	}
	if (code !== undefined && timeoutCodes.has(code)) {
		return new SpectrumError({
			kind: 'timeout',
			message: `Spectrum Cloud did not answer in time while ${doing}`,
			advice: 'Try again in a minute. If this continues, check that n8n can reach the internet, and its proxy if it has one.',
			code,
			cause: safe,
		});
	}
	if (code !== undefined && isCertificateCode(code)) {
		return new SpectrumError({
			kind: 'unavailable',
			message: `The certificate of the control plane could not be trusted while ${doing} (${code})`,
			advice:
				facts.caBehindProxy === true
					? caBehindProxyAdvice('the control plane')
					: 'For a server of your own, put the certificate of its authority into the credential. If you use Spectrum Cloud, something between n8n and Spectrum is reading the traffic.',
			code,
			cause: safe,
		});
	}
	return new SpectrumError({
		kind: 'unavailable',
		message: `Spectrum Cloud could not be reached while ${doing}${code === undefined ? '' : ` (${code})`}`,
		advice: 'Check that n8n can reach the internet, its proxy if it has one, and the control-plane URL if you changed it.',
		code,
		connectionFailed: true,
		lasting: code !== undefined && unresolvedCodes.has(code),
		cause: safe,
	});
}

const foreignAdvice =
	'If the credential names a control-plane URL of your own, check it: a proxy or another site may be answering there. Otherwise try again later.';

function sentence(what: string, call: ControlPlaneCall, status: number): string {
	return `${what}, while ${controlPlaneCalls[call]} (HTTP ${status})`;
}

/** `code` and `message` of a failure envelope, if there is one. */
function failureOf(body: unknown): { code?: string; message?: string } {
	if (typeof body !== 'object' || body === null) return {};
	const { code, message } = body as { code?: unknown; message?: unknown };
	return {
		code: typeof code === 'string' && code !== '' ? code : undefined,
		message: typeof message === 'string' && message !== '' ? message : undefined,
	};
}
