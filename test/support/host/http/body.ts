import { parse as parseQueryString } from 'node:querystring';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { parseIncomingMessage } from 'n8n-core';
import { jsonParse } from 'n8n-workflow';
import { Container, GlobalConfig, requireFromCore } from '../core';
import { UnprocessableRequestError } from './errors';
import type { HostRequest } from './express';

interface XmlParser {
	parseStringPromise(text: string): Promise<unknown>;
}
const { Parser } = requireFromCore('xml2js') as { Parser: new (options: object) => XmlParser };
const xmlParser = new Parser({ async: true, normalize: true, normalizeTags: true, explicitArray: false });

/** Bytes; n8n counts its setting N8N_PAYLOAD_SIZE_MAX (16) in MiB. */
const limit = Container.get(GlobalConfig).endpoints.payloadSizeMax * 1024 * 1024;

/**
 * `rawBodyReader` of packages/cli/src/middlewares/body-parser.ts: every request gets `contentType`, `encoding` and
 * `readRawBody()`, which fills `rawBody` with the bytes after gzip or deflate is undone. Nothing is read yet.
 */
export function attachRawBodyReader(request: HostRequest): void {
	parseIncomingMessage(request);
	request.readRawBody = async () => {
		// An empty buffer counts as read: n8n asks for the object, not for its length.
		if ((request.rawBody as Buffer | undefined) !== undefined) return;
		let stream: Readable = request;
		let length: number | undefined;
		switch (request.headers['content-encoding']) {
			case 'gzip':
				stream = request.pipe(createGunzip());
				break;
			case 'deflate':
				stream = request.pipe(createInflate());
				break;
			default:
				if (request.headers['content-length'] !== undefined) length = Number(request.headers['content-length']);
		}
		request.rawBody = await readAll(stream, length);
	};
}

/** What the package raw-body (3.0.0), which n8n uses, does: both refusals come as errors, not as answers. */
async function readAll(stream: Readable, expected: number | undefined): Promise<Buffer> {
	if (expected !== undefined && expected > limit) throw new Error('request entity too large');
	const chunks: Buffer[] = [];
	let received = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		received += chunk.length;
		if (received > limit) throw new Error('request entity too large');
		chunks.push(chunk);
	}
	if (expected !== undefined && received !== expected) throw new Error('request size did not match content length');
	return Buffer.concat(chunks);
}

/** `parseBody` of packages/cli/src/middlewares/body-parser.ts. A body that cannot be parsed is a 422. */
export async function parseBody(request: HostRequest): Promise<void> {
	if (request.contentType?.startsWith('multipart/')) return;
	await request.readRawBody();
	const { rawBody, contentType, encoding } = request;
	if (!(rawBody as Buffer | undefined)?.length) return;
	try {
		if (contentType === 'application/json') {
			request.body = jsonParse(rawBody.toString(encoding));
		} else if (contentType?.endsWith('/xml') || contentType?.endsWith('+xml')) {
			request.body = await xmlParser.parseStringPromise(rawBody.toString(encoding));
		} else if (contentType === 'application/x-www-form-urlencoded') {
			request.body = parseQueryString(rawBody.toString(encoding), undefined, undefined, { maxKeys: 1000 });
		} else if (contentType === 'text/plain') {
			request.body = rawBody.toString(encoding);
		}
	} catch (error) {
		throw new UnprocessableRequestError('Failed to parse request body', (error as Error).message);
	}
}

/**
 * `parseRequestBody` of packages/cli/src/webhooks/webhook-helpers.ts. A node of version 1 has every body parsed; from
 * version 2 on only the types named here, anything else is left for the node to read.
 */
export async function parseWebhookBody(request: HostRequest, nodeVersion: number): Promise<void> {
	const { contentType } = request;
	if (contentType === 'multipart/form-data') {
		throw new Error('The test host does not reproduce multipart bodies: n8n parses them with formidable');
	}
	const parsedTypes = ['application/json', 'text/plain', 'application/x-www-form-urlencoded'];
	if (
		nodeVersion <= 1 ||
		parsedTypes.some((type) => contentType?.startsWith(type)) ||
		contentType?.endsWith('/xml') ||
		contentType?.endsWith('+xml')
	) {
		await parseBody(request);
	}
}
