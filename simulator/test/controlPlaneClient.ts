import { request } from 'node:https';
import type { Simulator } from '../src';

export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Parsed, when it was JSON. */
	readonly body: unknown;
}

export interface CallOptions {
	/** `user:password`; null sends no credentials. Default: the simulator's own. */
	readonly auth?: string | null;
	/** Sent as it is when it is a text, else as JSON. */
	readonly body?: unknown;
	/** Null: the path is below the root. */
	readonly project?: string | null;
	readonly signal?: AbortSignal;
}

/** One request to a simulator's control plane, below `/projects/{id}`. Rejects when there is no answer. */
export function callControlPlane(
	spectrum: Simulator,
	method: string,
	path: string,
	{ auth = `${spectrum.projectId}:${spectrum.projectSecret}`, body, project = spectrum.projectId, signal }: CallOptions = {},
): Promise<Answer> {
	return new Promise<Answer>((resolve, reject) => {
		const outgoing = request(`${spectrum.controlPlaneUrl}${project === null ? '' : `/projects/${project}`}${path}`, {
			method,
			ca: spectrum.caPem,
			agent: false,
			signal,
			...(auth === null ? {} : { auth }),
		});
		outgoing.once('error', reject);
		outgoing.once('response', (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.once('error', reject);
			response.once('end', () => {
				const text = Buffer.concat(chunks).toString('utf8');
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parsed(text) });
			});
		});
		outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
