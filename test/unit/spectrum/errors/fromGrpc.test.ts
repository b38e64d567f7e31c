import { codeTexts } from '../../../../nodes/shared/spectrum/errors/codes';
import { fromGrpc, type GrpcFailure } from '../../../../nodes/shared/spectrum/errors/fromGrpc';
import { grpcStatuses, type GrpcStatus } from '../../../../nodes/shared/spectrum/errors/statuses';
import type { ErrorKind, SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { everythingIn } from './support';

/** Every code of the contract with its class, written down a second time on purpose. */
const contract: ReadonlyArray<[code: string, kind: ErrorKind]> = [
	['unauthenticated', 'authentication'],
	['tokenExpired', 'authentication'],
	['tokenBlocked', 'authentication'],
	['unauthorized', 'permission'],
	['dailyLimitExceeded', 'quota'],
	['recipientLimitExceeded', 'quota'],
	['uploadRateExceeded', 'quota'],
	['contentDuplicateExceeded', 'quota'],
	['recipientCoolingDown', 'quota'],
	['recipientLocked', 'quota'],
	['burstRateExceeded', 'quota'],
	['newContactThrottled', 'quota'],
	['sendReceiveRatioExceeded', 'quota'],
	['duplicateMessage', 'duplicate'],
	['chatNotFound', 'notFound'],
	['messageNotFound', 'notFound'],
	['attachmentNotFound', 'notFound'],
	['addressNotFound', 'notFound'],
	['sharedFriendLocationNotFound', 'notFound'],
	['groupIconNotFound', 'notFound'],
	['pollNotFound', 'notFound'],
	['invalidArgument', 'invalid'],
	['preconditionFailed', 'unsupported'],
	['operationNotSupported', 'unsupported'],
	['attachmentNotReady', 'unsupported'],
	['privateApiUnavailable', 'unsupported'],
	['serviceUnavailable', 'unavailable'],
	['timeout', 'timeout'],
	['internalError', 'internal'],
	['databaseError', 'internal'],
	['networkError', 'unavailable'],
];

const statuses: Readonly<Record<GrpcStatus, ErrorKind>> = {
	CANCELLED: 'unavailable',
	UNKNOWN: 'internal',
	INVALID_ARGUMENT: 'invalid',
	DEADLINE_EXCEEDED: 'timeout',
	NOT_FOUND: 'notFound',
	ALREADY_EXISTS: 'duplicate',
	PERMISSION_DENIED: 'permission',
	RESOURCE_EXHAUSTED: 'quota',
	FAILED_PRECONDITION: 'unsupported',
	ABORTED: 'unavailable',
	OUT_OF_RANGE: 'invalid',
	UNIMPLEMENTED: 'unsupported',
	INTERNAL: 'internal',
	UNAVAILABLE: 'unavailable',
	DATA_LOSS: 'internal',
	UNAUTHENTICATED: 'authentication',
};

const token = 'eyJhbGciOi-secret-token';

describe('a refusal on a line that writes to registered people alone', () => {
	const denied = { status: 'PERMISSION_DENIED', audience: 'registered' } as const;
	const register = /Recipient → Register/;

	it('says how to register a person, whatever its text', () => {
		for (const details of ['Target not allowed for this project', 'Nope', '']) {
			expect(fromGrpc(failure({ ...denied, details }))).toMatchObject({ kind: 'permission', advice: expect.stringMatching(register) });
		}
	});

	it.each<[string, Partial<GrpcFailure>]>([
		['a line that writes to everybody', { audience: undefined, details: 'Target not allowed for this project' }],
		['a code', { trailers: { 'error-code': 'unauthorized' } }],
		['a code that is newer', { trailers: { 'error-code': 'regionBlocked' } }],
		['something that is no gRPC server', { foreign: { contentType: 'text/html' } }],
		['a connection that broke', { local: true, broken: true, trailers: {} }],
		['another status', { status: 'FAILED_PRECONDITION' }],
	])('does not with %s', (_name, part) => {
		expect(fromGrpc(failure({ ...denied, ...part })).advice).not.toMatch(register);
	});
});

function failure(part: Partial<GrpcFailure> = {}): GrpcFailure {
	return {
		status: 'UNKNOWN',
		trailers: { 'content-type': 'application/grpc' },
		local: false,
		connectionFailed: false,
		cancelled: false,
		address: 'imessage.example.test:443',
		secrets: [token],
		...part,
	};
}
function answered(status: GrpcStatus, trailers: Record<string, string> = {}, details = ''): SpectrumError {
	return fromGrpc(failure({ status, trailers, details }));
}

describe('a code of the server', () => {
	it('is known, for each of the contract and for no other', () => {
		expect(Object.keys(codeTexts).sort()).toEqual(contract.map(([code]) => code).sort());
	});

	it.each(contract)('%s is of kind %s, whatever the status', (code, kind) => {
		for (const status of grpcStatuses) {
			expect(answered(status, { 'error-code': code })).toMatchObject({ kind, code, status });
		}
	});

	it.each(contract)('%s says what happened and what to do', (code) => {
		const { message, advice } = answered('UNKNOWN', { 'error-code': code });
		expect(message).toMatch(/^[A-Z].*[^.]$/);
		expect(advice).toMatch(/^[A-Z].*\.$/s);
		expect(message).not.toBe(advice);
	});

	it('has words of its own', () => {
		const texts = contract.map(([code]) => answered('UNKNOWN', { 'error-code': code }));
		expect(new Set(texts.map(({ message }) => message)).size).toBe(contract.length);
	});

	it.each(['constructor', 'toString', '__proto__', 'DAILYLIMITEXCEEDED', 'daily limit exceeded', 'somethingNew'])(
		'%s is unknown: the status decides, and the code is kept',
		(code) => {
			expect(answered('NOT_FOUND', { 'error-code': code })).toMatchObject({ kind: 'notFound', code });
		},
	);

	it('never comes from the text', () => {
		const error = answered('INTERNAL', {}, 'error-code: dailyLimitExceeded, quota exceeded, token expired');
		expect(error).toMatchObject({ kind: 'internal', code: undefined, retryable: false });
	});
});

describe('a status without a code', () => {
	it.each(grpcStatuses)('%s', (status) => {
		expect(answered(status)).toMatchObject({ kind: statuses[status], code: undefined, status });
	});

	it('calls a quota of a server unnamed', () => {
		const error = answered('RESOURCE_EXHAUSTED');
		expect(error.kind).toBe('quota');
		expect(error.message).toContain('did not say which');
	});

	it('calls the same status a size when grpc-js made it', () => {
		const error = fromGrpc(failure({ status: 'RESOURCE_EXHAUSTED', local: true, trailers: {} }));
		expect(error).toMatchObject({ kind: 'tooLarge', retryable: false });
		expect(error.message).toContain('100 MiB');
	});
});

describe('trailers', () => {
	it.each([
		['true', true],
		['TRUE', true],
		['false', false],
		['1', false],
		['', false],
	])('x-retryable %p means %p', (value, retryable) => {
		expect(answered('UNAVAILABLE', { 'x-retryable': value }).retryable).toBe(retryable);
	});

	it('gives the context without its prefix, and nothing else', () => {
		const error = answered('NOT_FOUND', {
			'error-code': 'chatNotFound',
			'error-context-chat': 'any;-;+15550000001',
			'error-context-': 'nameless',
			'content-type': 'application/grpc',
			date: 'today',
		});
		expect(error.context).toEqual({ chat: 'any;-;+15550000001' });
	});

	it('never carry the token on, wherever a server repeats it', () => {
		const cause = Object.assign(new Error(`failed with Bearer ${token}`), {
			code: 16,
			metadata: { authorization: `Bearer ${token}` },
		});
		const error = fromGrpc(
			failure({
				status: 'UNAUTHENTICATED',
				details: `Bearer ${token} is not known`,
				trailers: { 'error-code': `x-${token}`, 'error-context-header': `Bearer ${token}` },
				cause,
			}),
		);
		expect(everythingIn(error)).not.toContain(token);
		expect(error.message).toContain('is not known');
		expect(error.cause).toMatchObject({ message: 'failed with Bearer [hidden]', code: 16 });
	});
});

describe('a burst that was turned away before the server', () => {
	const overflow = 'upstream connect error or disconnect/reset before headers. reset reason: overflow';
	const turnedAway = { retryable: true, notAccepted: true };

	it('is known by the header, or by the one text that is read', () => {
		expect(answered('UNAVAILABLE', { 'x-envoy-overloaded': 'true' })).toMatchObject(turnedAway);
		expect(answered('UNAVAILABLE', {}, overflow)).toMatchObject(turnedAway);
	});

	it.each<[string, GrpcStatus, Record<string, string>, string]>([
		['another status', 'INTERNAL', {}, overflow],
		['a server that speaks for itself', 'UNAVAILABLE', { 'x-retryable': 'false' }, overflow],
		['a code of the contract', 'UNAVAILABLE', { 'error-code': 'serviceUnavailable' }, overflow],
		['another reason', 'UNAVAILABLE', {}, 'reset reason: connection termination'],
		['a text that only begins so', 'UNAVAILABLE', {}, 'reset reason: overflowing'],
	])('is not %s', (_name, status, trailers, details) => {
		expect(answered(status, trailers, details)).toMatchObject({ retryable: false, notAccepted: false });
	});

	it('is not what this side says', () => {
		const error = fromGrpc(failure({ status: 'UNAVAILABLE', local: true, trailers: {}, details: overflow, connectionFailed: true }));
		expect(error).toMatchObject({ retryable: false, notAccepted: false });
	});
});

describe('the connection', () => {
	it('that failed names the address', () => {
		const error = fromGrpc(failure({ status: 'UNAVAILABLE', local: true, trailers: {}, connectionFailed: true }));
		expect(error).toMatchObject({ kind: 'unavailable', connectionFailed: true, retryable: false });
		expect(error.message).toContain('imessage.example.test:443');
	});

	it('that was too slow names the address', () => {
		const error = fromGrpc(failure({ status: 'DEADLINE_EXCEEDED', local: true, trailers: {} }));
		expect(error).toMatchObject({ kind: 'timeout', connectionFailed: false });
		expect(error.message).toContain('imessage.example.test:443');
	});

	it('that the caller ended is cancelled, whatever the status', () => {
		for (const status of grpcStatuses) {
			const error = fromGrpc(failure({ status, cancelled: true, connectionFailed: true, trailers: { 'x-retryable': 'true' } }));
			expect(error).toMatchObject({ kind: 'cancelled', retryable: false, connectionFailed: false });
		}
	});
});
