import { readNamedSpace } from '../../../../nodes/shared/spectrum/model/namedSpace';

const group = { id: 'any;+;chat1', type: 'group' };

test.each([
	['the Trigger', { space: { id: 'any;+;chat1', type: 'group', phone: '+15550000001' } }, '+15550000001'],
	['an action', { spaceId: 'any;+;chat1', line: 'shared' }, 'shared'],
	['a failed action', { error: { message: 'no', spaceId: 'any;+;chat1', line: 'shared' } }, 'shared'],
	['two places that agree', { space: { id: 'any;+;chat1' }, spaceId: 'iMessage;+;chat1', line: '+15550000001' }, '+15550000001'],
])('reads the conversation as %s gives it', (_, json, phone) => {
	expect(readNamedSpace(json)).toEqual({ kind: 'space', space: group, phone });
});

test('a conversation without a line has none', () => {
	expect(readNamedSpace({ spaceId: 'any;+;chat1', line: '' })).toEqual({ kind: 'space', space: group });
	expect(readNamedSpace({ spaceId: 'any;+;chat1', line: 7 })).toEqual({ kind: 'space', space: group });
});

test.each([[{}], [{ space: undefined, spaceId: undefined }], [{ error: 'The service failed' }], [{ error: { message: 'no' } }]])(
	'%j names nothing',
	(json) => {
		expect(readNamedSpace(json)).toEqual({ kind: 'nothing' });
	},
);

test.each([
	['spaceId', { spaceId: null }, 'null'],
	['spaceId', { spaceId: 7 }, '7'],
	['spaceId', { spaceId: '' }, ''],
	['spaceId', { spaceId: ['any;-;+15551234567'] }, '["any;-;+15551234567"]'],
	['spaceId', { spaceId: 'any;-;22000' }, 'any;-;22000'],
	['space', { space: null }, 'null'],
	['space', { space: 'any;-;+15551234567' }, 'any;-;+15551234567'],
	['space', { space: [] }, '[]'],
	['space.id', { space: {} }, 'nothing'],
	['space.id', { space: { id: null } }, 'null'],
	['space.id', { space: { id: { a: 1 } } }, '{"a":1}'],
	['error.spaceId', { error: { spaceId: null } }, 'null'],
	['error.to', { error: { to: 'n/a' } }, 'n/a'],
	['error.to', { error: { to: '' } }, ''],
])('%s of %j is there and names nobody, which is not the same as an absent field', (field, json, found) => {
	expect(readNamedSpace(json)).toEqual({ kind: 'unusable', field, found });
});

test('an unusable field counts although another one can be read', () => {
	expect(readNamedSpace({ space: { id: 'any;+;chat1' }, spaceId: null })).toMatchObject({ kind: 'unusable', field: 'spaceId' });
});

test('two conversations in one item are told apart from one', () => {
	expect(readNamedSpace({ space: { id: 'any;+;chat1' }, spaceId: 'any;+;chat2' })).toEqual({
		kind: 'several',
		found: ['any;+;chat1', 'any;+;chat2'],
	});
});

test('what a failed action was told to reach is read as an address or as a space ID', () => {
	expect(readNamedSpace({ error: { to: '+1 555 123 4567' } })).toMatchObject({ kind: 'space', space: { id: 'any;-;+15551234567' } });
	expect(readNamedSpace({ error: { to: 'any;+;chat1' } })).toMatchObject({ kind: 'space', space: group });
});

test('a long value is cut where an error repeats it', () => {
	const named = readNamedSpace({ spaceId: 'x'.repeat(200_000) });
	expect(named.kind === 'unusable' ? named.found.length : 0).toBe(100);
});
