import { simplify, type FormattedText } from '../formatting';
import { MarkRuns, readRun, type Mark, type MarkRun, type Span } from './emphasis';
import { angledAt, entityAt, withoutEntities, type AngledToken } from './html';
import { longestLabel, type References, shownUrl, showsUrl, targetAt } from './links';
import { backtickRuns, characterAt, characterBefore, urlEnd } from './scan';
import type { TextFormat, TextFormatType } from '../../model/outgoing';
import { present } from '../../values/present';

/** Reads one block of Markdown. Formats become ranges and other markup is removed. Takes linear time. */
export function readInline(source: string, references: References): FormattedText {
	return new InlineReader(source, references).read();
}

interface Bracket {
	readonly piece: number;
	readonly isImage: boolean;
	/** Index after the bracket in the source. */
	readonly from: number;
	/** The last run of marks before the bracket. Marks inside the brackets match only each other. */
	readonly bottom: MarkRun | undefined;
}

interface OpenTag {
	readonly piece: number;
	readonly formats: readonly TextFormatType[];
	readonly href?: string;
}

const plain = /[^\\`<&[\]!*_~+:]+/y;

class InlineReader {
	private readonly pieces: string[] = [];
	private readonly spans: Span[] = [];
	private readonly marks: MarkRun[] = [];
	private readonly runs = new MarkRuns();
	private readonly brackets: Bracket[] = [];
	/** Brackets below this index contain a link already, and links do not nest. */
	private linkedBelow = 0;
	private readonly openTags = new Map<string, OpenTag[]>();
	private codeEnds: Map<number, number[]> | undefined;
	private at = 0;
	/** True when further text can join the last piece. */
	private isTextOpen = false;
	private noMoreComments = false;

	constructor(
		private readonly source: string,
		private readonly references: References,
	) {}

	read(): FormattedText {
		while (this.at < this.source.length) this.step();
		this.match(undefined);
		for (const { piece, mark, left } of this.marks) this.pieces[piece] = mark.repeat(left);
		return this.assemble();
	}

	private step(): void {
		plain.lastIndex = this.at;
		const words = plain.exec(this.source)?.[0];
		if (words !== undefined) {
			this.text(words, this.at + words.length);
			return;
		}
		const character = this.source[this.at] as string;
		switch (character) {
			case '\\':
				return this.readEscape();
			case '`':
				return this.readCode();
			case '<':
				return this.readAngle();
			case '&':
				return this.readEntity();
			case '!':
			case '[':
				return this.readBracket(character);
			case ']':
				return this.readClosingBracket();
			case ':':
				return this.readColon();
			default:
				return this.readMarks(character as Mark);
		}
	}

	/** Adds literal text and continues at `end`. */
	private text(text: string, end: number): void {
		if (this.isTextOpen) this.pieces[this.pieces.length - 1] += text;
		else this.pieces.push(text);
		this.isTextOpen = true;
		this.at = end;
	}

	/** Adds a separate piece, so that a format can begin or end at it. Returns its index. */
	private piece(text: string): number {
		this.isTextOpen = false;
		return this.pieces.push(text) - 1;
	}

	private readEscape(): void {
		const next = this.source[this.at + 1] ?? '';
		if (next === '\n') this.text('\n', this.at + 2);
		else if (/^[!-/:-@[-`{-~]$/.test(next)) this.text(next, this.at + 2);
		else this.text('\\', this.at + 1);
	}

	private readCode(): void {
		const start = this.at;
		let from = start;
		while (this.source[from] === '`') from++;
		const close = this.codeEnd(from - start, from);
		if (close === undefined) {
			this.text(this.source.slice(start, from), from);
			return;
		}
		const code = this.source.slice(from, close).replace(/\n/g, ' ');
		const isPadded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '';
		this.text(isPadded ? code.slice(1, -1) : code, close + from - start);
	}

	/** Start of the next run with that number of backticks. Runs are found once and passed in order. */
	private codeEnd(size: number, from: number): number | undefined {
		this.codeEnds ??= backtickRuns(this.source);
		const starts = this.codeEnds.get(size) ?? [];
		while (starts.length > 0 && (starts[starts.length - 1] as number) < from) starts.pop();
		return starts[starts.length - 1];
	}

	private readAngle(): void {
		if (this.source.startsWith('<!--', this.at)) {
			const end = this.noMoreComments ? -1 : this.source.indexOf('-->', this.at + 4);
			this.noMoreComments = end === -1;
			if (end !== -1) {
				this.at = end + 3;
				return;
			}
		}
		const token = angledAt(this.source, this.at);
		if (token === undefined) this.text('<', this.at + 1);
		else this.readToken(token);
	}

	private readToken(token: AngledToken): void {
		const raw = this.source.slice(this.at, token.end);
		switch (token.kind) {
			case 'open': {
				const open = this.openTags.get(token.name) ?? [];
				open.push({ piece: this.piece(raw), formats: token.formats, ...present({ href: token.href }) });
				this.openTags.set(token.name, open);
				this.at = token.end;
				return;
			}
			case 'close':
				this.closeTag(token.name, raw);
				this.at = token.end;
				return;
			case 'text':
				this.text(token.text, token.end);
		}
	}

	/** A closed tag is markup. A tag without its counterpart may be meant literally. */
	private closeTag(name: string, raw: string): void {
		const open = this.openTags.get(name)?.pop();
		if (open === undefined) {
			this.piece(raw);
			return;
		}
		this.pieces[open.piece] = '';
		const url = open.href === undefined ? undefined : shownUrl(withoutEntities(open.href));
		const close = this.piece(url === undefined ? '' : this.behindLabel(open.piece, url));
		for (const type of open.formats) this.spans.push({ type, after: open.piece, before: close });
	}

	private readEntity(): void {
		const token = entityAt(this.source, this.at);
		if (token === undefined) this.text('&', this.at + 1);
		else this.text(token.text, token.end);
	}

	private readBracket(character: string): void {
		const isImage = character === '!';
		if (isImage && this.source[this.at + 1] !== '[') {
			this.text('!', this.at + 1);
			return;
		}
		const mark = isImage ? '![' : '[';
		this.at += mark.length;
		this.brackets.push({ piece: this.piece(mark), isImage, from: this.at, bottom: this.runs.newest });
	}

	private readClosingBracket(): void {
		const bracket = this.brackets.pop();
		const isDead = bracket !== undefined && !bracket.isImage && this.brackets.length < this.linkedBelow;
		this.linkedBelow = Math.min(this.linkedBelow, this.brackets.length);
		const target = bracket === undefined || isDead ? undefined : this.targetOf(bracket);
		if (bracket === undefined || target === undefined) {
			this.text(']', this.at + 1);
			return;
		}
		this.match(bracket.bottom);
		this.pieces[bracket.piece] = '';
		const url = shownUrl(withoutEntities(target.url));
		this.piece(url === undefined ? '' : this.behindLabel(bracket.piece, url));
		this.at = target.end;
		if (!bracket.isImage) this.linkedBelow = this.brackets.length;
	}

	private targetOf(bracket: Bracket): { url: string; end: number } | undefined {
		const inline = targetAt(this.source, this.at + 1);
		if (inline !== undefined || this.references.isEmpty) return inline;
		if (this.at - bracket.from > longestLabel) return undefined;
		const own = this.source.slice(bracket.from, this.at);
		const following = /\[([^[\]]{0,200})\]/y;
		following.lastIndex = this.at + 1;
		const match = following.exec(this.source);
		const url = this.references.use(match === null || match[1] === '' ? own : (match[1] as string));
		return url === undefined ? undefined : { url, end: this.at + 1 + (match?.[0].length ?? 0) };
	}

	/** The text after a label: empty when the label already shows the URL. A label with several pieces is never a URL. */
	private behindLabel(opener: number, url: string): string {
		const count = this.pieces.length - opener - 1;
		if (count === 0) return url;
		return count === 1 && showsUrl(this.pieces[opener + 1] as string, url) ? '' : ` (${url})`;
	}

	/** A bare URL is literal, so its underscores and asterisks are not marks. */
	private readColon(): void {
		const isUrl = this.source.startsWith('://', this.at) && /https?$/i.test(this.source.slice(Math.max(0, this.at - 5), this.at));
		if (!isUrl) {
			this.text(':', this.at + 1);
			return;
		}
		const end = urlEnd(this.source, this.at + 3);
		this.text(withoutEntities(this.source.slice(this.at, end)), end);
	}

	private readMarks(mark: Mark): void {
		let end = this.at;
		while (this.source[end] === mark) end++;
		const size = end - this.at;
		const sides = readRun(mark, size, characterBefore(this.source, this.at), characterAt(this.source, end));
		if (!sides.canOpen && !sides.canClose) {
			this.text(this.source.slice(this.at, end), end);
			return;
		}
		const run: MarkRun = { mark, piece: this.piece(''), size, left: size, ...sides };
		this.marks.push(run);
		this.runs.add(run);
		this.at = end;
	}

	// Pushed one by one, because there may be more spans than a call can take as arguments.
	private match(bottom: MarkRun | undefined): void {
		for (const span of this.runs.match(bottom)) this.spans.push(span);
	}

	private assemble(): FormattedText {
		const starts: number[] = [];
		let length = 0;
		for (const piece of this.pieces) {
			starts.push(length);
			length += piece.length;
		}
		const formatting = this.spans.map(({ type, after, before }): TextFormat => {
			const start = (starts[after] as number) + (this.pieces[after] as string).length;
			return { type, start, length: (starts[before] as number) - start };
		});
		return { text: this.pieces.join(''), formatting: simplify(formatting) };
	}
}
