import { asTyped, TextBuilder, type FormattedText } from '../formatting';
import { blocksOf, type Block } from './blocks';
import { readInline } from './inline';
import { linesOfHtml } from './richText';
import { References } from './links';

/**
 * A Markdown text as iMessage shows it. Bold, italic, underline (`<u>` or `++`) and strikethrough (`~~`) become
 * ranges; headings, lists, links, code, quotes, tables, escapes and HTML become clean text, a link as its words with
 * the URL behind them. Line breaks stay. Text without markup comes back as it is, and so does text that is nothing but
 * markup, because nothing would be left to send. HTML of an editor is read as such: see {@link linesOfHtml}. Takes time in proportion to the length.
 */
export function fromMarkdown(source: string): FormattedText {
	// Half a surrogate pair is no character, and could become half of another one once a mark between them goes.
	const text = source.replace(/\r\n?/g, '\n').replace(/\p{Cs}/gu, '\ufffd');
	const blocks = blocksOf(linesOfHtml(text));
	const references = new References();
	for (const block of blocks) if (block.kind === 'definition') references.define(block.label, block.url);
	const read = blocks.map((block) => readBlock(block, references));
	// Only now it is known which definitions were used. Others are words in brackets.
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
			// Its own label must not count as a use of it.
			return readInline(block.source, new References());
		case 'dropped':
			return dropped;
	}
}

/** Puts the lines together. Where a line went, the blank ones around it become one, at the ends none. */
function joinLines(lines: readonly Line[]): FormattedText {
	const kept: FormattedText[] = [];
	let isAfterDropped = false;
	for (const line of lines) {
		if (line === dropped) {
			isAfterDropped = true;
			continue;
		}
		// Nothing before it counts as blank.
		if (isAfterDropped && isBlank(line) && isBlank(kept.at(-1))) continue;
		isAfterDropped = false;
		kept.push(line);
	}
	while (isAfterDropped && kept.length > 0 && isBlank(kept.at(-1))) kept.pop();
	const text = new TextBuilder();
	kept.forEach((line, index) => {
		if (index > 0) text.add(asTyped('\n'));
		text.add(line);
	});
	return text.build();
}

function isBlank(line: FormattedText | undefined): boolean {
	return line === undefined || line.text.trim() === '';
}
