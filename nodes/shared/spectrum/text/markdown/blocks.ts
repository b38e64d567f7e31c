/** A line of a Markdown text, or several lines that belong together. */
export type Block =
	/** A text with inline markup. `prefix` precedes it unchanged. */
	| { readonly kind: 'inline'; readonly prefix: string; readonly source: string }
	/** A row of a table. */
	| { readonly kind: 'row'; readonly cells: readonly string[] }
	/** A line of code. */
	| { readonly kind: 'literal'; readonly text: string }
	| { readonly kind: 'blank'; readonly text: string }
	/** A line that contained only markup. */
	| { readonly kind: 'dropped' }
	/** A link target that other places use by its label. */
	| { readonly kind: 'definition'; readonly label: string; readonly url: string; readonly source: string };

interface Fence {
	readonly mark: string;
	readonly length: number;
	readonly indent: number;
	readonly quoteDepth: number;
}

/**
 * Splits a Markdown text into blocks, line by line. Unlike CommonMark, it keeps line breaks, and four spaces do not make
 * code, because in a message they are usually an indented list.
 */
export function blocksOf(source: string): Block[] {
	return new BlockReader(source.split('\n')).read();
}

class BlockReader {
	private readonly blocks: Block[] = [];
	private open: { readonly prefix: string; readonly lines: string[]; readonly isParagraph: boolean } | undefined;
	private fence: Fence | undefined;
	private quoteDepth = 0;

	constructor(private readonly lines: readonly string[]) {}

	read(): Block[] {
		for (let index = 0; index < this.lines.length; index++) {
			const line = this.lines[index] as string;
			if (this.fence !== undefined) this.readCode(line, this.fence);
			else index = this.readLine(line, index);
		}
		this.close();
		return this.blocks;
	}

	/** @returns the index of the last line that was used */
	private readLine(full: string, index: number): number {
		const { depth, rest: line } = withoutQuotes(full);
		if (depth !== this.quoteDepth) this.close();
		this.quoteDepth = depth;
		if (line.trim() === '') {
			this.push({ kind: 'blank', text: line });
			return index;
		}
		const fence = fenceOf(line, depth);
		if (fence !== undefined) {
			this.fence = fence;
			this.push({ kind: 'dropped' });
			return index;
		}
		if (isRule(line) || (this.open?.isParagraph === true && isUnderline(line))) {
			this.push({ kind: 'dropped' });
			return index;
		}
		const columns = this.tableColumns(line, index);
		if (columns !== undefined) return this.readTable(columns, index);
		this.readWords(line);
		return index;
	}

	private readWords(line: string): void {
		const heading = headingOf(line);
		if (heading !== undefined) {
			this.push({ kind: 'inline', prefix: '', source: heading });
			return;
		}
		const item = listItemOf(line);
		if (item !== undefined) {
			this.close();
			this.open = { prefix: item.prefix, lines: [item.rest], isParagraph: false };
			return;
		}
		const definition = this.open === undefined ? definitionOf(line) : undefined;
		if (definition !== undefined) {
			this.push(definition);
			return;
		}
		this.open ??= { prefix: '', lines: [], isParagraph: true };
		this.open.lines.push(line);
	}

	private readCode(full: string, fence: Fence): void {
		const { rest } = withoutQuotes(full, fence.quoteDepth);
		const text = rest.trim();
		if (text.length >= fence.length && text === fence.mark.repeat(text.length)) {
			this.fence = undefined;
			this.push({ kind: 'dropped' });
			return;
		}
		this.push({ kind: 'literal', text: withoutIndent(rest, fence.indent) });
	}

	private tableColumns(line: string, index: number): number | undefined {
		if (!line.includes('|')) return undefined;
		const next = this.lines[index + 1];
		const columns = next === undefined ? undefined : delimiterColumns(withoutQuotes(next).rest);
		return columns !== undefined && columns === cellsOf(line).length ? columns : undefined;
	}

	private readTable(columns: number, first: number): number {
		let index = first;
		for (; index < this.lines.length; index++) {
			const { rest } = withoutQuotes(this.lines[index] as string);
			if (!rest.includes('|')) break;
			// The second line only separates the header.
			if (index === first + 1) continue;
			const cells = cellsOf(rest);
			while (cells.length < columns) cells.push('');
			this.push({ kind: 'row', cells });
		}
		return index - 1;
	}

	private push(block: Block): void {
		this.close();
		this.blocks.push(block);
	}

	private close(): void {
		if (this.open === undefined) return;
		const { prefix, lines } = this.open;
		this.open = undefined;
		this.blocks.push({ kind: 'inline', prefix, source: lines.join('\n') });
	}
}

/** A `>` directly before text is not a quote here, because it is usually a face or an arrow. */
function withoutQuotes(line: string, atMost = Number.POSITIVE_INFINITY): { depth: number; rest: string } {
	let at = 0;
	let depth = 0;
	while (depth < atMost) {
		let mark = at;
		while (mark < at + 3 && line[mark] === ' ') mark++;
		const next = line[mark + 1];
		if (line[mark] !== '>' || (next !== undefined && next !== ' ' && next !== '>')) break;
		at = mark + (next === ' ' ? 2 : 1);
		depth++;
	}
	return { depth, rest: line.slice(at) };
}

function fenceOf(line: string, quoteDepth: number): Fence | undefined {
	// With `s`, because a line separator inside the line would make it try every length of the marks.
	const match = /^([ \t]*)(`{3,}|~{3,})(.*)$/s.exec(line);
	const [, indent = '', marks = '', info = ''] = match ?? [];
	if (match === null || (marks.startsWith('`') && info.includes('`'))) return undefined;
	return { mark: marks.charAt(0), length: marks.length, indent: indent.length, quoteDepth };
}

function withoutIndent(line: string, indent: number): string {
	let at = 0;
	while (at < indent && (line[at] === ' ' || line[at] === '\t')) at++;
	return line.slice(at);
}

/** `---`, `***` or `___`, with or without spaces. */
function isRule(line: string): boolean {
	const marks = line.replace(/[ \t]/g, '');
	const mark = marks.charAt(0);
	return marks.length >= 3 && '-*_'.includes(mark) && marks === mark.repeat(marks.length);
}

/** A line of `=` makes the paragraph above a heading. */
function isUnderline(line: string): boolean {
	const marks = line.trim();
	return marks.length >= 3 && marks === '='.repeat(marks.length);
}

function headingOf(line: string): string | undefined {
	const match = /^ {0,3}#{1,6}[ \t]+/.exec(line);
	if (match === null) return undefined;
	const words = line.slice(match[0].length).trimEnd();
	// Closing marks count only after a space.
	let end = words.length;
	while (words[end - 1] === '#') end--;
	const isClosed = end < words.length && (end === 0 || words[end - 1] === ' ' || words[end - 1] === '\t');
	return isClosed ? words.slice(0, end).trimEnd() : words;
}

function listItemOf(line: string): { prefix: string; rest: string } | undefined {
	const bullet = /^([ \t]*)[-+*][ \t]+(?=\S)/.exec(line);
	if (bullet !== null) return { prefix: `${bullet[1] ?? ''}• `, rest: line.slice(bullet[0].length) };
	const numbered = /^[ \t]*\d{1,9}[.)][ \t]+(?=\S)/.exec(line);
	return numbered === null ? undefined : { prefix: numbered[0], rest: line.slice(numbered[0].length) };
}

/** A definition needs a URL. `[Alice]: see you` in a message is not a definition. */
function definitionOf(line: string): Extract<Block, { kind: 'definition' }> | undefined {
	const match =
		/^ {0,3}\[([^[\]]{1,200})\]:[ \t]*<?((?:https?:\/\/|mailto:)[^\s<>]+)>?(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$/i.exec(line);
	const [, label, url] = match ?? [];
	return label === undefined || url === undefined ? undefined : { kind: 'definition', label, url, source: line };
}

function delimiterColumns(line: string): number | undefined {
	if (!/^[-:| \t]+$/.test(line) || !line.includes('-') || !line.includes('|')) return undefined;
	const cells = cellsOf(line);
	return cells.every((cell) => /^:?-+:?$/.test(cell)) ? cells.length : undefined;
}

/** Cells between the pipes. The outer pipes may be missing. `\|` is a character of a cell. */
function cellsOf(line: string): string[] {
	const text = line.trim();
	const cells: string[] = [];
	let cell = '';
	for (let at = text.startsWith('|') ? 1 : 0; at < text.length; at++) {
		const character = text[at] as string;
		if (character === '\\' && text[at + 1] === '|') {
			cell += '|';
			at++;
		} else if (character === '|') {
			cells.push(cell.trim());
			cell = '';
		} else {
			cell += character;
		}
	}
	// Nothing follows a closing border.
	if (cell.trim() !== '' || !text.endsWith('|')) cells.push(cell.trim());
	return cells;
}
