/**
 * The protobuf wire format written by hand, so that a test proves what travels and not merely that the generated code
 * understands itself.
 */

/** A non-negative or two's complement 64-bit number in base 128. */
export function varint(value: bigint | number): number[] {
	const out: number[] = [];
	let rest = BigInt.asUintN(64, BigInt(value));
	for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
	return [...out, Number(rest)];
}

function tag(fieldNumber: number, wireType: 0 | 1 | 2 | 5): number[] {
	return varint(fieldNumber * 8 + wireType);
}

/** bool, enum, int32, int64, uint64. */
export function varintField(fieldNumber: number, value: bigint | number): number[] {
	return [...tag(fieldNumber, 0), ...varint(value)];
}

/** double. */
export function doubleField(fieldNumber: number, value: number): number[] {
	const bytes = Buffer.alloc(8);
	bytes.writeDoubleLE(value);
	return [...tag(fieldNumber, 1), ...bytes];
}

/** string (as UTF-8), bytes, message, packed list. */
export function lengthField(fieldNumber: number, content: string | Iterable<number>): number[] {
	const bytes = typeof content === 'string' ? [...Buffer.from(content, 'utf8')] : [...content];
	return [...tag(fieldNumber, 2), ...varint(bytes.length), ...bytes];
}

/** fixed32: no field of ours has it, so it stands for a field from the future. */
export function fixed32Field(fieldNumber: number, value: number): number[] {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return [...tag(fieldNumber, 5), ...bytes];
}

/** One message out of its fields. */
export function wire(...fields: number[][]): Uint8Array {
	return Uint8Array.from(fields.flat());
}
