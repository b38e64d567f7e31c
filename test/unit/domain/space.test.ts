import { directSpaceId, parseSpaceId, spaceTypeOf } from '../../../nodes/shared/domain/space';
import { incomingSpaceOf, targetOfSpaceId } from '../../../nodes/shared/domain/target';

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

describe('incomingSpaceOf', () => {
	test('reads the output of the Trigger and of an action alike', () => {
		const space = { id: 'any;+;chat1', type: 'group' };
		expect(incomingSpaceOf({ space: { id: 'any;+;chat1', type: 'group', phone: '+15550000001' } })).toEqual({
			space,
			phone: '+15550000001',
		});
		expect(incomingSpaceOf({ spaceId: 'any;+;chat1', line: 'shared' })).toEqual({ space, phone: 'shared' });
	});

	test('an item without a conversation has none', () => {
		expect(incomingSpaceOf({})).toBeUndefined();
		expect(incomingSpaceOf({ space: 'any;+;chat1' })).toBeUndefined();
		expect(incomingSpaceOf({ spaceId: 'not a space' })).toBeUndefined();
		expect(incomingSpaceOf({ spaceId: 'any;+;chat1', line: '' })).toEqual({
			space: { id: 'any;+;chat1', type: 'group' },
		});
	});
});
