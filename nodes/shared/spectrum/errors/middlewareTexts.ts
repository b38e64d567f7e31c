import { kindTexts } from './kinds';
import { obstacleText, perhapsGrpcAdvice } from './obstacles';
import { quote } from './redact';
import type { ErrorKind } from './SpectrumError';
import type { GrpcStatus } from './statuses';

/** An answer without the contract's body. */
export interface BareAnswer {
	readonly status: number;
	/** Base URL of the server. */
	readonly address: string;
	readonly contentType?: string;
	/** Whether Spectrum's HTTP server gave it, and not something in between. */
	readonly isFromMiddleware: boolean;
}

/** What it means. */
export interface BareText {
	readonly kind: ErrorKind;
	/** The status that gRPC would give. `HTTP …` is for the control plane. */
	readonly status: GrpcStatus;
	readonly message: string;
	readonly advice: string;
	readonly retryable: boolean;
	/** True when the request certainly did not reach the server. */
	readonly notAccepted: boolean;
	readonly lasting: boolean;
}

/** What a status means, from Spectrum's server and from a proxy alike. */
interface Meaning {
	readonly kind: ErrorKind;
	readonly status: GrpcStatus;
	/** Default: that of {@link proxyAdvice}. */
	readonly advice?: string;
	readonly isPassing?: boolean;
	readonly notAccepted?: boolean;
	readonly lasting?: boolean;
}

const proxyAdvice =
	'Check that the address in the credential is that of a Spectrum server that speaks HTTP, and that no sign-in page, proxy or load balancer answers in its place.';

const waitAdvice = 'Try again in a minute. If this continues, look at the proxy or load balancer in front of the server.';

/** The statuses with which servers of gRPC and their load balancers answer HTTP/1. */
const perhapsGrpc: ReadonlySet<number> = new Set([403, 404, 405, 426, 464, 505]);

const meanings: Readonly<Record<number, Meaning>> = {
	401: { kind: 'authentication', status: 'UNAUTHENTICATED' },
	403: { kind: 'permission', status: 'PERMISSION_DENIED' },
	407: {
		kind: 'unavailable',
		status: 'UNAVAILABLE',
		notAccepted: true,
		lasting: true,
		advice: 'Check the user name and the password of the proxy in the environment of n8n (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY).',
	},
	408: { kind: 'timeout', status: 'DEADLINE_EXCEEDED', isPassing: true, advice: waitAdvice },
	413: {
		kind: 'tooLarge',
		status: 'RESOURCE_EXHAUSTED',
		notAccepted: true,
		advice: 'Send a smaller file, or raise the limit of the proxy in front of the server.',
	},
	// Not a quota: those come with a code.
	429: { kind: 'unavailable', status: 'UNAVAILABLE', isPassing: true, notAccepted: true, advice: waitAdvice },
	500: { kind: 'internal', status: 'INTERNAL', advice: kindTexts.internal.advice },
	502: { kind: 'unavailable', status: 'UNAVAILABLE', isPassing: true, advice: waitAdvice },
	503: { kind: 'unavailable', status: 'UNAVAILABLE', isPassing: true, advice: waitAdvice },
	504: { kind: 'timeout', status: 'DEADLINE_EXCEEDED', isPassing: true, advice: waitAdvice },
};

/** Not `notFound`: a proxy that knows no such path says nothing about a message or a conversation. */
const otherwise: Meaning = { kind: 'protocol', status: 'UNIMPLEMENTED' };

const redirectAdvice = 'Redirects are not followed, because the API key would travel with them. Enter the final address in the credential.';

export function bareText(answer: BareAnswer): BareText {
	const { status, address, contentType = '', isFromMiddleware } = answer;
	if (status === 415 || /^application\/grpc\b/i.test(contentType)) {
		return { kind: 'protocol', status: 'UNIMPLEMENTED', retryable: false, notAccepted: true, ...obstacleText({ what: 'grpc' }, address) };
	}
	const meaning = meanings[status] ?? otherwise;
	const isRedirect = status >= 300 && status <= 399;
	const advice = isRedirect ? redirectAdvice : (meaning.advice ?? proxyAdvice);
	const what = `HTTP ${status}${contentType === '' ? '' : ` (${quote(contentType, [])})`}`;
	return {
		kind: meaning.kind,
		status: meaning.status,
		message: isFromMiddleware
			? `${address} answered with ${what} and gave no reason`
			: `Not the Spectrum server at ${address} answered, but a proxy or another server, with ${what}`,
		advice: perhapsGrpc.has(status) && !isFromMiddleware ? `${advice}${perhapsGrpcAdvice}` : advice,
		retryable: meaning.isPassing ?? false,
		notAccepted: meaning.notAccepted ?? false,
		lasting: meaning.lasting ?? false,
	};
}
