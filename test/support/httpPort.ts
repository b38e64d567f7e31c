import { request } from 'node:https';
import type { HttpPort } from '../../nodes/shared/spectrum/net/http';

/** The control plane's HTTP client without n8n, for tests below the nodes. */
export const nodeHttp: HttpPort = (call) =>
	new Promise((resolve, reject) => {
		const { basicAuth } = call;
		const body = call.body === undefined ? undefined : JSON.stringify(call.body);
		const outgoing = request(
			call.url,
			{
				method: call.method,
				ca: call.ca,
				auth: basicAuth && `${basicAuth.username}:${basicAuth.password}`,
				agent: false,
				timeout: call.timeoutMilliseconds,
				headers: body === undefined ? {} : { 'content-type': 'application/json' },
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.on('end', () => {
					const text = Buffer.concat(chunks).toString('utf8');
					resolve({ status: incoming.statusCode ?? 0, headers: {}, body: text === '' ? undefined : JSON.parse(text) });
				});
				incoming.on('error', reject);
			},
		);
		outgoing.on('error', reject);
		outgoing.end(body);
	});
