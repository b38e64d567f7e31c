/** Link targets by their label. */
export class References {
	private readonly urls = new Map<string, string>();
	private readonly used = new Set<string>();

	get isEmpty(): boolean {
		return this.urls.size === 0;
	}

	/** The first definition of a label counts. */
	define(label: string, url: string): void {
		const key = normal(label);
		if (!this.urls.has(key)) this.urls.set(key, url);
	}

	use(label: string): string | undefined {
		const key = normal(label);
		const url = this.urls.get(key);
		if (url !== undefined) this.used.add(key);
		return url;
	}

	isUsed(label: string): boolean {
		return this.used.has(normal(label));
	}
}

/** Longest label of a reference, in UTF-16 code units. */
export const longestLabel = 200;

function normal(label: string): string {
	return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The target in `(…)` after the label of a link. */
export interface LinkTarget {
	readonly url: string;
	/** Index after the closing parenthesis. */
	readonly end: number;
}

/** Deepest nesting of parentheses in a target. It is CommonMark's limit. */
const deepest = 32;

/** Reads `(url "title")` at `at`. Undefined for any other text. */
export function targetAt(source: string, at: number): LinkTarget | undefined {
	if (source[at] !== '(') return undefined;
	const start = skipSpace(source, at + 1);
	const target = source[start] === '<' ? angledTarget(source, start) : bareTarget(source, start);
	if (target === undefined) return undefined;
	let end = skipSpace(source, target.end);
	const title = end > target.end ? titleEnd(source, end) : undefined;
	if (title !== undefined) end = skipSpace(source, title);
	return source[end] === ')' ? { url: target.url, end: end + 1 } : undefined;
}

function angledTarget(source: string, at: number): LinkTarget | undefined {
	for (let end = at + 1; end < source.length; end++) {
		const character = source[end] as string;
		if (character === '>') return { url: unescaped(source.slice(at + 1, end)), end: end + 1 };
		if (character === '<' || character === '\n') return undefined;
	}
	return undefined;
}

function bareTarget(source: string, at: number): LinkTarget | undefined {
	let depth = 0;
	let end = at;
	for (; end < source.length; end++) {
		const character = source[end] as string;
		if (character === '\\') end++;
		else if (/\s/.test(character)) break;
		else if (character === '(' && ++depth > deepest) return undefined;
		else if (character === ')' && --depth < 0) break;
	}
	return depth > 0 ? undefined : { url: unescaped(source.slice(at, end)), end };
}

/** Index after a title. Undefined when there is none. */
function titleEnd(source: string, at: number): number | undefined {
	const open = source[at] ?? '';
	const close = open === '(' ? ')' : open;
	if (!'"\'('.includes(open) || open === '') return undefined;
	for (let end = at + 1; end < source.length; end++) {
		const character = source[end];
		if (character === '\\') end++;
		else if (character === close) return end + 1;
		// Titles in parentheses do not nest. This prevents repeated reads of a text full of opening parentheses.
		else if (character === '(' && close === ')') return undefined;
	}
	return undefined;
}

function skipSpace(source: string, at: number): number {
	let end = at;
	while (end < source.length && /\s/.test(source[end] as string)) end++;
	return end;
}

function unescaped(url: string): string {
	return url.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** The target that is shown after its label. Undefined for a target inside the original document. */
export function shownUrl(url: string): string | undefined {
	const address = url.replace(/^(mailto|tel|sms):/i, '');
	if (address !== url) return address.split('?')[0] === '' ? undefined : address.split('?')[0];
	return /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S/i.test(url) ? url : undefined;
}

/** True when the label already shows the URL, so that it need not be repeated. */
export function showsUrl(label: string, url: string): boolean {
	const bare = (text: string): string =>
		text
			.trim()
			.toLowerCase()
			.replace(/^https?:\/\//, '')
			.replace(/\/$/, '');
	return bare(label) === bare(url);
}
