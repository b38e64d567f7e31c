import { shortened } from './cut';
import { shown } from './invisible';

/**
 * The entries of a list in the forms that people, sheets and language models use: a list, a JSON list, or a text with
 * separators or with a bullet or number before each line. A JSON list and a text may stand in a code fence. Empty entries
 * are dropped. Undefined when an entry is neither a text nor a number.
 */
export function entriesOf(input: unknown, separator: RegExp): string[] | undefined {
	const list: unknown[] = Array.isArray(input) ? input : [input];
	const entries: string[] = [];
	for (const item of list) {
		const read = typeof item === 'string' ? entriesIn(item, separator) : typeof item === 'number' ? [String(item)] : undefined;
		if (read === undefined) return undefined;
		// One by one: a long list has more entries than a call may have arguments.
		for (const entry of read) entries.push(entry);
	}
	return entries;
}

function entriesIn(text: string, separator: RegExp): string[] | undefined {
	const inside = withoutFence(text);
	const json = jsonList(inside);
	if (json !== undefined) {
		if (!json.every((item) => typeof item === 'string' || typeof item === 'number')) return undefined;
		return json.map((item) => String(item).trim()).filter((entry) => entry !== '');
	}
	const lines = inside.split(/\r\n?|\n/);
	// A number before a single line belongs to the entry.
	const bare = lines.length > 1 ? lines.map(withoutBullet) : lines;
	return bare
		.flatMap((line) => line.split(separator))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/** The inside of a text that is one code fence. Every other text is returned unchanged. */
export function withoutFence(text: string): string {
	const trimmed = text.trim();
	const mark = /^(?:`{3,}|~{3,})/.exec(trimmed)?.[0];
	const firstBreak = trimmed.indexOf('\n');
	if (mark === undefined || firstBreak === -1 || !trimmed.endsWith(`\n${mark}`)) return text;
	const inside = trimmed.slice(firstBreak + 1, -mark.length);
	return inside.includes(mark) ? text : inside;
}

/** The list in a text that is a JSON list. Undefined for every other text. */
export function jsonList(text: string): unknown[] | undefined {
	if (!text.trimStart().startsWith('[')) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** A line without the bullet or the number of a list. */
export function withoutBullet(line: string): string {
	return line.replace(/^\s*(?:[-*\u2022\u2023\u25e6\u2043]|\d{1,3}[.)])\s+/, '');
}

/** The refusal of a list because of one entry. */
export function inEntry(entry: string, problem: string): { readonly ok: false; readonly problem: string } {
	return { ok: false, problem: `has the entry "${shown(shortened(entry, 100))}", which ${problem}` };
}
