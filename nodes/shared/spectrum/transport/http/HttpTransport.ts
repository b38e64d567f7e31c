import { cancelled, throwIfCancelled } from '../../errors/from';
import { SpectrumError } from '../../errors/SpectrumError';
import { systemClock, type Clock } from '../../timing/clock';
import { decodeAnswer, encodeRequest, readable, unsendableToken } from '../messages';
import type { CallOptions, HttpTarget, StreamOptions, Transport, UnaryOptions, WireMethod } from '../Transport';
import { userAgent } from '../version';
import { callOf, type HttpCall } from './calls';
import { download, downloadPath } from './download';
import { Exchange, type Asked } from './exchange';

/** How long the headers of a file may take, in milliseconds. The reader of the file limits the rest. */
const openMilliseconds = 60_000;

/**
 * {@link Transport} over HTTP: the same methods, by the routes of their annotations. It holds no connection, because the
 * client of the execution that calls makes each request.
 */
export class HttpTransport implements Transport {
	private readonly exchange: Exchange;
	private readonly calls = new Set<AbortController>();
	private closed = false;

	constructor(
		private readonly target: HttpTarget,
		clock: Clock = systemClock,
	) {
		this.exchange = new Exchange(target, clock);
	}

	async unary<Request, Response>(method: WireMethod<Request, Response>, request: Request, options: UnaryOptions): Promise<Response> {
		const { signal, end } = this.begin(options.signal);
		try {
			const { deadlineMilliseconds, audience } = options;
			const call = callOf(method.path, encodeRequest(method, request));
			const answer = await this.exchange.whole({
				...this.asked(call, options, signal),
				deadlineMilliseconds,
				audience,
			});
			return decodeAnswer(
				method,
				readable(() => call.toWire(answer)),
			);
		} finally {
			end();
		}
	}

	/** Of all streams, HTTP has the one of a file. */
	async *serverStream<Request, Response>(
		method: WireMethod<Request, Response>,
		request: Request,
		options: StreamOptions,
	): AsyncGenerator<Response, void, undefined> {
		if (method.path !== downloadPath) throw noStreams();
		const { signal, end } = this.begin(options.signal);
		try {
			const asked = (call: HttpCall): Asked => this.asked(call, options, signal);
			const requests = {
				whole: async (call: HttpCall) => {
					const answer = await this.exchange.whole(asked(call));
					return readable(() => call.toWire(answer));
				},
				open: async (call: HttpCall) => await this.exchange.open(asked(call)),
			};
			const frames = download(encodeRequest(method, request), requests, () => options.onOpen?.());
			for await (const frame of frames) yield decodeAnswer(method, frame);
		} finally {
			end();
		}
	}

	close(): void {
		this.closed = true;
		for (const call of this.calls) call.abort();
	}

	private asked(
		call: HttpCall,
		{ http, token, idempotencyKey }: CallOptions & Pick<UnaryOptions, 'idempotencyKey'>,
		signal: AbortSignal,
	): Asked {
		if (http === undefined) throw new Error('A call over HTTP needs the HTTP client of its execution');
		const isRepeatable = call.method === 'GET' || idempotencyKey !== undefined;
		const headers = { ...this.headers(token, idempotencyKey), ...(call.gives === 'file' ? fileHeaders : {}) };
		return { call, http, token, signal, headers, isRepeatable, deadlineMilliseconds: openMilliseconds };
	}

	private headers(token: string, idempotencyKey?: string): Record<string, string> {
		const { instanceId } = this.target;
		if (!isSendable(token)) throw unsendableToken();
		if (instanceId !== undefined && !isSendable(instanceId)) throw unsendableInstance();
		return {
			authorization: `Bearer ${token}`,
			'user-agent': userAgent,
			...(instanceId === undefined ? {} : { 'x-photon-server': instanceId }),
			...(idempotencyKey === undefined ? {} : { 'x-idempotency-key': idempotencyKey }),
		};
	}

	/** Starts a call that ends with the signal, or with `close()`. `end` must follow. */
	private begin(signal: AbortSignal | undefined): { readonly signal: AbortSignal; readonly end: () => void } {
		throwIfCancelled(signal);
		if (this.closed) throw cancelled(new Error('The connection was closed'));
		const call = new AbortController();
		const abort = (): void => call.abort(signal?.reason);
		this.calls.add(call);
		signal?.addEventListener('abort', abort, { once: true });
		return {
			signal: call.signal,
			end: () => {
				this.calls.delete(call);
				signal?.removeEventListener('abort', abort);
			},
		};
	}
}

/**
 * What a request for a file says of its answer. A server that negotiates would refuse a file to a client that takes only
 * JSON. n8n's client does not notice when a compressed answer lacks its end.
 */
const fileHeaders = { accept: '*/*', 'accept-encoding': 'identity' };

/** The characters of a header that every client sends as they are. */
function isSendable(text: string): boolean {
	return /^[ -~]*$/.test(text);
}

function unsendableInstance(): SpectrumError {
	return new SpectrumError({
		kind: 'invalid',
		message: 'The instance ID in the credential contains characters that cannot be sent',
		advice: 'Copy the instance ID into the credential again, without line breaks or other invisible characters.',
	});
}

function noStreams(): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: 'HTTP has no event streams, and Connection in the credential is set to HTTP',
		advice:
			'To receive messages, set the Trigger to receive by webhook, which needs a Spectrum Cloud credential. Or choose gRPC as Connection in the credential.',
	});
}
