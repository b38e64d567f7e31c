import { cancelled, throwIfCancelled, toSpectrumError } from '../../../../nodes/shared/spectrum/errors/from';
import { kindTexts } from '../../../../nodes/shared/spectrum/errors/kinds';
import { errorKinds, SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { everythingIn } from './support';

describe('toSpectrumError', () => {
	it('leaves a SpectrumError as it is', () => {
		const error = new SpectrumError({ kind: 'quota', message: 'm', advice: 'a' });
		expect(toSpectrumError(error)).toBe(error);
	});

	it('calls an abort cancelled', () => {
		const named = Object.assign(new Error('stop'), { name: 'AbortError' });
		for (const abort of [AbortSignal.abort().reason as unknown, new DOMException('stop', 'AbortError'), named]) {
			expect(toSpectrumError(abort)).toMatchObject({ kind: 'cancelled', cause: { name: 'AbortError' } });
		}
	});

	it('calls an error of the code internal, and keeps where it came from', () => {
		const thrown = new TypeError('x is not a function');
		const error = toSpectrumError(thrown);
		expect(error).toMatchObject({ kind: 'internal', cause: { name: 'TypeError', message: thrown.message, stack: thrown.stack } });
		expect(error.message).toContain('x is not a function');
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['a text', 'boom'],
		['a number', 42],
		['an object', { message: 'boom' }],
		['a symbol', Symbol('boom')],
		['an object without prototype', Object.create(null) as unknown],
		['an error with a message that is no text', Object.assign(new Error('x'), { message: 7 })],
		['an error that causes itself', circular()],
	])('takes %s', (_name, thrown) => {
		const error = toSpectrumError(thrown);
		expect(error).toBeInstanceOf(SpectrumError);
		expect(error.kind).toBe('internal');
		expect(error.message).toMatch(/^Something failed/);
	});

	it("drops the request that an HTTP client's error carries", () => {
		const secret = 'project-secret-value';
		const thrown = Object.assign(new Error('connect ECONNREFUSED'), {
			code: 'ECONNREFUSED',
			config: { auth: { username: 'p', password: secret } },
			cause: Object.assign(new Error('inner'), { request: { headers: { authorization: secret } } }),
		});
		const error = toSpectrumError(thrown);
		expect(everythingIn(error)).not.toContain(secret);
		expect(error.cause).toMatchObject({ code: 'ECONNREFUSED', cause: { message: 'inner' } });
	});
});

describe('cancellation', () => {
	it('is thrown for an aborted signal only', () => {
		expect(() => throwIfCancelled(undefined)).not.toThrow();
		expect(() => throwIfCancelled(new AbortController().signal)).not.toThrow();
		expect(() => throwIfCancelled(AbortSignal.abort('by hand'))).toThrow(kindTexts.cancelled.message);
	});

	it('keeps the reason', () => {
		expect(cancelled('by hand')).toMatchObject({ kind: 'cancelled', cause: { message: 'by hand' } });
		expect(cancelled().cause).toBeUndefined();
	});
});

it.each(errorKinds)('kind %s says what happened and what to do', (kind) => {
	const { message, advice } = kindTexts[kind];
	expect(message).toMatch(/^[A-Z].*[^.]$/);
	expect(advice).toMatch(/^[A-Z].*\.$/s);
});

function circular(): Error {
	const error = new Error('round and round');
	error.cause = error;
	return error;
}
