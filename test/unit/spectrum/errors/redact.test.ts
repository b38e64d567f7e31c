import { quote, redact, safeCause } from '../../../../nodes/shared/spectrum/errors/redact';
import { leastCpuMilliseconds } from '../../../support/cpuTime';

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
		expect(quote('x'.repeat(1_000), [])).toBe(`${'x'.repeat(299)}…`);
	});

	it.each([
		['a colour', '\u001b[31mred\u001b[0m text', 'red text'],
		['a colour in one character', '\u009b1;31mred', 'red'],
		['a title of the window', '\u001b]0;owned\u0007said', 'said'],
		['a link', '\u001b]8;;https://evil.example\u001b\\here\u001b]8;;\u001b\\', 'here'],
		['a sequence that never ends', 'said \u001b[', 'said'],
		['a lone ESC', '\u001bcsaid', 'said'],
		['bidi marks', 'pay\u202etxt.exe\u202c \u2066x\u2069\u200f', 'paytxt.exe x'],
		['invisible characters', 'a\u200bb\u00adc\ufeffd\u0000e\u2028f', 'abcde f'],
		['half of a character', 'a\ud83d', 'a'],
	])('shows nothing of %s', (_name, text, shown) => {
		expect(quote(text, [])).toBe(shown);
	});

	it('leaves letters and emoji of every language alone', () => {
		const text = 'Grüße, 你好, שלום, مرحبا, नमस्ते 👍🏽 ❤️';
		expect(quote(text, [])).toBe(text);
	});

	it('hides a secret that an invisible character stands in', () => {
		expect(quote('key sec\u200bret-1, sec\u001b[1mret-1', ['secret-1'])).toBe('key [hidden], [hidden]');
	});

	it('does not cut a character in two', () => {
		expect(quote('x'.repeat(298) + '👍👍', [])).toBe(`${'x'.repeat(298)}…`);
	});

	it.each([
		['ESC', '\u001b['],
		['strings without an end', '\u001b]'],
		['spaces', ' '],
	])('takes no longer for a million times %s', (_name, text) => {
		expect(leastCpuMilliseconds(2_000, () => quote(text.repeat(1_000_000), ['secret-1']))).toBeLessThan(2_000);
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

	it('keeps nothing that a terminal obeys, and its lines', () => {
		const copy = safeCause(Object.assign(new Error('\u001b[31mred\u202e'), { stack: 'Error: \u001b[31mred\n\tat here' }));
		expect(copy).toMatchObject({ message: 'red', stack: 'Error: red\n\tat here' });
	});

	it('hides secrets in message and stack', () => {
		const copy = safeCause(new Error('key secret-1'), ['secret-1']);
		expect(copy.message).toBe('key [hidden]');
		expect(copy.stack).not.toContain('secret-1');
	});
});
