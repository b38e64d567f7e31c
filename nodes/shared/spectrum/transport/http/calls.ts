import type { HttpForm, HttpRequest } from '../../net/http';
import { kindTexts } from '../../errors/kinds';
import { SpectrumError } from '../../errors/SpectrumError';
import { readableText } from '../../net/bodyText';
import { asBuffer } from '../messages';
import { locate, withQuery } from './location';
import { messageOf, routeOf, type Route } from './routes';
import { fromWireJson, readWire, toWireJson, writeWire, type JsonValue } from './wireJson';

/** The whole answer to a call that succeeded. */
export interface Answer {
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** One call as HTTP makes it. */
export interface HttpCall {
	readonly method: HttpRequest['method'];
	/** Path and query. */
	readonly path: string;
	readonly body?: Buffer | HttpForm;
	/** Of `body`, if it is bytes. */
	readonly contentType?: string;
	/** What the answer is: JSON, or a file of any type. */
	readonly gives: 'json' | 'file';
	/** Makes the answer into bytes of the wire. Throws when it is no such answer. */
	toWire(answer: Answer): Uint8Array;
}

/**
 * The call of a method. `request` are its bytes on the wire. Throws `unsupported` for a method that HTTP does not have.
 *
 * @param path `/package.Service/Method`
 */
export function callOf(path: string, request: Buffer): HttpCall {
	const special = unrouted[path];
	if (special !== undefined) return special(request);
	const route = routeOf(path);
	if (route !== undefined) return routed(route, request);
	throw new SpectrumError({
		kind: 'unsupported',
		message: `HTTP has no route for ${path.slice(path.lastIndexOf('/') + 1)}`,
		advice: kindTexts.unsupported.advice,
	});
}

/** The methods without an annotation: their bytes travel as they are. */
const unrouted: Readonly<Record<string, (request: Buffer) => HttpCall>> = {
	'/photon.imessage.v1.AttachmentService/UploadAttachment': upload,
	'/photon.imessage.v1.MessageService/GetEmbeddedMedia': embeddedMedia,
};

function routed(route: Route, request: Buffer): HttpCall {
	const { path, body } = locate(route, toWireJson(route.input, request));
	return {
		method: route.method,
		path,
		...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' }),
		gives: 'json',
		toWire: (answer) => fromWireJson(route.output, jsonIn(answer)),
	};
}

/** What `UploadAttachmentRequest` is when it is read. */
interface Upload {
	readonly fileName: string;
	readonly data: Uint8Array;
	readonly companion?: { readonly data: Uint8Array; readonly kind: number };
}

/** A file travels as it is. With its companion it is one part of a form. Neither is copied. */
function upload(request: Buffer): HttpCall {
	const { fileName, data, companion } = readWire<Upload>(messageOf('UploadAttachmentRequest'), request);
	const file = asBuffer(data);
	const body =
		companion === undefined
			? { body: file, contentType: 'application/octet-stream' }
			: {
					body: {
						parts: [
							{ field: 'file', value: file },
							{ field: 'companion', value: asBuffer(companion.data) },
							{ field: 'companionKind', value: String(companion.kind) },
						],
					},
				};
	return {
		method: 'POST',
		path: withQuery('/v1/attachments:upload', { fileName }),
		...body,
		gives: 'json',
		toWire: (answer) => fromWireJson(messageOf('UploadAttachmentResponse'), jsonIn(answer)),
	};
}

function embeddedMedia(request: Buffer): HttpCall {
	const response = messageOf('GetEmbeddedMediaResponse');
	return {
		method: 'GET',
		path: withQuery('/v1/messages:embeddedMedia', toWireJson(messageOf('GetEmbeddedMediaRequest'), request)),
		gives: 'file',
		toWire: ({ headers, body }) =>
			writeWire(response, { media: { data: body, mimeType: headers['content-type'] ?? 'application/octet-stream' } }),
	};
}

/** The JSON of an answer. Calls that give nothing may be answered with nothing, with a blank line or with null. */
export function jsonIn({ body }: Answer): JsonValue {
	const text = readableText(body);
	return text.trim() === '' ? {} : ((JSON.parse(text) as JsonValue) ?? {});
}
