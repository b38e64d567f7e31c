/** A pattern in which each `*` stands for any number of characters. */
export interface Glob {
	matches(text: string): boolean;
}

/**
 * Reads a pattern. A match takes at most the product of both lengths. It never goes back, because the first match of each
 * part leaves the most text for the following parts.
 */
export function globOf(pattern: string): Glob {
	const parts = pattern.split(/\*+/);
	const first = parts[0] ?? '';
	const last = parts.at(-1) ?? '';
	const between = parts.slice(1, -1);
	if (parts.length === 1) return { matches: (text) => text === pattern };
	return {
		matches: (text) => {
			if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
			let at = first.length;
			const end = text.length - last.length;
			for (const part of between) {
				const found = text.indexOf(part, at);
				if (found === -1 || found + part.length > end) return false;
				at = found + part.length;
			}
			return true;
		},
	};
}
