import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { isPrivateHost } from '../../spectrum/net/privateAddress';
import { systemClock } from '../../spectrum/timing/clock';
import { present } from '../../spectrum/values/present';
import { networkCodeOf, privateHost, refusedByPolicy, type FileField } from './fetchFailures';
import { publicAddressesOf, untilAborted } from './resolveHost';

/** How long one address of several may take to begin its answer, before the next one is tried. */
const addressMilliseconds = 10_000;

/** One request. */
export interface UrlRequest {
	readonly url: URL;
	readonly signal: AbortSignal;
	/** Whether the URL may lead into the host's own network. */
	readonly allowPrivate: boolean;
	/** For n8n's client. */
	readonly timeoutMilliseconds: number;
}

/** The answer to a request, of any status. */
export interface Answer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: Readable;
}

/** What newer hosts offer for their egress policy. */
interface EgressFilter {
	validateUrl(url: string): Promise<{ readonly ok: boolean; readonly error?: unknown }>;
}

/**
 * Sends a GET request with n8n's own client. Only to public addresses unless allowed, and only if the host's egress policy
 * lets it through. The check uses the addresses that are then connected to, so a DNS answer that changes in between has no
 * effect.
 */
export async function requestUrl(context: IExecuteFunctions, field: FileField, request: UrlRequest): Promise<Answer> {
	await checkHost(context, field, request);
	return await askHost(context, field, request);
}

async function checkHost(context: IExecuteFunctions, field: FileField, { url, allowPrivate }: UrlRequest): Promise<void> {
	if (!allowPrivate && isPrivateHost(url.hostname)) throw privateHost(field, url);
	const helpers = context.helpers as { getSecureEgressFilter?: () => EgressFilter };
	const verdict = await helpers.getSecureEgressFilter?.().validateUrl(url.href);
	if (verdict === undefined || verdict.ok) return;
	throw refusedByPolicy(field, url, verdict.error);
}

/** Sends the request to one of the checked addresses. When private addresses are allowed, n8n looks the address up itself. */
async function askHost(context: IExecuteFunctions, field: FileField, request: UrlRequest): Promise<Answer> {
	if (request.allowPrivate) return await ask(context, request);
	const addresses = await publicAddressesOf(request.url, request.signal);
	if (addresses === undefined) throw privateHost(field, request.url);
	let failure: unknown = new Error('The name has no address');
	for (const [index, address] of addresses.entries()) {
		const next = new AbortController();
		// The last one has all the time that is left.
		const cancel = index === addresses.length - 1 ? undefined : systemClock.after(addressMilliseconds, () => next.abort());
		try {
			return await ask(context, { ...request, signal: AbortSignal.any([request.signal, next.signal]) }, address);
		} catch (caught) {
			failure = caught;
			if (request.signal.aborted || (!next.signal.aborted && networkCodeOf(caught) === undefined)) break;
		} finally {
			cancel?.();
		}
	}
	throw failure;
}

/**
 * @param address Connect here instead of looking up the name. The request and the check of the certificate still use the
 * name.
 */
async function ask(context: IExecuteFunctions, { url, signal, timeoutMilliseconds }: UrlRequest, address?: string): Promise<Answer> {
	// Every option of an agent is passed on, although n8n's type lists only the TLS options. A `host` of the agent
	// replaces the host of the request only for the connection. (n8n 2.27 and later refuse the option `lookup`, and up to
	// 2.38 take an IP address in the URL for the name on the certificate.) A tunnel through a proxy leads to the address
	// too.
	const agentOptions: object = { signal, ...present({ host: address }) };
	// The older of n8n's two helpers: the current one takes no agent options.
	const asked = context.helpers.request({
		method: 'GET',
		uri: url.href,
		// n8n's client does not notice when a compressed answer lacks its end.
		headers: { accept: '*/*', 'accept-encoding': 'identity' },
		useStream: true,
		encoding: null,
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		timeout: timeoutMilliseconds,
		agentOptions,
	}) as Promise<{ statusCode: number; headers: Answer['headers']; body: unknown }>;
	// Through a proxy n8n's client does not listen to the signal.
	asked.then(
		({ body }) => signal.aborted && body instanceof Readable && body.on('error', () => undefined).destroy(),
		() => undefined,
	);
	const answer = await untilAborted(signal, asked);
	const body = answer.body instanceof Readable ? answer.body : Readable.from([]);
	// After a redirect nothing reads the body. A later error in it must not end the process.
	body.on('error', () => undefined);
	return { status: answer.statusCode, headers: answer.headers, body };
}
