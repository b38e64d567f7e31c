import { withoutControls } from './invisible';

/** Longest name that reaches a workflow, in UTF-16 code units. A file's name may have 255 bytes, a group's much less. */
const longest = 255;

/**
 * A name that people outside have chosen, such as that of a group, a contact or a file, or the quotation of a message: one
 * line of bounded length. Models read these fields, and a name must not be long enough to hold instructions of its own.
 */
export function asLabel(text: string): string {
	const line = withoutControls(text.slice(0, longest * 2).replace(/\s+/g, ' ')).trim();
	if (line.length <= longest) return line;
	const cut = line.slice(0, longest - 1);
	// Never half of an emoji.
	return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
