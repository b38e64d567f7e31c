import { parseAddress } from '../../../nodes/shared/domain/address';

describe('parseAddress', () => {
	test.each([
		['+15551234567', '+15551234567', 'phone'],
		[' +1 (555) 123-4567 ', '+15551234567', 'phone'],
		['+49\u00a0170\u20111234567', '+491701234567', 'phone'],
		['Alice@Example.COM', 'alice@example.com', 'email'],
		['first.last+tag@mail.example.co.uk', 'first.last+tag@mail.example.co.uk', 'email'],
	])('reads %j as %s', (input, address, kind) => {
		expect(parseAddress(input)).toEqual({ ok: true, value: { address, kind } });
	});

	test.each([
		['', /empty/],
		['5551234567', /country code/],
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
		['+15551234567, +15557654321', /several/],
		['alice@example.com;bob@example.com', /several/],
	])('refuses %j', (input, problem) => {
		const parsed = parseAddress(input);
		expect(parsed.ok).toBe(false);
		expect(!parsed.ok && parsed.problem).toMatch(problem);
	});
});
