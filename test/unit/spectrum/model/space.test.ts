import { directSpaceId, isSameSpace, parseSpaceId, spaceTypeOf } from '../../../../nodes/shared/spectrum/model/space';
import { targetOfSpaceId } from '../../../../nodes/shared/spectrum/model/target';

describe('space ids', () => {
	test('a direct space carries its normalised address', () => {
		expect(parseSpaceId(' any;-;Alice@Example.com ')).toEqual({
			ok: true,
			value: { id: 'any;-;alice@example.com', type: 'dm', address: 'alice@example.com' },
		});
		expect(directSpaceId('+15551234567')).toBe('any;-;+15551234567');
	});

	test('a group id is passed on as the server gave it, whatever service stands in front', () => {
		expect(parseSpaceId('any;+;chat123')).toEqual({ ok: true, value: { id: 'any;+;chat123', type: 'group' } });
		expect(parseSpaceId('iMessage;+;chat;9')).toMatchObject({ ok: true, value: { id: 'iMessage;+;chat;9' } });
		expect(spaceTypeOf('SMS;+;chat9')).toBe('group');
		expect(spaceTypeOf('SMS;-;+15551234567')).toBe('dm');
	});

	test.each(['\u200bany;+;chat1\u200e', '\u202aany;+;chat1\u202c', '\ufeffany;+;chat1'])('drops what is invisible around %j', (input) => {
		expect(parseSpaceId(input)).toEqual({ ok: true, value: { id: 'any;+;chat1', type: 'group' } });
	});

	test.each([
		['any;+;cha\u200bt1', /invisible character, U\+200B \(zero width space\)/],
		['a\u202eny;+;chat1', /invisible character, U\+202E/],
		['a\u00adny;-;+15551234567', /invisible character, U\+00AD/],
		['any;-;+1555\u200b1234567', /invisible character, U\+200B/],
		['any;+;chat\u00001', /invisible character, U\+0000 \(NUL\)/],
		[`any;+;${'1'.repeat(1_000)}`, /longer than 1,000 characters/],
	])('refuses what no server gives: %j', (input, problem) => {
		const parsed = parseSpaceId(input);
		expect(!parsed.ok && parsed.problem).toMatch(problem);
	});

	test.each(['', 'chat123', 'any;+;', 'any;*;x', ';-;+15551234567', 'any;-;12345'])('refuses %j', (input) => {
		expect(parseSpaceId(input).ok).toBe(false);
	});

	test.each([
		'any;+;chat1 any;+;chat2',
		'any;+;chat1,any;+;chat2',
		'any;+;chat1\nany;+;chat2',
		'any;+;chat1\tchat2',
		'any, iMessage;+;chat1',
		'any;-;+15551234567,any;-;+15557654321',
	])('refuses several in one field: %j', (input) => {
		const parsed = parseSpaceId(input);
		expect(!parsed.ok && parsed.problem).toMatch(/several/);
	});

	test('a direct space id is as good as its address, because the line may not know the space yet', () => {
		expect(targetOfSpaceId('any;-;+15551234567')).toEqual({
			ok: true,
			value: { by: 'address', address: '+15551234567' },
		});
	});
});

test.each([
	['any;-;+15551234567', 'iMessage;-;+15551234567', true],
	['any;-;+1 (555) 123-4567', 'any;-;+15551234567', true],
	['any;-;Alice@Example.com', 'any;-;alice@example.com', true],
	['any;+;chat1', 'iMessage;+;chat1', true],
	['any;+;chat1', 'any;-;chat1', false],
	['any;-;+15551234567', 'any;-;+15557654321', false],
])('%s and %s name one conversation: %s', (one, other, expected) => {
	expect(isSameSpace({ id: one }, { id: other })).toBe(expected);
});
