import type { ServerResponse } from 'node:http';
import { RpcError } from '../calls/errors';
import type { Carrier } from '../calls/openStream';
import type { attachmentKinds, attachments } from '../generated';
import type { StreamMethod } from '../services/method';
import type { Exchange } from './exchange';

type Frame = attachments.DownloadAttachmentResponse;

/** A download of one of the two files: its header, and its bytes alone. */
export function partOf(download: StreamMethod, part: 'data' | 'companion'): StreamMethod {
	return {
		kind: 'stream',
		handle: (context, request) => wanted(download.handle(context, request) as Iterable<Frame>, part),
	};
}

function* wanted(frames: Iterable<Frame>, part: 'data' | 'companion'): Iterable<Frame> {
	for (const frame of frames) {
		if (frame.has_header && part === 'companion' && !frame.header.has_companion) {
			throw new RpcError('attachmentNotFound', { message: 'The attachment has no companion' });
		}
		if (frame.has_header || (part === 'data' ? frame.has_primary_chunk : frame.has_companion_chunk)) yield frame;
	}
}

/** Brings the frames of a download as one body. Its length is not told: a cut shows by the missing end. */
export function bodyCarrier(exchange: Exchange, part: 'data' | 'companion'): Carrier {
	const { response, gone, front, peer } = exchange;
	return {
		write: (message, done) => {
			const frame = message as Frame;
			if (frame.has_header) {
				exchange.head(200, part === 'data' ? fileHeaders(frame.header.attachment) : companionHeaders(frame.header.companion));
				response.flushHeaders();
				done?.();
				return;
			}
			response.write(part === 'data' ? frame.primary_chunk : frame.companion_chunk, () => done?.());
		},
		onGone: (listener) => gone.addEventListener('abort', listener),
		cut: () => exchange.breakOff(),
		reset: () => exchange.reset(),
		goaway: () => goaway(response, exchange),
		stall: (direction) => front.stall(peer, direction),
	};
}

/** The nearest that HTTP/1.1 has: no further request on this connection. */
function goaway(response: ServerResponse, exchange: Exchange): () => void {
	response.shouldKeepAlive = false;
	return () => exchange.cut();
}

function fileHeaders({ file_name, mime_type }: attachmentKinds.AttachmentInfo): Record<string, string> {
	return { 'content-type': mediaType(mime_type), 'content-disposition': disposition(file_name) };
}

function companionHeaders({ file_name, mime_type, kind, total_bytes }: attachmentKinds.CompanionInfo): Record<string, string> {
	return {
		'content-type': mediaType(mime_type),
		'content-disposition': disposition(file_name),
		'x-companion-kind': String(kind),
		'x-companion-total-bytes': String(total_bytes),
	};
}

/** The media type as a header. A type that is not well formed becomes bytes of any kind. */
export function mediaType(type: string): string {
	return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type) ? type : 'application/octet-stream';
}

/** Characters of a name in a header, which clients limit. */
const longestName = 255;

/** The name in ASCII, and as it is. */
function disposition(fileName: string): string {
	const name = Buffer.from([...fileName].slice(0, longestName).join('')).toString();
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
	const exact = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
	return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
