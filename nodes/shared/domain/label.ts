/** Longest name that reaches a workflow, in UTF-16 code units. A file's name may have 255 bytes, a group's much less. */
const longest = 255;

/** Characters that break a line, or reorder what stands around them. What joins an emoji stays. */
const unwanted = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A name that people outside have chosen, such as that of a group, a contact or a file, or the quotation of a message: one
 * line of bounded length. Models read these fields, and a name must not be long enough to hold instructions of its own.
 */
export function asLabel(text: string): string {
	const line = text.slice(0, longest * 2).replace(unwanted, ' ').trim();
	if (line.length <= longest) return line;
	const cut = line.slice(0, longest - 1);
	// Never half of an emoji.
	return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
