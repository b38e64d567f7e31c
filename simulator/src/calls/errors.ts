import { status } from '@grpc/grpc-js';

/** Every `error-code` of the contract, with the gRPC status it rides on. */
export const statusOfCode = {
	unauthenticated: status.UNAUTHENTICATED,
	tokenExpired: status.UNAUTHENTICATED,
	tokenBlocked: status.PERMISSION_DENIED,
	unauthorized: status.PERMISSION_DENIED,
	dailyLimitExceeded: status.RESOURCE_EXHAUSTED,
	recipientLimitExceeded: status.RESOURCE_EXHAUSTED,
	uploadRateExceeded: status.RESOURCE_EXHAUSTED,
	contentDuplicateExceeded: status.RESOURCE_EXHAUSTED,
	recipientCoolingDown: status.RESOURCE_EXHAUSTED,
	recipientLocked: status.RESOURCE_EXHAUSTED,
	burstRateExceeded: status.RESOURCE_EXHAUSTED,
	newContactThrottled: status.RESOURCE_EXHAUSTED,
	sendReceiveRatioExceeded: status.RESOURCE_EXHAUSTED,
	duplicateMessage: status.ALREADY_EXISTS,
	chatNotFound: status.NOT_FOUND,
	messageNotFound: status.NOT_FOUND,
	attachmentNotFound: status.NOT_FOUND,
	addressNotFound: status.NOT_FOUND,
	sharedFriendLocationNotFound: status.NOT_FOUND,
	groupIconNotFound: status.NOT_FOUND,
	pollNotFound: status.NOT_FOUND,
	invalidArgument: status.INVALID_ARGUMENT,
	preconditionFailed: status.FAILED_PRECONDITION,
	operationNotSupported: status.FAILED_PRECONDITION,
	attachmentNotReady: status.FAILED_PRECONDITION,
	privateApiUnavailable: status.FAILED_PRECONDITION,
	serviceUnavailable: status.UNAVAILABLE,
	timeout: status.DEADLINE_EXCEEDED,
	internalError: status.INTERNAL,
	databaseError: status.INTERNAL,
	networkError: status.UNAVAILABLE,
} as const;

export type ErrorCode = keyof typeof statusOfCode;

const retryableByDefault: ReadonlySet<string> = new Set<ErrorCode>(['serviceUnavailable', 'timeout', 'networkError']);

export interface RpcErrorOptions {
	/** `x-retryable`; default true for serviceUnavailable, timeout and networkError. */
	readonly retryable?: boolean;
	/** Sent as `error-context-<key>`; printable ASCII. */
	readonly context?: Readonly<Record<string, string>>;
	/** Default: the contract's status for the code; UNKNOWN for a code it does not name. */
	readonly status?: status;
	/** The status text. */
	readonly message?: string;
	/** Seconds after which another try may pass: `Retry-After` of the HTTP face. gRPC has no place for it. */
	readonly retryAfter?: number;
}

/** An answer that is an error. */
export class RpcError extends Error {
	override readonly name: string = 'RpcError';
	readonly status: status;
	readonly retryable: boolean;
	readonly context: Readonly<Record<string, string>>;
	readonly retryAfter?: number;

	constructor(
		/** `error-code`; any text, so that tests can send codes of the future. Empty: none is sent. */
		readonly code: string,
		options: RpcErrorOptions = {},
	) {
		super(options.message ?? `The request failed: ${code}`);
		this.status = options.status ?? (statusOfCode as Record<string, status>)[code] ?? status.UNKNOWN;
		this.retryable = options.retryable ?? retryableByDefault.has(code);
		this.context = options.context ?? {};
		this.retryAfter = options.retryAfter;
	}
}

/** `invalidArgument`, naming the field at fault. */
export function invalidArgument(field: string, message: string): RpcError {
	return new RpcError('invalidArgument', { context: { field }, message: `${field}: ${message}` });
}
