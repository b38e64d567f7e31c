import { addressAdviceFor, parseAddress } from '../../../../../nodes/shared/spectrum/model/address/address';

describe('parseAddress', () => {
	test.each([
		['+15551234567', '+15551234567', 'phone'],
		[' +1 (555) 123-4567 ', '+15551234567', 'phone'],
		['+49\u00a0170\u20111234567', '+491701234567', 'phone'],
		['+49 170/1234567', '+491701234567', 'phone'],
		['+49\u202f170\u20091234567', '+491701234567', 'phone'],
		['\uff0b\uff11\uff15\uff15\uff15\uff11\uff12\uff13\uff14\uff15\uff16\uff17', '+15551234567', 'phone'],
		['Alice@Example.COM', 'alice@example.com', 'email'],
		['first.last+tag@mail.example.co.uk', 'first.last+tag@mail.example.co.uk', 'email'],
	])('reads %j as %s', (input, address, kind) => {
		expect(parseAddress(input)).toEqual({ ok: true, value: { address, kind } });
	});

	test.each([
		['', /empty/],
		['\u200b\u202d', /empty/],
		['5551234567', /country code/],
		['0170 1234567', /country code/],
		['0049 170 1234567', /begins with 00/],
		['1.5551234567E+10', /a spreadsheet has rounded/],
		['+15551234567.0', /ends with \.0/],
		['15551234567.0', /ends with \.0/],
		['12345', /short code/],
		['+0123456789', /neither/],
		['+1555', /neither/],
		['Alice', /neither/],
		['alice@', /not a complete/],
		['alice@example', /not a complete/],
		['@example.com', /not a complete/],
		['a b@example.com', /not a complete/],
		['mailto:a@b.co', /not a complete/],
		['a@b.co:443', /not a complete/],
		['a@b..co', /not a complete/],
		['a@.b.co', /not a complete/],
		['a@b.co.', /not a complete/],
		['.@b.co', /not a complete/],
		['.a@b.co', /not a complete/],
		['a.@b.co', /not a complete/],
		['a..c@b.co', /not a complete/],
		['a@b@c.co', /not a complete/],
		['x@*.example.com', /not a complete/],
		['*@example.com', /not a complete/],
		['+15551234567, +15557654321', /several/],
		['alice@example.com;bob@example.com', /several/],
		[`${'a'.repeat(400)}@example.com`, /longer than 320/],
	])('refuses %j', (input, problem) => {
		const parsed = parseAddress(input);
		expect(parsed.ok).toBe(false);
		expect(!parsed.ok && parsed.problem).toMatch(problem);
	});
});

describe('a zero behind the country code', () => {
	test.each([
		['+44 (0)20 7946 0958', '+442079460958'],
		['+44(0)2079460958', '+442079460958'],
		['+44 020 7946 0958', '+442079460958'],
		['+4402079460958', '+442079460958'],
		['+49 (0170) 1234567', '+491701234567'],
		['+33 (0)6 12 34 56 78', '+33612345678'],
		['+54 9 (0)11 1234 5678', '+5491112345678'],
		['+1 (0) 555 123 4567', '+15551234567'],
		// Dialled from everywhere.
		['+39 06 1234 5678', '+390612345678'],
		['+39 (0)6 1234567', '+39061234567'],
		['+39 (06) 1234567', '+39061234567'],
		['+225 07 12 34 56 78', '+2250712345678'],
		// No trunk zero: the code ends in one, or the number has one further on.
		['+20 100 123 4567', '+201001234567'],
		['+1 (800) 200-0000', '+18002000000'],
	])('%s is %s', (input, address) => {
		expect(parseAddress(input)).toEqual({ ok: true, value: { address, kind: 'phone' } });
	});

	test('one that fits no number of the country is refused', () => {
		expect(parseAddress('+44 (0)1')).toMatchObject({ ok: false, problem: expect.stringContaining('zero in parentheses') });
	});
});

describe('characters that nobody sees', () => {
	const characters = ['\u200b', '\u200e', '\u202a', '\u202d', '\u2066', '\u2069', '\u00ad', '\u0000', '\ufeff', '\u2060', '\u3164'];

	test.each(characters)('%j around an address goes', (character) => {
		for (const address of ['+15551234567', 'alice@example.com']) {
			expect(parseAddress(`${character} ${address}${character}`)).toMatchObject({ ok: true, value: { address } });
		}
	});

	test.each(characters)('%j inside one is refused, and the refusal names it', (character) => {
		const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
		for (const address of [`+1555${character}1234567`, `ali${character}ce@example.com`, `alice@exam${character}ple.com`]) {
			expect(parseAddress(address)).toMatchObject({ ok: false, problem: expect.stringContaining(code) });
		}
	});

	test('those that people know have their name', () => {
		expect(parseAddress('a\u200bb@example.com')).toMatchObject({
			ok: false,
			problem: expect.stringContaining('U+200B (zero width space)'),
		});
		expect(parseAddress('a\u00adb@example.com')).toMatchObject({ ok: false, problem: expect.stringContaining('U+00AD (soft hyphen)') });
	});
});

describe('with a default country', () => {
	test.each([
		['US', '(555) 123-4567', '+15551234567'],
		['US', '5551234567', '+15551234567'],
		['US', '15551234567', '+15551234567'],
		['DE', '0170 1234567', '+491701234567'],
		// A sheet that stores numbers drops the zero.
		['DE', '1701234567', '+491701234567'],
		['DE', '0049 170 1234567', '+491701234567'],
		['GB', '020 7946 0958', '+442079460958'],
		['GB', '442079460958', '+442079460958'],
		['IT', '06 1234 5678', '+390612345678'],
		['JP', '\uff10\uff19\uff10-1234-5678', '+819012345678'],
		['RU', '8 912 345 67 89', '+79123456789'],
		['IN', '919876543210', '+919876543210'],
		['DE', '+1 555 123 4567', '+15551234567'],
		['DE', 'alice@example.com', 'alice@example.com'],
	])('%s: %s is %s', (country, input, address) => {
		expect(parseAddress(input, country)).toMatchObject({ ok: true, value: { address } });
	});

	test.each([
		['DE', '4917012345678', /in two ways, \+4917012345678 or \+494917012345678/],
		['US', '55512345678901', /not a phone number of the default country US/],
		['US', '12345', /short code/],
		['US', 'Alice', /neither/],
		['US', '1-800-FLOWERS', /neither/],
	])('%s: %s is refused', (country, input, problem) => {
		expect(parseAddress(input, country)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
	});
});

test('for a number without a country code the advice says what to do with the cell', () => {
	expect(addressAdviceFor('0170 1234567')).toMatch(/format the cell as text.*Default Country/);
	expect(addressAdviceFor('alice@')).toBe('+15551234567 or alice@example.com');
});

// The zero would be one more digit, and the number that of a stranger.
test.each([
	['15123456789.0', 'DE'],
	['030123456.0', 'DE'],
	['+4930123456.0', undefined],
	['2125550101.00', 'US'],
	['\uff0b4930123456.0', undefined],
])('%j is a decimal number of a program, and not a longer phone number', (input, country) => {
	expect(parseAddress(input, country)).toMatchObject({ ok: false, problem: expect.stringContaining('ends with .0') as unknown });
});

test.each([
	['06.12.34.56.00', 'FR', '+33612345600'],
	['+1.212.555.0100', undefined, '+12125550100'],
	['2125550100', 'US', '+12125550100'],
])('%j in %s is a phone number with dots', (input, country, address) => {
	expect(parseAddress(input, country)).toMatchObject({ ok: true, value: { address } });
});
