import { wireFields } from '../../../../nodes/shared/spectrum/codec/wireFields';
import { doubleField, fixed32Field, lengthField, varintField, wire } from '../../../contract/wireFormat';

test('every field of every wire type is found, with what has a length', () => {
	const bytes = wire(varintField(1, 300), doubleField(2, 1.5), lengthField(536_870_911, 'abc'), fixed32Field(4, 7), varintField(5, -1n));
	expect(wireFields(bytes)).toEqual([
		{ number: 1 },
		{ number: 2 },
		{ number: 536_870_911, content: Buffer.from('abc') },
		{ number: 4 },
		{ number: 5 },
	]);
	expect(wireFields(wire())).toEqual([]);
});

test.each([
	['a length beyond the end', [10, 5, 1]],
	['a tag without an end', [0xff]],
	['a number without an end', [8, ...Array<number>(11).fill(0xff)]],
	['a fixed number that is cut off', [9, 1, 2]],
	['a wire type that does not exist', [15]],
	['a length that no frame has', [10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
])('%s is no message', (_name, bytes) => {
	expect(wireFields(Uint8Array.from(bytes))).toBeUndefined();
});
