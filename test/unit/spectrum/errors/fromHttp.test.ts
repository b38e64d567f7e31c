import { UnusableAnswer, type HttpResponse } from '../../../../nodes/shared/spectrum/net/http';
import {
	fromHttpBody,
	fromHttpFailure,
	fromHttpStatus,
	type ControlPlaneCall,
	type HttpCallFacts,
} from '../../../../nodes/shared/spectrum/errors/fromHttp';
import { parseRetryAfter } from '../../../../nodes/shared/spectrum/errors/retryAfter';
import { controlPlaneCalls } from '../../../../nodes/shared/spectrum/errors/httpTexts';
import type { ErrorKind } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { everythingIn } from './support';

const secret = 'the-project-secret';
const now = Date.UTC(2026, 0, 1);

function facts(call: ControlPlaneCall = 'mintTokens'): HttpCallFacts {
	return { call, secrets: [secret], now };
}
function answer(status: number, part: Partial<HttpResponse> = {}): HttpResponse {
	return { status, headers: {}, body: { succeed: false, message: 'no' }, ...part };
}

describe('a status', () => {
	it.each<[number, ErrorKind, boolean]>([
		[301, 'protocol', false],
		[400, 'invalid', false],
		[401, 'authentication', false],
		[403, 'permission', false],
		[404, 'notFound', false],
		[408, 'timeout', true],
		[409, 'duplicate', false],
		[418, 'invalid', false],
		[422, 'invalid', false],
		[429, 'quota', true],
		[500, 'internal', true],
		[501, 'internal', true],
		[502, 'unavailable', true],
		[503, 'unavailable', true],
		[504, 'timeout', true],
		[599, 'internal', true],
	])('%i is of kind %s, worth repeating: %s', (status, kind, retryable) => {
		const error = fromHttpStatus(answer(status), facts());
		expect(error).toMatchObject({ kind, retryable, status: `HTTP ${status}`, connectionFailed: false });
		expect(error.advice).toMatch(/^[A-Z].*\.$/s);
	});

	it.each(Object.entries(controlPlaneCalls))('names the call: %s', (call, words) => {
		for (const status of [401, 404, 409, 422, 429, 500]) {
			expect(fromHttpStatus(answer(status), facts(call as ControlPlaneCall)).message).toContain(words);
		}
	});

	it('decides, not the code or the text, which are only passed on', () => {
		const body = { succeed: false, code: 'RATE_LIMITED', message: 'unauthorized, not found' };
		const error = fromHttpStatus(answer(422, { body }), facts('registerWebhook'));
		expect(error).toMatchObject({ kind: 'invalid', code: 'RATE_LIMITED' });
		expect(error.message).toContain('Spectrum said: unauthorized, not found');
	});

	it.each([
		['a page', '<html>503</html>'],
		['nothing', undefined],
		['null', null],
		['a list', []],
		['other fields', { error: { message: 'x' } }],
		['fields of other types', { message: 7, code: {} }],
	])('is enough when the body is %s', (_name, body) => {
		expect(fromHttpStatus(answer(503, { body }), facts())).toMatchObject({ kind: 'unavailable', code: undefined });
	});

	it('says more where the call is known', () => {
		expect(fromHttpStatus(answer(409), facts('registerWebhook')).advice).toContain('Remove the older registration');
		expect(fromHttpStatus(answer(422), facts('registerWebhook')).advice).toContain('WEBHOOK_URL');
		expect(fromHttpStatus(answer(404), facts('deleteWebhook')).message).toContain('no longer knows this webhook');
		expect(fromHttpStatus(answer(404), facts('listWebhooks')).message).toContain('does not know the project');
	});

	it('never carries the secret, wherever the server repeats it', () => {
		const body = { succeed: false, code: secret, message: `bad secret ${secret}` };
		expect(everythingIn(fromHttpStatus(answer(401, { body }), facts()))).not.toContain(secret);
	});
});

describe('Retry-After', () => {
	const year = 365 * 24 * 60 * 60_000;

	it.each([
		['0', 0],
		['7', 7_000],
		[' 30 ', 30_000],
		[new Date(now + 90_000).toUTCString(), 90_000],
		[new Date(now - 90_000).toUTCString(), 0],
		[undefined, undefined],
		['', undefined],
		['soon', undefined],
		['-5', undefined],
		['1.5', undefined],
		// Times that no date can hold are as good as a year.
		['99999999999999', year],
		['9'.repeat(400), year],
		['Fri, 31 Dec 9999 23:59:59 GMT', year],
	])('%p is %p ms', (value, milliseconds) => {
		const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value };
		expect(parseRetryAfter(headers, now)).toBe(milliseconds);
		expect(parseRetryAfter({ ...headers, date: 'today' }, now)).toBe(milliseconds);
	});

	it.each([-3_600_000, 3_600_000])('as a date counts by the clock of the server, which differs by %i ms', (difference) => {
		const at = (milliseconds: number) => new Date(now + difference + milliseconds).toUTCString();
		expect(parseRetryAfter({ 'retry-after': at(30_000), date: at(0) }, now)).toBe(30_000);
		expect(parseRetryAfter({ 'retry-after': '30', date: at(0) }, now)).toBe(30_000);
	});

	it('is part of the error', () => {
		const error = fromHttpStatus(answer(429, { headers: { 'retry-after': '2' } }), facts());
		expect(error.retryAfterMilliseconds).toBe(2_000);
	});
});

describe('no answer', () => {
	it.each<[string, ErrorKind, boolean]>([
		['ECONNREFUSED', 'unavailable', true],
		['ENOTFOUND', 'unavailable', true],
		['ECONNRESET', 'unavailable', true],
		['ETIMEDOUT', 'timeout', false],
		['ECONNABORTED', 'timeout', false],
		['ERR_CANCELED', 'cancelled', false],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'unavailable', false],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unavailable', false],
		['CERT_HAS_EXPIRED', 'unavailable', false],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'unavailable', false],
	])('for %s is of kind %s, a connection that failed: %s', (code, kind, connectionFailed) => {
		const cause = Object.assign(new Error(code), { code });
		for (const thrown of [cause, new Error('wrapped', { cause })]) {
			const error = fromHttpFailure(thrown, false, facts('registerWebhook'));
			expect(error).toMatchObject({ kind, connectionFailed, retryable: false });
			expect(error.message).toContain('registering the webhook');
		}
	});

	it.each(['ENOTFOUND', 'EAI_AGAIN'])('for a name that does not resolve (%s) seldom passes', (code) => {
		expect(fromHttpFailure(Object.assign(new Error(code), { code }), false, facts())).toMatchObject({
			connectionFailed: true,
			lasting: true,
		});
	});

	it('for a connection that is refused may pass', () => {
		expect(fromHttpFailure(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), false, facts()).lasting).toBe(false);
	});

	it('that can be taken is a protocol error', () => {
		const error = fromHttpFailure(new UnusableAnswer('is larger than 1 MiB'), false, facts());
		expect(error).toMatchObject({ kind: 'protocol', connectionFailed: false, retryable: false });
		expect(error.message).toBe('The answer of the control plane is larger than 1 MiB, while minting a token');
	});

	it('says what to do about an authority of the credential that a proxy keeps from being used', () => {
		const cause = Object.assign(new Error('x'), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
		expect(fromHttpFailure(cause, false, { ...facts(), caBehindProxy: true }).advice).toMatch(/NODE_EXTRA_CA_CERTS.*NO_PROXY/);
		expect(fromHttpFailure(cause, false, facts()).advice).not.toContain('NODE_EXTRA_CA_CERTS');
	});

	it('tells a certificate from a missing network', () => {
		const cause = Object.assign(new Error('x'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
		expect(fromHttpFailure(cause, false, facts()).message).toContain('certificate');
	});

	it('is a cancellation when the caller aborted, whatever was thrown', () => {
		expect(fromHttpFailure(new Error('socket hang up'), true, facts())).toMatchObject({ kind: 'cancelled' });
		expect(fromHttpFailure(AbortSignal.abort().reason, false, facts())).toMatchObject({ kind: 'cancelled' });
	});

	it('takes anything, and never carries the secret', () => {
		const cause = Object.assign(new Error(`basic ${secret}`), { config: { auth: { password: secret } } });
		for (const thrown of [cause, secret, undefined, { password: secret }]) {
			const error = fromHttpFailure(thrown, false, facts());
			expect(error.kind).toBe('unavailable');
			expect(everythingIn(error)).not.toContain(secret);
		}
	});
});

it('an answer that is not the contract says which call and what was wrong', () => {
	const error = fromHttpBody('data.expiresIn is not a number of seconds', 200, facts());
	expect(error).toMatchObject({ kind: 'protocol', status: 'HTTP 200', retryable: false });
	expect(error.message).toContain('minting a token');
	expect(error.message).toContain('data.expiresIn');
});
