import { quote, redact, safeCause } from '../../../nodes/shared/errors/redact';

describe('redact', () => {
	it('hides every occurrence of every secret', () => {
		expect(redact('a=secret-1 b=secret-2 c=secret-1', ['secret-1', 'secret-2'])).toBe('a=[hidden] b=[hidden] c=[hidden]');
	});

	it('takes a secret for text, not for a pattern', () => {
		expect(redact('abcd a.cd', ['a.cd'])).toBe('abcd [hidden]');
		expect(redact('key: a.+c?', ['a.+c?'])).toBe('key: [hidden]');
	});

	it('does not blot out a text for an empty or tiny secret', () => {
		expect(redact('a cat', ['', 'a'])).toBe('a cat');
	});
});

describe('quote', () => {
	it('gives one line of bounded length', () => {
		expect(quote('  two\n  lines\t', [])).toBe('two lines');
		expect(quote('x'.repeat(1_000), [])).toBe(`${'x'.repeat(300)}…`);
	});

	it('hides a secret before it shortens, so that no half of one is left', () => {
		const secret = 's'.repeat(40);
		expect(quote(`${'x'.repeat(290)}${secret}`, [secret])).not.toContain('sss');
	});
});

describe('safeCause', () => {
	it('keeps name, message, stack and code, and nothing else', () => {
		const original = Object.assign(new RangeError('too far'), { code: 'E_FAR', request: { secret: 1 } });
		const copy = safeCause(original);
		expect(copy).not.toBe(original);
		expect(Object.getOwnPropertyNames(copy).sort()).toEqual(['code', 'message', 'name', 'stack']);
		expect(copy).toMatchObject({ name: 'RangeError', message: 'too far', stack: original.stack, code: 'E_FAR' });
	});

	it('hides secrets in message and stack', () => {
		const copy = safeCause(new Error('key secret-1'), ['secret-1']);
		expect(copy.message).toBe('key [hidden]');
		expect(copy.stack).not.toContain('secret-1');
	});
});
