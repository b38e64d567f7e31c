/** The starts of the runs of backticks by the size of the run, last run first. */
export function backtickRuns(source: string): Map<number, number[]> {
	const starts = new Map<number, number[]>();
	for (const { 0: run, index } of [...source.matchAll(/`+/g)].reverse()) {
		const ofSize = starts.get(run.length) ?? [];
		ofSize.push(index);
		starts.set(run.length, ofSize);
	}
	return starts;
}

// East Asian punctuation, and quotation marks that do not occur in URLs.
const otherPunctuation = '\\u3000-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\u2018-\\u201f\\u00ab\\u00bb';
// Two marks in a row end a format. So does a mark before a letter that does not occur in URLs.
const urlBody = new RegExp(`(?:(?!\\*\\*|~~|[*_][^\\x00-\\x7f])[^\\s<>[\\]\`|\\\\"${otherPunctuation}])*`, 'y');

/** The end of a URL. Trailing punctuation and an unmatched closing parenthesis belong to the sentence. */
export function urlEnd(source: string, from: number): number {
	urlBody.lastIndex = from;
	const url = urlBody.exec(source)?.[0] ?? '';
	let open = 0;
	for (const character of url) open += character === '(' ? 1 : character === ')' ? -1 : 0;
	let end = url.length;
	for (; end > 0; end--) {
		const last = url[end - 1] as string;
		if (last === ')' && open < 0) open++;
		else if (!"?!.,:;*_~+'".includes(last)) break;
	}
	return from + end;
}

/** The character before `at`. A line break at the beginning of the text. */
export function characterBefore(source: string, at: number): string {
	if (at === 0) return '\n';
	const low = source.charCodeAt(at - 1);
	const isPair = low >= 0xdc00 && low <= 0xdfff && at > 1;
	return source.slice(isPair ? at - 2 : at - 1, at);
}

/** The character at `at`. A line break at the end of the text. */
export function characterAt(source: string, at: number): string {
	const code = source.codePointAt(at);
	return code === undefined ? '\n' : String.fromCodePoint(code);
}
