import { parseImessageEnabled, parseLines, parseUsers } from '../../../../nodes/shared/spectrum/auth/projectPayloads';

const user = {
	id: 'u',
	type: 'shared',
	phoneNumber: '+15551230001',
	assignedPhoneNumber: '+15559990001',
	firstName: null,
	email: '',
	meta: {},
};
const read = { id: 'u', type: 'shared', phoneNumber: '+15551230001', assignedPhoneNumber: '+15559990001' };

test.each([
	['a page', { users: [user], total: 7 }, { users: [read], total: 7 }],
	['a bare list', [user], { users: [read] }],
	['no count', { users: [user], total: 'many' }, { users: [read] }],
	['a type that is newer', { users: [{ id: 'u', type: 'pooled' }] }, { users: [{ id: 'u' }] }],
])('users: %s', (_name, data, expected) => {
	expect(parseUsers(data)).toEqual(expected);
});

test.each([[undefined], [{}], [{ users: [{}] }], [{ users: {} }]])('users: %j is no list of them', (data) => {
	expect(() => parseUsers(data)).toThrow();
});

test('lines: with their state where it is told', () => {
	const lines = [{ id: 'l', phoneNumber: '+15550000001', platform: 'imessage', status: 'unavailable' }, { id: 'm' }];
	const expected = [{ id: 'l', phoneNumber: '+15550000001', status: 'unavailable' }, { id: 'm' }];
	expect(parseLines({ lines })).toEqual(expected);
	expect(parseLines(lines)).toEqual(expected);
	expect(() => parseLines({ lines: 'none' })).toThrow();
});

test.each([
	[{ imessage: { enabled: true }, slack: { enabled: false } }, true],
	[{ imessage: { enabled: false } }, false],
	[{ imessage: true }, true],
	[{ platforms: { imessage: { enabled: false } } }, false],
	[
		[
			{ platform: 'slack', enabled: true },
			{ platform: 'imessage', enabled: false },
		],
		false,
	],
	[{ platforms: [{ platform: 'imessage', enabled: true }] }, true],
	[{ slack: { enabled: true } }, undefined],
	[{ imessage: { enabled: 'yes' } }, undefined],
	[[], undefined],
])('platforms: %j', (data, expected) => {
	expect(parseImessageEnabled(data)).toBe(expected);
});
