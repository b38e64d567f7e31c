import { systemClock, type Clock } from '../timing/clock';
import type { CloudConnection } from '../model/connection';
import type { HttpPort, HttpRequest, HttpResponse } from '../net/http';
import { isBehindProxy } from '../net/proxy';
import {
	fromHttpBody,
	fromHttpFailure,
	fromHttpStatus,
	type ControlPlaneCall,
	type HttpCallFacts,
} from '../errors/fromHttp';
import { SpectrumError } from '../errors/SpectrumError';
import {
	parseNewWebhook,
	parseTokens,
	parseWebhooks,
	PayloadFault,
	type MintedTokens,
	type NewWebhook,
	type WebhookRegistration,
} from './payloads';

/** How long one request may take, to the last byte of its answer, in milliseconds. */
export const controlPlaneTimeoutMilliseconds = 30_000;

/** The part of a cloud connection that the control plane is reached with. */
export type ControlPlaneAccess = Pick<CloudConnection, 'controlPlaneUrl' | 'projectId' | 'projectSecret' | 'ca'>;

/** Options of every call. */
export interface ControlPlaneCallOptions {
	/** Aborting ends the request, where the host's HTTP client can. */
	readonly signal?: AbortSignal;
}

/**
 * The control plane of Spectrum Cloud: one method for each of its calls, one attempt each. Every failure is a
 * {@link SpectrumError}: 429 and 5xx are `retryable`, with the wait the server asked for.
 */
export class ControlPlane {
	constructor(
		private readonly access: ControlPlaneAccess,
		private readonly http: HttpPort,
		private readonly clock: Pick<Clock, 'now'> = systemClock,
	) {}

	/** Mints gRPC tokens for all lines of the project. Limited to 300 a minute for each IP address: share them. */
	async mintTokens(options: ControlPlaneCallOptions = {}): Promise<MintedTokens> {
		return await this.call('mintTokens', 'POST', ['imessage', 'tokens'], '', parseTokens, options);
	}

	/** Every registered webhook of the project, oldest first; also those that others registered. */
	async webhooks(options: ControlPlaneCallOptions = {}): Promise<WebhookRegistration[]> {
		return await this.call('listWebhooks', 'GET', ['webhooks'], '/', parseWebhooks, options);
	}

	/**
	 * Registers `webhookUrl`. Kind `duplicate` (HTTP 409) when the project has this URL already.
	 * @param schemaVersion the form of the deliveries; absent leaves it to the control plane, as older ones want it
	 */
	async registerWebhook(webhookUrl: string, schemaVersion?: string, options: ControlPlaneCallOptions = {}): Promise<NewWebhook> {
		const body = { webhookUrl, ...(schemaVersion === undefined ? {} : { schemaVersion }) };
		return await this.call('registerWebhook', 'POST', ['webhooks'], '/', parseNewWebhook, options, body);
	}

	/** Lets Spectrum deliver to a disabled webhook again. Kind `notFound` when it is gone, or older control planes cannot. */
	async enableWebhook(webhookId: string, options: ControlPlaneCallOptions = {}): Promise<void> {
		await this.call('enableWebhook', 'PATCH', ['webhooks', webhookId], '', () => undefined, options, { enabled: true });
	}

	/** Stops delivery to one webhook. Kind `notFound` when it is gone already. */
	async deleteWebhook(webhookId: string, options: ControlPlaneCallOptions = {}): Promise<void> {
		await this.call('deleteWebhook', 'DELETE', ['webhooks', webhookId], '/', () => undefined, options);
	}

	private async call<Result>(
		call: ControlPlaneCall,
		method: HttpRequest['method'],
		path: readonly string[],
		end: '' | '/',
		parse: (data: unknown) => Result,
		options: ControlPlaneCallOptions,
		body?: Readonly<Record<string, unknown>>,
	): Promise<Result> {
		const facts: HttpCallFacts = { call, secrets: this.secrets(), now: this.clock.now(), caBehindProxy: this.isCaBehindProxy() };
		const url = `${this.access.controlPlaneUrl.replace(/\/+$/, '')}/projects/${[this.access.projectId, ...path].map(segment).join('/')}${end}`;
		const response = await this.send({ method, url, body, signal: options.signal }, facts);
		if (response.status < 200 || response.status > 299) throw fromHttpStatus(response, facts);
		try {
			return parse(dataOf(response.body));
		} catch (error) {
			if (error instanceof PayloadFault) throw fromHttpBody(error.message, response.status, facts);
			throw error;
		}
	}

	private async send(
		request: Pick<HttpRequest, 'method' | 'url' | 'body' | 'signal'>,
		facts: HttpCallFacts,
	): Promise<HttpResponse> {
		const { projectId, projectSecret, ca } = this.access;
		try {
			request.signal?.throwIfAborted();
			return await this.http({
				...request,
				basicAuth: { username: projectId, password: projectSecret },
				ca,
				timeoutMilliseconds: controlPlaneTimeoutMilliseconds,
			});
		} catch (error) {
			throw fromHttpFailure(error, request.signal?.aborted ?? false, facts);
		}
	}

	private isCaBehindProxy(): boolean {
		const { ca, controlPlaneUrl } = this.access;
		return ca !== undefined && isBehindProxy(controlPlaneUrl);
	}

	private secrets(): string[] {
		const { projectId, projectSecret } = this.access;
		return [projectSecret, Buffer.from(`${projectId}:${projectSecret}`).toString('base64')];
	}
}

/** One id in a path. A dot segment or an empty one would change which call is made, however it is written. */
function segment(id: string): string {
	if (id === '' || id === '.' || id === '..') {
		throw new SpectrumError({
			kind: 'invalid',
			message: 'An ID for Spectrum Cloud is empty or made of dots only',
			advice: 'Check the project ID in the credential.',
		});
	}
	return encodeURIComponent(id);
}

/** Opens the envelope of a 2xx answer. */
function dataOf(body: unknown): unknown {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw new PayloadFault('it is not a JSON object');
	}
	const { succeed, data } = body as { succeed?: unknown; data?: unknown };
	if (succeed !== true) throw new PayloadFault('it does not say that the call succeeded');
	return data;
}
