import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { HttpPort, HttpResponse } from '../../../../nodes/shared/spectrum/net/http';

/** A port over Node's own client: any answer resolves, redirects are not followed. */
export const nodeHttp: HttpPort = async ({ method, url, basicAuth, body, ca, timeoutMilliseconds, signal }) => {
	const text = body === undefined ? undefined : JSON.stringify(body);
	const send = url.startsWith('https:') ? secureRequest : plainRequest;
	return await new Promise<HttpResponse>((resolve, reject) => {
		const request = send(url, {
			method,
			ca,
			signal,
			timeout: timeoutMilliseconds,
			auth: basicAuth && `${basicAuth.username}:${basicAuth.password}`,
			headers: text === undefined ? {} : { 'content-type': 'application/json' },
			// A connection kept for later would be a leak to whoever counts them.
			agent: false,
		});
		request.on('error', reject);
		request.on('response', (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
				const answer = Buffer.concat(chunks).toString();
				resolve({
					status: response.statusCode ?? 0,
					headers: Object.fromEntries(headers) as Record<string, string>,
					body: parsed(answer),
				});
			});
		});
		request.end(text);
	});
};

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
