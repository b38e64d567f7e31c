const quote = 0x22;
const backslash = 0x5c;
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Whether lists and objects of a JSON text lie within each other more than `levels` deep. What is deeper would exhaust
 * the stack of what writes it as JSON again, and n8n does so with every item. Reads each byte once, at most.
 */
export function isNestedDeeperThan(levels: number, json: Uint8Array): boolean {
	let depth = 0;
	let isInText = false;
	for (let index = 0; index < json.length; index++) {
		const byte = json[index] ?? 0;
		if (isInText) {
			if (byte === backslash) index += 1;
			else if (byte === quote) isInText = false;
		} else if (byte === quote) {
			isInText = true;
		} else if (opening.has(byte)) {
			depth += 1;
			if (depth > levels) return true;
		} else if (closing.has(byte)) {
			depth -= 1;
		}
	}
	return false;
}
