import { parseAddressList, parseDirectAddress, parseMembers } from '../../../../../nodes/shared/spectrum/model/address/recipients';

describe('several addresses', () => {
	test.each([
		['+15551234567, Alice@Example.com', ['+15551234567', 'alice@example.com']],
		['+1 (555) 123-4567;+15557654321', ['+15551234567', '+15557654321']],
		['+15551234567\n+15557654321\n', ['+15551234567', '+15557654321']],
		[
			['+15551234567', 'alice@example.com'],
			['+15551234567', 'alice@example.com'],
		],
		[
			['+15551234567, +15557654321', 'alice@example.com'],
			['+15551234567', '+15557654321', 'alice@example.com'],
		],
		['+15551234567, +1 555 123 4567', ['+15551234567']],
		['Alice@example.com, alice@EXAMPLE.com', ['alice@example.com']],
		['["+15551234567", "alice@example.com"]', ['+15551234567', 'alice@example.com']],
		['```json\n["+15551234567", "alice@example.com"]\n```', ['+15551234567', 'alice@example.com']],
		['```\n+15551234567\nalice@example.com\n```', ['+15551234567', 'alice@example.com']],
		['- +15551234567\n* alice@example.com', ['+15551234567', 'alice@example.com']],
		['1. +15551234567\n2. alice@example.com', ['+15551234567', 'alice@example.com']],
	])('%j', (input, addresses) => {
		expect(parseAddressList(input)).toEqual({ ok: true, value: addresses });
	});

	test.each([
		['', /is empty/],
		[' , ;\n', /is empty/],
		[[], /is empty/],
		['+15551234567, 12345', /the entry "12345", which is a short code/],
		['+15551234567, Bob', /the entry "Bob", which is neither/],
		[{ phone: '+15551234567' }, /neither a text nor a list/],
		[['+15551234567', null], /neither a text nor a list/],
	])('%j is refused', (input, problem) => {
		expect(parseAddressList(input)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
		expect(parseMembers(input)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
	});
});

test('a group has at least two others, and one person written twice is one person', () => {
	expect(parseMembers('+15551234567, +15557654321')).toEqual({ ok: true, value: ['+15551234567', '+15557654321'] });
	for (const one of ['+15551234567', '+15551234567, +1 555 123-4567']) {
		expect(parseMembers(one)).toMatchObject({ ok: false, problem: expect.stringContaining('only one person') });
	}
});

describe('one address', () => {
	test('is read as everywhere else', () => {
		expect(parseDirectAddress(' +1 555 123 4567 ')).toEqual({ ok: true, value: '+15551234567' });
		expect(parseDirectAddress(['alice@example.com'])).toEqual({ ok: true, value: 'alice@example.com' });
	});

	test.each([
		['+15551234567, +15557654321'],
		['+15551234567;alice@example.com'],
		['+15551234567\nalice@example.com'],
		[['+15551234567', '+15557654321']],
	])('several never become a group by accident: %j', (input) => {
		expect(parseDirectAddress(input)).toMatchObject({ ok: false, problem: expect.stringContaining('choose a group') });
	});

	test.each([
		['', /is empty/],
		['5551234567', /country code/],
		[undefined, /neither a text/],
	])('%j is refused', (input, problem) => {
		expect(parseDirectAddress(input)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
	});
});

test('a default country reads national numbers, also those that a sheet keeps as numbers', () => {
	expect(parseMembers(['0170 1234567', 1707654321], 'DE')).toEqual({ ok: true, value: ['+491701234567', '+491707654321'] });
	expect(parseDirectAddress(5551234567, 'US')).toEqual({ ok: true, value: '+15551234567' });
	expect(parseMembers(['0170 1234567', 1707654321])).toMatchObject({ ok: false, problem: expect.stringContaining('no country code') });
});

test('a long entry is shown in part, and what nobody sees in it as its number', () => {
	const parsed = parseAddressList(`a\u200bb@example.com${'x'.repeat(1_000)}`);
	expect(!parsed.ok && parsed.problem).toMatch(
		/^has the entry "a\\u\{200B\}b@example\.comx+…", which contains an invisible character, U\+200B/,
	);
	expect(!parsed.ok && parsed.problem.length).toBeLessThan(300);
});
