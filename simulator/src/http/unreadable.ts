import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { status } from '@grpc/grpc-js';
import type { Duplex } from 'node:stream';
import { errorAnswer, malformed, MiddlewareError } from './errors';
import { middlewareMarks } from './marks';

/** Answers what Node cannot read as HTTP, or what takes too long, and ends the connection. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
	if (!socket.writable || error.code === 'ECONNRESET') {
		socket.destroy();
		return;
	}
	const requestId = randomUUID();
	const answer = errorAnswer(errorOf(error.code), requestId);
	const headers = {
		...middlewareMarks(requestId),
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(answer.body)),
		connection: 'close',
	};
	const head = [
		`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
		...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
	];
	socket.end(`${head.join('\r\n')}\r\n\r\n${answer.body}`, () => socket.destroy());
}

function errorOf(code: string | undefined): MiddlewareError {
	if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
		return new MiddlewareError({
			status: status.DEADLINE_EXCEEDED,
			code: 'timeout',
			httpStatus: 408,
			message: 'The request took too long',
		});
	}
	if (code === 'HPE_HEADER_OVERFLOW') return malformed('The headers are too long', undefined, 431);
	return malformed('This is not an HTTP request');
}
