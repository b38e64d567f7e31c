import { withoutControls } from './invisible';

/** Longest name that reaches a workflow, in UTF-16 code units. The name of a file may have 255 bytes, that of a group far fewer. */
const longest = 255;

/**
 * A text that a stranger may have chosen, as one line of limited length: the name of a group, a contact or a file, or the
 * quotation of a message. Language models read these fields, and a name must not have room for instructions to them.
 */
export function asLabel(text: string): string {
	const line = withoutControls(text.slice(0, longest * 2).replace(/\s+/g, ' ')).trim();
	if (line.length <= longest) return line;
	const cut = line.slice(0, longest - 1);
	// Does not cut an emoji in half.
	return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
