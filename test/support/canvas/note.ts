import type { INode } from 'n8n-workflow';

/**
 * How high n8n draws the text of a sticky note, in pixels, never less than it is. Sizes, margins and padding are those of
 * n8n 2.40's stylesheet for notes; the widths of letters are those of its widest ordinary text, rounded up.
 */

/** Of the note's frame: 8 above the text, 12 on either side, and a little air below it. */
const padding = { top: 8, side: 12, bottom: 8 } as const;

interface Style {
	/** Of one letter on average. */
	readonly letter: number;
	readonly line: number;
	readonly below: number;
	readonly above?: number;
	/** What numbers and bullets take from the width. */
	readonly indent?: number;
}

const styles = {
	title: { letter: 13.2, line: 32.4, below: 8 },
	heading: { letter: 9, line: 21.6, below: 8 },
	paragraph: { letter: 7.1, line: 18.9, below: 8 },
	listItem: { letter: 7.1, line: 18.2, above: 4, below: 0, indent: 20 },
} as const satisfies Record<string, Style>;

/** The Markdown of a note. */
export function contentOf({ parameters: { content } }: INode): string {
	return typeof content === 'string' ? content : '';
}

/** The height that a note of this width needs for its Markdown. */
export function noteHeight(markdown: string, width: number): number {
	const blocks = markdown
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => blockOf(line));
	const heights = blocks.map(({ style, text }, index) => {
		const lines = linesOf(text, (width - 2 * padding.side - (style.indent ?? 0)) / style.letter);
		// A list as a whole has the margin that its items have not.
		const endsList = style === styles.listItem && blocks[index + 1]?.style !== style;
		return (style.above ?? 0) + lines * style.line + style.below + (endsList ? 8 : 0);
	});
	return Math.ceil(padding.top + heights.reduce((sum, height) => sum + height, 0) + padding.bottom);
}

function blockOf(line: string): { readonly style: Style; readonly text: string } {
	const text = plain(line);
	if (line.startsWith('## ')) return { style: styles.title, text };
	if (line.startsWith('### ')) return { style: styles.heading, text };
	if (/^(\d+\.|-) /.test(line)) return { style: styles.listItem, text };
	if (/^#|^>|^\||^ {2}/.test(line)) throw new Error(`The height of this Markdown is not known here: ${line}`);
	return { style: styles.paragraph, text };
}

/** What is left of a line of Markdown on the canvas. */
function plain(line: string): string {
	return line
		.replace(/^(#+|\d+\.|-) /, '')
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/[*`]/g, '');
}

/** Words go to the next line as a whole. */
function linesOf(text: string, lettersInLine: number): number {
	let lines = 1;
	let used = 0;
	for (const { length } of text.split(' ')) {
		if (used > 0 && used + 1 + length > lettersInLine) {
			lines++;
			used = length;
		} else {
			used += (used > 0 ? 1 : 0) + length;
		}
	}
	return lines;
}
