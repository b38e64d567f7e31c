import { present } from '../values/present';

/** A varint and the index after it. A length is never larger than a frame, so the low bits are enough. */
interface Varint {
	readonly value: number;
	readonly end: number;
}

/** One field of a message on the wire. `content` is present for a text, bytes or a message. */
export interface WireField {
	readonly number: number;
	readonly content?: Uint8Array;
}

/** The fields of a message in their order, by number. Undefined when the bytes are not a message. */
export function wireFields(bytes: Uint8Array): WireField[] | undefined {
	const fields: WireField[] = [];
	for (let at = 0; at < bytes.length; ) {
		const tag = varintAt(bytes, at);
		if (tag === undefined) return undefined;
		const number = Math.floor(tag.value / 8);
		const field = fieldAt(bytes, tag.end, tag.value % 8);
		if (field === undefined || field.end > bytes.length) return undefined;
		fields.push({ number, ...present({ content: field.content }) });
		at = field.end;
	}
	return fields;
}

function fieldAt(bytes: Uint8Array, at: number, wireType: number): { readonly end: number; readonly content?: Uint8Array } | undefined {
	switch (wireType) {
		case 0:
			return varintAt(bytes, at);
		case 1:
			return { end: at + 8 };
		case 2: {
			const length = varintAt(bytes, at);
			if (length === undefined) return undefined;
			const end = length.end + length.value;
			return { end, content: bytes.subarray(length.end, end) };
		}
		case 5:
			return { end: at + 4 };
		default:
			return undefined;
	}
}

/** The format allows ten bytes at most. */
function varintAt(bytes: Uint8Array, at: number): Varint | undefined {
	let value = 0;
	for (let index = 0; index < 10; index++) {
		const byte = bytes[at + index];
		if (byte === undefined) return undefined;
		value += (byte & 127) * 2 ** (7 * index);
		if (byte < 128) return { value, end: at + index + 1 };
	}
	return undefined;
}
