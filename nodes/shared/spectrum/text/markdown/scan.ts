/** Starts of the runs of backticks by their size, last first. */
export function backtickRuns(source: string): Map<number, number[]> {
	const starts = new Map<number, number[]>();
	for (const { 0: run, index } of [...source.matchAll(/`+/g)].reverse()) {
		const ofSize = starts.get(run.length) ?? [];
		ofSize.push(index);
		starts.set(run.length, ofSize);
	}
	return starts;
}

// Punctuation of East Asia, and quotation marks that are not typed in URLs.
const otherPunctuation = '\\u3000-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\u2018-\\u201f\\u00ab\\u00bb';
// Two marks in a row end a format, and so does one before a letter that URLs do not have.
const urlBody = new RegExp(`(?:(?!\\*\\*|~~|[*_][^\\x00-\\x7f])[^\\s<>[\\]\`|\\\\"${otherPunctuation}])*`, 'y');

/** Where a URL ends: punctuation behind it, and a closing parenthesis that it has not opened, belong to the sentence. */
export function urlEnd(source: string, from: number): number {
	urlBody.lastIndex = from;
	const url = urlBody.exec(source)?.[0] ?? '';
	let open = 0;
	for (const character of url) open += character === '(' ? 1 : character === ')' ? -1 : 0;
	let end = url.length;
	for (; end > 0; end--) {
		const last = url[end - 1] as string;
		if (last === ')' && open < 0) open++;
		else if (!'?!.,:;*_~+\''.includes(last)) break;
	}
	return from + end;
}

/** The character that ends before `at`; a line break at the beginning. */
export function characterBefore(source: string, at: number): string {
	if (at === 0) return '\n';
	const low = source.charCodeAt(at - 1);
	const isPair = low >= 0xdc00 && low <= 0xdfff && at > 1;
	return source.slice(isPair ? at - 2 : at - 1, at);
}

/** The character that begins at `at`; a line break at the end. */
export function characterAt(source: string, at: number): string {
	const code = source.codePointAt(at);
	return code === undefined ? '\n' : String.fromCodePoint(code);
}
