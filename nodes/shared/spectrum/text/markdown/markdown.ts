import { asTyped, TextBuilder, type FormattedText } from '../formatting';
import { blocksOf, type Block } from './blocks';
import { readInline } from './inline';
import { linesOfHtml } from './richText';
import { References } from './links';

/**
 * Converts a Markdown text for iMessage. Bold, italic, underline (`<u>` or `++`) and strikethrough (`~~`) become ranges.
 * Headings, lists, links, code, quotes, tables, escapes and HTML become clean text. A link becomes its label with the URL
 * after it. Line breaks stay. A text without markup stays as it is. So does a text that contains only markup, because
 * nothing would be left to send. The HTML of an editor is read by {@link linesOfHtml}. The time is proportional to the
 * length.
 */
export function fromMarkdown(source: string): FormattedText {
	// A lone surrogate is not a character. It could join another one when a mark between them is removed.
	const text = source.replace(/\r\n?/g, '\n').replace(/\p{Cs}/gu, '\ufffd');
	const blocks = blocksOf(linesOfHtml(text));
	const references = new References();
	for (const block of blocks) if (block.kind === 'definition') references.define(block.label, block.url);
	const read = blocks.map((block) => readBlock(block, references));
	// Now the used definitions are known. The others are plain text in brackets.
	const lines = read.map((line, index) => {
		const block = blocks[index];
		return block?.kind === 'definition' && references.isUsed(block.label) ? dropped : line;
	});
	const formatted = joinLines(lines);
	return formatted.text.trim() === '' ? asTyped(text) : formatted;
}

const dropped = Symbol('dropped');

type Line = FormattedText | typeof dropped;

function readBlock(block: Block, references: References): Line {
	switch (block.kind) {
		case 'inline': {
			const line = new TextBuilder();
			line.add(asTyped(block.prefix));
			line.add(readInline(block.source, references));
			return line.build();
		}
		case 'row': {
			const line = new TextBuilder();
			block.cells.forEach((cell, index) => {
				if (index > 0) line.add(asTyped(' | '));
				line.add(readInline(cell, references));
			});
			return line.build();
		}
		case 'literal':
		case 'blank':
			return asTyped(block.text);
		case 'definition':
			// The definition's own label must not count as a use.
			return readInline(block.source, new References());
		case 'dropped':
			return dropped;
	}
}

/** Joins the lines. Blank lines around a dropped line become one blank line, or none at the ends of the text. */
function joinLines(lines: readonly Line[]): FormattedText {
	const shown: FormattedText[] = [];
	let isAfterDropped = false;
	for (const line of lines) {
		if (line === dropped) {
			isAfterDropped = true;
			continue;
		}
		// The beginning of the text counts as a blank line.
		if (isAfterDropped && isBlank(line) && isBlank(shown.at(-1))) continue;
		isAfterDropped = false;
		shown.push(line);
	}
	while (isAfterDropped && shown.length > 0 && isBlank(shown.at(-1))) shown.pop();
	const text = new TextBuilder();
	shown.forEach((line, index) => {
		if (index > 0) text.add(asTyped('\n'));
		text.add(line);
	});
	return text.build();
}

function isBlank(line: FormattedText | undefined): boolean {
	return line === undefined || line.text.trim() === '';
}
