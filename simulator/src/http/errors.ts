import { status } from '@grpc/grpc-js';
import { RpcError, type RpcErrorOptions } from '../calls/errors';

/** gRPC status to HTTP, as Google's mapping has it. */
const httpStatus: Readonly<Record<status, number>> = {
	[status.OK]: 200,
	[status.CANCELLED]: 499,
	[status.UNKNOWN]: 500,
	[status.INVALID_ARGUMENT]: 400,
	[status.DEADLINE_EXCEEDED]: 504,
	[status.NOT_FOUND]: 404,
	[status.ALREADY_EXISTS]: 409,
	[status.PERMISSION_DENIED]: 403,
	[status.RESOURCE_EXHAUSTED]: 429,
	[status.FAILED_PRECONDITION]: 400,
	[status.ABORTED]: 409,
	[status.OUT_OF_RANGE]: 400,
	[status.UNIMPLEMENTED]: 501,
	[status.INTERNAL]: 500,
	[status.UNAVAILABLE]: 503,
	[status.DATA_LOSS]: 500,
	[status.UNAUTHENTICATED]: 401,
};

/** What the proxy before the line's server decides: who may, and how much. */
const decidedByProxy: ReadonlySet<status> = new Set([status.UNAUTHENTICATED, status.PERMISSION_DENIED, status.RESOURCE_EXHAUSTED]);

export interface MiddlewareErrorOptions extends Omit<RpcErrorOptions, 'status'> {
	readonly status: status;
	/** `error-code`; default none. */
	readonly code?: string;
	/** Default: that of the gRPC status. */
	readonly httpStatus?: number;
	/** Default none. */
	readonly headers?: Readonly<Record<string, string>>;
}

/** A request that the middleware itself refuses: no line has seen it. */
export class MiddlewareError extends RpcError {
	override readonly name = 'MiddlewareError';
	readonly httpStatus?: number;
	readonly headers: Readonly<Record<string, string>>;

	constructor({ code = '', httpStatus: given, headers = {}, ...options }: MiddlewareErrorOptions) {
		super(code, options);
		this.httpStatus = given;
		this.headers = headers;
	}
}

/** A request that cannot be read. */
export function malformed(message: string, context?: Readonly<Record<string, string>>, httpStatus?: number): MiddlewareError {
	return new MiddlewareError({ status: status.INVALID_ARGUMENT, code: 'invalidArgument', message, context, httpStatus });
}

export function tooLarge(bytes: number): MiddlewareError {
	// A size and no quota: the contract has no code for it.
	return new MiddlewareError({
		status: status.RESOURCE_EXHAUSTED,
		message: `The body is longer than ${bytes} bytes`,
		httpStatus: 413,
	});
}

/** The contract's answer for an error. */
export function errorAnswer(
	error: RpcError,
	requestId: string,
): { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } {
	const own = error instanceof MiddlewareError ? error : undefined;
	const body = {
		code: (status[error.status] ?? 'UNKNOWN').toLowerCase(),
		message: error.message,
		source: own !== undefined ? 'middleware' : decidedByProxy.has(error.status) ? 'spectrum-imessage' : 'upstream',
		errorCode: error.code === '' ? undefined : error.code,
		retryable: error.retryable,
		context: error.context,
		requestId,
	};
	const retryAfter: Record<string, string> =
		error.retryAfter === undefined ? {} : { 'retry-after': String(Math.max(0, Math.ceil(error.retryAfter))) };
	return {
		status: own?.httpStatus ?? httpStatus[error.status] ?? 500,
		headers: { ...retryAfter, ...own?.headers },
		body: JSON.stringify(body),
	};
}
