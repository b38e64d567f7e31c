const quote = 0x22;
const backslash = 0x5c;
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Whether lists and objects in a JSON text are nested more than `levels` deep. n8n writes every item as JSON, and deeper
 * nesting would exhaust the stack. Reads each byte at most once.
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
