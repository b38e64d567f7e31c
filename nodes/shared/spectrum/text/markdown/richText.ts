/** Tags that end a line, with the number of line breaks. Two line breaks are a blank line. */
const blockBreaks: Readonly<Record<string, 1 | 2>> = {
	p: 2,
	h1: 2,
	h2: 2,
	h3: 2,
	h4: 2,
	h5: 2,
	h6: 2,
	table: 2,
	blockquote: 2,
	pre: 2,
	ul: 2,
	ol: 2,
	dl: 2,
	figure: 2,
	div: 1,
	section: 1,
	article: 1,
	header: 1,
	footer: 1,
	main: 1,
	address: 1,
	center: 1,
	tr: 1,
	li: 1,
	dt: 1,
	dd: 1,
	hr: 1,
	br: 1,
	body: 1,
	html: 1,
	figcaption: 1,
};

/** Tags that the inline reader understands. They are passed on. */
const inlineTags: ReadonlySet<string> = new Set(['a', 'b', 'strong', 'i', 'em', 'u', 'ins', 's', 'del', 'strike', 'span', 'font', 'code']);

/** Tags with content that is not for people. */
const hiddenTags: ReadonlySet<string> = new Set(['style', 'script', 'head', 'title', 'template', 'xml']);

/** Most inline tags that are carried over a line break. No editor nests more. */
const deepestCarried = 16;

const beginning =
	/^\s*<(?:!doctype|!--|html|head|body|meta|style|p|div|h[1-6]|ul|ol|table|blockquote|section|article|pre|span|b|strong|font)\b[^<]*/i;
const block = /<\/(?:p|div|h[1-6]|ul|ol|li|table|blockquote|section|article|pre|body|html)\s*>/i;

/**
 * Converts the HTML of a rich-text editor or a mail. Paragraphs, lists and tables become lines for the Markdown reader, and
 * hidden content is removed. Every other text stays as it is, also one that only mentions HTML or contains a few tags. The
 * time is proportional to the length.
 */
export function linesOfHtml(source: string): string {
	if (!beginning.test(source) || !block.test(source) || !/>\s*$/.test(source.slice(-100))) return source;
	return new HtmlLines(source).read();
}

interface OpenTag {
	readonly name: string;
	readonly raw: string;
	isWritten: boolean;
}

class HtmlLines {
	private readonly pieces: string[] = [];
	private readonly open: OpenTag[] = [];
	/** The next item number of each enclosing list. Undefined for a list with bullets. */
	private readonly lists: Array<number | undefined> = [];
	private readonly unclosed = new Set<string>();
	private breaks = 0;
	private prefix = '';
	private cells = 0;
	private preformatted = 0;

	constructor(private readonly source: string) {}

	read(): string {
		// The name ends where it can: otherwise a long one without a `>` would be tried at every length.
		const token = /<!--|<(\/?)([a-z][a-z0-9:]*)(?![a-z0-9:])([^<>]*)>|<![^<>]*>|[^<]+|</gi;
		for (let match = token.exec(this.source); match !== null; match = token.exec(this.source)) {
			const [raw, slash, name] = match;
			if (raw === '<!--') token.lastIndex = this.after('-->', token.lastIndex);
			else if (name !== undefined) token.lastIndex = this.tag(raw, slash === '/', name.toLowerCase(), token.lastIndex);
			else if (!raw.startsWith('<!')) this.text(raw);
		}
		while (this.open.length > 0) this.closeLast();
		return this.pieces.join('');
	}

	/** @returns the index at which reading continues */
	private tag(raw: string, isClosing: boolean, name: string, end: number): number {
		if (hiddenTags.has(name)) return isClosing ? end : this.after(`</${name}>`, end);
		if (inlineTags.has(name)) this.inline(raw, isClosing, name);
		else if (name === 'td' || name === 'th') this.cell(isClosing);
		else if (Object.hasOwn(blockBreaks, name)) this.block(name, isClosing);
		return end;
	}

	/** Index after the next `mark`. An unclosed tag hides nothing. */
	private after(mark: string, from: number): number {
		const end = this.unclosed.has(mark) ? -1 : this.source.indexOf(mark, from);
		if (end === -1) this.unclosed.add(mark);
		return end === -1 ? from : end + mark.length;
	}

	private inline(raw: string, isClosing: boolean, name: string): void {
		if (!isClosing) {
			if (this.open.length < deepestCarried) this.open.push({ name, raw, isWritten: false });
			return;
		}
		if (!this.open.some((tag) => tag.name === name)) return;
		while (this.closeLast() !== name);
	}

	private closeLast(): string | undefined {
		const last = this.open.pop();
		if (last?.isWritten === true) this.pieces.push(`</${last.name}>`);
		return last?.name;
	}

	private block(name: string, isClosing: boolean): void {
		if (name === 'ul' || name === 'ol') {
			if (isClosing) this.lists.pop();
			else this.lists.push(name === 'ol' ? 1 : undefined);
		}
		if (name === 'pre') this.preformatted = Math.max(0, this.preformatted + (isClosing ? -1 : 1));
		if (name === 'tr') this.cells = 0;
		// A list in a list and a paragraph in an item begin a line without a blank line before it.
		const isInList = this.lists.length > (name === 'ul' || name === 'ol' ? (isClosing ? 0 : 1) : 0);
		if (name === 'br') this.breaks++;
		else this.breaks = Math.max(this.breaks, isInList ? 1 : (blockBreaks[name] ?? 1));
		if (name === 'li' && !isClosing) this.prefix = this.itemPrefix();
	}

	private itemPrefix(): string {
		const number = this.lists.at(-1);
		if (number !== undefined) this.lists[this.lists.length - 1] = number + 1;
		const indent = '  '.repeat(Math.min(Math.max(0, this.lists.length - 1), 10));
		return `${indent}${number === undefined ? '•' : `${number}.`} `;
	}

	private cell(isClosing: boolean): void {
		if (!isClosing && this.cells++ > 0) this.prefix = ' | ';
	}

	private text(raw: string): void {
		const text = this.preformatted > 0 ? raw : raw.replace(/[ \t\r\n\f]+/g, ' ');
		const isAtStart = this.pieces.length === 0 || this.breaks > 0 || this.prefix !== '';
		const shown = isAtStart && this.preformatted === 0 ? text.trimStart() : text;
		if (shown === '') return;
		if (this.pieces.length > 0 && this.breaks > 0) this.breakLine();
		this.pieces.push(this.prefix);
		this.breaks = 0;
		this.prefix = '';
		for (const tag of this.open) {
			if (!tag.isWritten) this.pieces.push(tag.raw);
			tag.isWritten = true;
		}
		this.pieces.push(shown);
	}

	private trimLast(): void {
		const last = this.pieces.length - 1;
		this.pieces[last] = (this.pieces[last] ?? '').trimEnd();
	}

	/** Ends the formats at the line break and reopens them in the next line, because each line is read separately. */
	private breakLine(): void {
		for (const tag of [...this.open].reverse()) {
			if (tag.isWritten) this.pieces.push(`</${tag.name}>`);
			tag.isWritten = false;
		}
		if (this.preformatted === 0) this.trimLast();
		this.pieces.push('\n'.repeat(Math.min(this.breaks, 3)));
	}
}
