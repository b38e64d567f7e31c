import { Readable } from 'node:stream';
import { fromGrpc } from '../../errors/fromGrpc';
import { fromHttpAnswer, isFromMiddleware } from '../../errors/fromMiddleware';
import type { SpectrumError } from '../../errors/SpectrumError';
import { bytesOf, chunksOf, readableText } from '../../net/bodyText';
import { largestAnswerBytes, type HttpPort, type HttpResponse, type StreamedResponse } from '../../net/http';
import type { Clock } from '../../timing/clock';
import { inTime } from '../../timing/wholeAnswer';
import { wireLimitBytes } from '../../model/attachment';
import type { HttpTarget } from '../Transport';
import type { Answer, HttpCall } from './calls';
import { failureFacts } from './failure';

/** One request, with everything that it does not share with others. */
export interface Asked {
	readonly call: HttpCall;
	readonly http: HttpPort;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly token: string;
	/** Whether the server would recognise a repeat, or a repeat does no harm. */
	readonly isRepeatable: boolean;
	readonly audience?: 'registered';
	readonly deadlineMilliseconds: number;
	/** Ends the request and the reading of its answer. */
	readonly signal: AbortSignal;
}

/** An answer that is read piece by piece. */
export interface OpenAnswer {
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The pieces as they are asked for. Rejects with a {@link SpectrumError}. */
	pieces(): AsyncIterable<Buffer>;
	/** Ends the request. Safe to call twice, and after the end. */
	close(): void;
}

/** Makes requests to one server. Each is one attempt, and every failure is a {@link SpectrumError}. */
export class Exchange {
	constructor(
		private readonly target: HttpTarget,
		private readonly clock: Clock,
	) {}

	/** The whole answer. The deadline holds up to its last byte. */
	async whole(asked: Asked): Promise<Answer> {
		const { response, read } = await this.timed(asked, async (response) => {
			const { body } = response;
			// The page of something else has another limit than a message of the wire.
			const mayBeExpected = isExpected(asked.call, response, false);
			return { response, read: mayBeExpected ? await bytesOf(body, wireLimitBytes) : await refusalOf(body) };
		});
		if (!isExpected(asked.call, response, read.length === 0)) throw this.refusal(asked, response, read);
		return { headers: response.headers, body: read };
	}

	/** An answer whose headers have arrived. The deadline holds for them. The reader limits the rest. */
	async open(asked: Asked): Promise<OpenAnswer> {
		const { signal } = asked;
		const { response, read } = await this.timed(asked, async (response) => ({
			response,
			read: isSuccess(response) ? Buffer.alloc(0) : await refusalOf(response.body),
		}));
		const { body, headers } = response;
		const close = (): void => {
			signal.removeEventListener('abort', close);
			body.destroy();
		};
		if (!isExpected(asked.call, response, false)) {
			close();
			throw this.refusal(asked, response, read);
		}
		signal.addEventListener('abort', close, { once: true });
		if (signal.aborted) close();
		return { headers, close, pieces: () => this.pieces(asked, body) };
	}

	private async *pieces(asked: Asked, body: Readable): AsyncGenerator<Buffer, void, undefined> {
		try {
			yield* chunksOf(body);
		} catch (cause) {
			throw this.failure(asked, cause, true);
		}
	}

	/** Makes the request, and hands its answer to `read`. Both together have the time of the deadline. */
	private async timed<Result>(asked: Asked, read: (response: StreamedResponse) => Promise<Result>): Promise<Result> {
		const { signal, deadlineMilliseconds: timeoutMilliseconds } = asked;
		const end = new AbortController();
		let body: Readable | undefined;
		const work = async (): Promise<Result> => {
			const response = await this.send(asked, end.signal);
			({ body } = response);
			if (end.signal.aborted) body.destroy();
			return await read(response);
		};
		try {
			return await inTime(this.clock, { timeoutMilliseconds, signal }, work(), () => {
				end.abort();
				body?.destroy();
			});
		} catch (cause) {
			throw this.failure(asked, cause, false);
		}
	}

	private async send({ call, http, headers, deadlineMilliseconds }: Asked, signal: AbortSignal): Promise<StreamedResponse> {
		const { baseUrl, ca } = this.target;
		const { method, path, body, contentType } = call;
		const response = await http({
			method,
			url: `${baseUrl}${path}`,
			headers: { ...headers, ...(contentType === undefined ? {} : { 'content-type': contentType }) },
			body,
			ca,
			timeoutMilliseconds: deadlineMilliseconds,
			signal,
			answer: 'stream',
		});
		const stream = response.body instanceof Readable ? response.body : Readable.from([]);
		// Its failure reaches its reader. After a timeout it has none.
		stream.on('error', () => {});
		return { ...response, body: stream };
	}

	private refusal(asked: Asked, response: HttpResponse, body: Buffer): SpectrumError {
		const { status, headers } = response;
		return fromHttpAnswer(
			{ status, headers, body: isSuccess(response) ? undefined : parsed(body) },
			{ ...this.facts(asked), now: this.clock.now() },
		);
	}

	private failure(asked: Asked, cause: unknown, hasAnswer: boolean): SpectrumError {
		return fromGrpc({
			...this.facts(asked),
			...failureFacts(cause, { ...this.target, hasAnswer, isRepeatable: asked.isRepeatable }),
			trailers: {},
			local: true,
			isHttp: true,
			cancelled: asked.signal.aborted,
		});
	}

	private facts({ token, audience, isRepeatable }: Asked) {
		const { baseUrl } = this.target;
		return { address: baseUrl, tls: baseUrl.startsWith('https:'), secrets: [token], audience, isRepeatable };
	}
}

function isSuccess({ status }: Pick<HttpResponse, 'status'>): boolean {
	return status >= 200 && status <= 299;
}

/**
 * Whether this is an answer of the server. A sign-in page comes with 200, too. The server names itself in every answer;
 * where something removes its headers, JSON is good enough for a call that gives JSON.
 */
function isExpected({ gives }: HttpCall, response: HttpResponse, isEmpty: boolean): boolean {
	const { headers } = response;
	if (!isSuccess(response)) return false;
	if (isFromMiddleware(headers)) return true;
	return gives === 'json' && !isEmpty && /^application\/json\b/i.test(headers['content-type'] ?? '');
}

/** The body of a refusal. Without it, the status still says enough. */
async function refusalOf(body: Readable): Promise<Buffer> {
	try {
		return await bytesOf(body, largestAnswerBytes);
	} catch {
		return Buffer.alloc(0);
	}
}

function parsed(body: Buffer): unknown {
	const text = readableText(body);
	try {
		return JSON.parse(text) as unknown;
	} catch {
		// The page of a proxy. Its text may say why.
		return text;
	}
}
