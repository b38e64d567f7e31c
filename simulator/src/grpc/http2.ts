import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import type { ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import type { ResetCode } from '../faults';

type Call = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>;

const codes: Readonly<Record<ResetCode, number>> = {
	noError: constants.NGHTTP2_NO_ERROR,
	internalError: constants.NGHTTP2_INTERNAL_ERROR,
	refusedStream: constants.NGHTTP2_REFUSED_STREAM,
	cancel: constants.NGHTTP2_CANCEL,
	enhanceYourCalm: constants.NGHTTP2_ENHANCE_YOUR_CALM,
};

/** Ends one stream with RST_STREAM and leaves its connection alone. */
export function resetStream(call: Call, code: ResetCode): void {
	streamOf(call).close(codes[code]);
}

/** Says GOAWAY: the connection takes no new stream, and those on it may end. The answer ends it for good. */
export function sayGoaway(call: Call): () => void {
	const session = streamOf(call).session as ServerHttp2Session | undefined;
	session?.close();
	return () => session?.destroy();
}

/** grpc-js has no way to misbehave, and does not hand out what lies below a call: this reads its private field. */
function streamOf(call: Call): ServerHttp2Stream {
	const { stream } = (call as unknown as { readonly call: { readonly stream?: ServerHttp2Stream } }).call;
	if (stream === undefined) throw new Error('This version of grpc-js keeps its HTTP/2 stream somewhere else');
	return stream;
}
