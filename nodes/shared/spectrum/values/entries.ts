import { shown } from './invisible';

/**
 * The entries of a list as people, sheets and language models give one: a list, a list as JSON, a text with separators
 * or with a bullet or number before each line, and the latter two in a code fence. Empty ones go. Undefined when
 * something in it is no text.
 */
export function entriesOf(input: unknown, separator: RegExp): string[] | undefined {
	const list: unknown[] = Array.isArray(input) ? input : [input];
	const entries: string[] = [];
	for (const item of list) {
		const read = typeof item === 'string' ? entriesIn(item, separator) : typeof item === 'number' ? [String(item)] : undefined;
		if (read === undefined) return undefined;
		// One by one: there may be more than a call has room for arguments.
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
	// A number before a single line is part of it.
	const bare = lines.length > 1 ? lines.map(withoutBullet) : lines;
	return bare.flatMap((line) => line.split(separator)).map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** The inside of a text that is one code fence; else the text. */
export function withoutFence(text: string): string {
	const trimmed = text.trim();
	const mark = /^(?:`{3,}|~{3,})/.exec(trimmed)?.[0];
	const firstBreak = trimmed.indexOf('\n');
	if (mark === undefined || firstBreak === -1 || !trimmed.endsWith(`\n${mark}`)) return text;
	const inside = trimmed.slice(firstBreak + 1, -mark.length);
	return inside.includes(mark) ? text : inside;
}

/** A text that is a JSON list; undefined for every other text. */
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

/** The refusal of a list for one of its entries. */
export function inEntry(entry: string, problem: string): { readonly ok: false; readonly problem: string } {
	const cut = entry.length > 100 ? `${entry.slice(0, 100)}…` : entry;
	return { ok: false, problem: `has the entry "${shown(cut)}", which ${problem}` };
}
