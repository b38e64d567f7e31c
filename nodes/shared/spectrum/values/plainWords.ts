/** UTF-16 code units. A longer text is a sentence, and never one word of a table. */
const longestWord = 60;

/** Punctuation, spaces and invisible characters. */
const aroundWords = /[\p{P}\p{Z}\p{Cc}\p{Cf}\ufe0e\ufe0f\s]/u;

/**
 * A short text as tables of words have it: without case, and without punctuation, spaces and invisible characters at its
 * ends. The colour of a skin and the style of an emoji do not count. Undefined for a text that is empty or too long.
 */
export function plainWords(text: string): string | undefined {
	if (text.length > longestWord) return undefined;
	const folded = text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\u{1f3fb}-\u{1f3ff}\ufe0e\ufe0f]/gu, '')
		.replace(/[’ʼ]/g, "'")
		.replace(/\s+/g, ' ');
	const characters = [...folded];
	let start = 0;
	let end = characters.length;
	while (start < end && aroundWords.test(characters[start] as string)) start++;
	while (end > start && aroundWords.test(characters[end - 1] as string)) end--;
	return start === end ? undefined : characters.slice(start, end).join('');
}
