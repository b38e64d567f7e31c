/** The first `length` UTF-16 code units of a text, or one less where they would end in half an emoji. */
export function cutTo(text: string, length: number): string {
	const cut = text.slice(0, length);
	return cut.length < text.length && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** A text of at most so many UTF-16 code units. A longer one ends with an ellipsis, and never in half an emoji. */
export function shortened(text: string, length: number): string {
	return text.length > length ? `${cutTo(text, length - 1)}…` : text;
}
