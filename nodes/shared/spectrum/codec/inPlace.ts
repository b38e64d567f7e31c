/** Tag of a field whose value is bytes: its number, and the type of the wire for what has a length. */
function tagOf(fieldNumber: number): number {
	return (fieldNumber << 3) | 2;
}

/** A length as the wire writes it: seven bits a byte, the low ones first. */
function lengthOf(bytes: number): number[] {
	const written: number[] = [];
	let rest = bytes;
	for (; rest > 0x7f; rest >>>= 7) written.push((rest & 0x7f) | 0x80);
	written.push(rest);
	return written;
}

/** A large value of a message, and the place before it. */
export interface ValueInPlace {
	/** Number of the field, up to 15. */
	readonly fieldNumber: number;
	readonly data: Uint8Array;
	/** Bytes before `data` in its buffer that may be overwritten. */
	readonly headRoom: number;
}

/**
 * Makes a message around a large value where the value is, so that the value is not copied: the other fields are written
 * before it. Fields may come in any order, and a message may be read from the parts it was written in.
 *
 * @param others the other fields, as a message of their own
 * @returns undefined when there is too little room
 */
export function messageInPlace(others: Uint8Array, { fieldNumber, data, headRoom }: ValueInPlace): Uint8Array | undefined {
	const start = [tagOf(fieldNumber), ...lengthOf(data.byteLength)];
	const headBytes = others.byteLength + start.length;
	if (headBytes > headRoom) return undefined;
	const message = new Uint8Array(data.buffer, data.byteOffset - headBytes, headBytes + data.byteLength);
	message.set(others);
	message.set(start, others.byteLength);
	return message;
}
