import { systemClock, type Clock } from '../timing/clock';
import type { CloudConnection } from '../model/connection';
import type { HttpPort, HttpRequest, HttpResponse } from '../net/http';
import { isBehindProxy } from '../net/proxy';
import { fromHttpBody, fromHttpFailure, fromHttpStatus, type ControlPlaneCall, type HttpCallFacts } from '../errors/fromHttp';
import { SpectrumError } from '../errors/SpectrumError';
import { withoutEnding } from '../values/ending';
import { PayloadFault } from './payloadFields';

/** How long one request may take, to the last byte of its answer, in milliseconds. */
export const controlPlaneTimeoutMilliseconds = 30_000;

/** The part of a cloud connection that is needed to reach the control plane. */
export type ControlPlaneAccess = Pick<CloudConnection, 'controlPlaneUrl' | 'projectId' | 'projectSecret' | 'ca'>;

/** Options of every call. */
export interface ControlPlaneCallOptions {
	/** Aborting ends the request, where the host's HTTP client can. */
	readonly signal?: AbortSignal;
}

/** Values of a query. Undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** One request, as the contract describes it. */
export interface ControlPlaneRequest {
	readonly method: HttpRequest['method'];
	/** Segments below the project, or below the root. Each is encoded. */
	readonly path: readonly string[];
	/** What the contract ends the path with. Default nothing. */
	readonly end?: '' | '/';
	readonly query?: Query;
	readonly body?: Readonly<Record<string, unknown>>;
	/** Where the path begins. Default `project`: `/projects/{id}`. */
	readonly below?: 'project' | 'root';
}

/** A redirect: where the request went, and where it leads. */
export interface Redirect {
	readonly url: string;
	readonly target: string;
}

/** Makes the requests to the control plane. One attempt each; every failure is a {@link SpectrumError}. */
export class ControlPlaneClient {
	constructor(
		private readonly access: ControlPlaneAccess,
		private readonly http: HttpPort,
		private readonly clock: Pick<Clock, 'now'> = systemClock,
	) {}

	/** A request whose answer is an envelope with data, or 204 without data. */
	async call<Result>(
		call: ControlPlaneCall,
		request: ControlPlaneRequest,
		parse: (data: unknown) => Result,
		options: ControlPlaneCallOptions,
	): Promise<Result> {
		const facts = this.facts(call);
		const response = await this.send(this.urlOf(request), request, options, facts);
		if (response.status < 200 || response.status > 299) throw fromHttpStatus(response, facts);
		try {
			// Done, and nothing to say about it: the answer of many servers to a removal.
			return parse(response.status === 204 ? undefined : dataOf(response.body));
		} catch (error) {
			if (error instanceof PayloadFault) throw fromHttpBody(error.message, response.status, facts);
			throw error;
		}
	}

	/** A request whose answer is a redirect, which is read but not followed. `isTarget` decides whether its target is acceptable. */
	async redirect(
		call: ControlPlaneCall,
		request: ControlPlaneRequest,
		isTarget: (location: string) => boolean,
		options: ControlPlaneCallOptions,
	): Promise<Redirect> {
		const facts = this.facts(call);
		const url = this.urlOf(request);
		const response = await this.send(url, request, options, facts);
		if (response.status >= 200 && response.status <= 299) throw fromHttpBody('it is not a redirect', response.status, facts);
		if (response.status < 300 || response.status > 399) throw fromHttpStatus(response, facts);
		const target = response.headers.location ?? '';
		if (!isTarget(target)) throw fromHttpBody('its redirect does not lead to a messaging app', response.status, facts);
		return { url, target };
	}

	private urlOf({ path, end = '', query = {}, below = 'project' }: ControlPlaneRequest): string {
		const { controlPlaneUrl, projectId } = this.access;
		const segments = below === 'project' ? ['projects', projectId, ...path] : path;
		const values = new URLSearchParams();
		for (const [name, value] of Object.entries(query)) if (value !== undefined) values.set(name, String(value));
		const search = values.size === 0 ? '' : `?${values.toString()}`;
		return `${withoutEnding(controlPlaneUrl, '/')}/${segments.map(segment).join('/')}${end}${search}`;
	}

	private async send(
		url: string,
		{ method, body }: ControlPlaneRequest,
		{ signal }: ControlPlaneCallOptions,
		facts: HttpCallFacts,
	): Promise<HttpResponse> {
		const { projectId, projectSecret, ca } = this.access;
		try {
			signal?.throwIfAborted();
			return await this.http({
				method,
				url,
				body,
				signal,
				basicAuth: { username: projectId, password: projectSecret },
				ca,
				timeoutMilliseconds: controlPlaneTimeoutMilliseconds,
			});
		} catch (error) {
			throw fromHttpFailure(error, signal?.aborted ?? false, facts);
		}
	}

	private facts(call: ControlPlaneCall): HttpCallFacts {
		const { projectId, projectSecret, ca, controlPlaneUrl } = this.access;
		return {
			call,
			secrets: [projectSecret, Buffer.from(`${projectId}:${projectSecret}`).toString('base64')],
			now: this.clock.now(),
			caBehindProxy: ca !== undefined && isBehindProxy(controlPlaneUrl),
		};
	}
}

/** An id as one segment of a path. An empty or a dot segment would change which call is made, even when encoded. */
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
