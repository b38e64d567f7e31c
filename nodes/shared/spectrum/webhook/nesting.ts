const quote = 0x22;
const backslash = 0x5c;
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Whether lists and objects in a JSON text are nested more than `levels` deep. n8n writes every item as JSON, and deeper
 * nesting would exhaust the stack. Reads each byte a fixed number of times.
 */
export function isNestedDeeperThan(levels: number, json: Uint8Array): boolean {
	// A body with few brackets cannot be deep, and finding them is much faster than reading each byte.
	if (!hasMoreThan(levels, json)) return false;
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

/** Whether there are more opening brackets than that, those in texts included. */
function hasMoreThan(count: number, json: Uint8Array): boolean {
	let left = count;
	for (const bracket of opening) {
		for (let at = json.indexOf(bracket); at !== -1; at = json.indexOf(bracket, at + 1)) {
			left -= 1;
			if (left < 0) return true;
		}
	}
	return false;
}
