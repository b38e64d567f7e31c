import { parseLink } from '../../../../nodes/shared/spectrum/model/richLink';

test.each([
	['https://example.com/page\u200b', 'https://example.com/page'],
	['\ufeff https://example.com/page \u202c', 'https://example.com/page'],
	['https://fa.example.com/\u0645\u06cc\u200c\u062e', 'https://fa.example.com/\u0645\u06cc\u200c\u062e'],
	['https://example.com/\u2764\ufe0f', 'https://example.com/\u2764\ufe0f'],
])('%j is sent without what is invisible around it', (input, value) => {
	expect(parseLink(input)).toEqual({ ok: true, value });
});

test.each(['https://example.com/pa\u200bge', 'https://example.com/\u202egpj'])('%j leads elsewhere than it looks', (input) => {
	expect(parseLink(input)).toEqual({ ok: false, problem: expect.stringMatching(/^contains an invisible character, U\+20/) });
});
