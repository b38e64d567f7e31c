/**
 * The text without this character at its end, however often it stands there. An expression such as `/\/+$/` takes quadratic
 * time for a run of them in the middle.
 */
export function withoutEnding(text: string, character: string): string {
	let end = text.length;
	while (text[end - 1] === character) end--;
	return text.slice(0, end);
}
