import { authenticate } from '../calls/auth';
import { OpenStream } from '../calls/openStream';
import type { CallOutcome } from '../calls/record';
import type { ServedLine } from '../calls/servedLine';
import { runStream } from '../calls/stream';
import { asRpcError, Cut, ProxyAnswer, recordCall, runUnary, type IncomingCall } from '../calls/unary';
import type { messages } from '../generated';
import { isStream } from '../services/method';
import type { Exchange } from './exchange';
import { bodyCarrier, mediaType, partOf } from './files';
import { readRequest } from './request';
import type { FoundRoute, Route } from './routes';

/** Reads the request of a method, runs it on a line as gRPC does, and answers. */
export async function serve(found: FoundRoute, exchange: Exchange, line: ServedLine): Promise<void> {
	const { route } = found;
	const unread: IncomingCall = { metadata: exchange.metadata, transport: 'http', route: route.name };
	let call: IncomingCall;
	try {
		// Before the body: who has no token fills no memory.
		authenticate(unread.metadata, line.store.id, line.tokens);
		call = { ...unread, request: await readRequest(found, exchange) };
	} catch (failure) {
		recordCall(route.wire, unread, line).outcome = outcomeOf(failure);
		exchange.refuse(failure);
		return;
	}
	if (route.raw === 'data' || route.raw === 'companion') await serveDownload(route, route.raw, call, exchange, line);
	else await serveUnary(route, call, exchange, line);
}

async function serveUnary(
	{ wire, method, definition, raw }: Route,
	call: IncomingCall,
	exchange: Exchange,
	line: ServedLine,
): Promise<void> {
	const record = recordCall(wire, call, line);
	const signal = AbortSignal.any([exchange.gone, line.stopping]);
	try {
		const response = await runUnary(wire, isStream(method) ? undefined : method, call, line, signal);
		record.outcome = { type: 'answered' };
		if (raw === 'embeddedMedia') {
			const { media } = response as messages.GetEmbeddedMediaResponse;
			exchange.answer(media.data, mediaType(media.mime_type));
		} else exchange.answer(JSON.stringify(wire.decodeAnswer(definition.responseSerialize(response))), 'application/json');
	} catch (failure) {
		record.outcome = outcomeOf(failure);
		exchange.refuse(failure);
	}
}

async function serveDownload(
	{ wire, method }: Route,
	part: 'data' | 'companion',
	call: IncomingCall,
	exchange: Exchange,
	line: ServedLine,
): Promise<void> {
	const stream = new OpenStream(bodyCarrier(exchange, part), recordCall(wire, call, line), line);
	const download = isStream(method) ? partOf(method, part) : undefined;
	const end = await runStream({ name: wire, method: download, call, line }, stream);
	if (end.type === 'failed') return exchange.refuse(end.error);
	// A proper end would pass for a complete file.
	if (end.type === 'cut') return exchange.breakOff();
	if (exchange.response.headersSent) {
		exchange.response.end();
		return;
	}
	// The end came before the head: an answer without a byte.
	exchange.head(200, { 'content-type': 'application/octet-stream' });
	exchange.response.end();
}

function outcomeOf(failure: unknown): CallOutcome {
	if (failure instanceof Cut) return { type: 'cut' };
	if (failure instanceof ProxyAnswer) return failure.outcome;
	const { status, code } = asRpcError(failure);
	return { type: 'refused', status, code };
}
