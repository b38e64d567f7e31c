import type { TextFormatType } from '../../model/outgoing';

/** Characters that can begin or end a format. */
export type Mark = '*' | '_' | '~' | '+';

/** A run of the same mark in the text. */
export interface MarkRun {
	readonly mark: Mark;
	/** Index of the run's own piece of text. */
	readonly piece: number;
	/** Number of marks in the run. */
	readonly size: number;
	/** Number of marks that are still unused. */
	left: number;
	readonly canOpen: boolean;
	readonly canClose: boolean;
	previous?: MarkRun;
	next?: MarkRun;
}

/** A format that begins after one piece of text and ends before another. */
export interface Span {
	readonly type: TextFormatType;
	readonly after: number;
	readonly before: number;
}

/**
 * Whether a run can open or close a format, by its neighbours. These are CommonMark's flanking rules with four exceptions
 * for messages. A mark between two digits is arithmetic (2*3*4). Inside `*` and `~` only ASCII punctuation counts as
 * punctuation, and emoji count as letters. Outside, a letter of a script without spaces between words counts as a space:
 * otherwise the marks would stay in `**100%**입니다` and `**注意(重要)**です`. And `**` after a label or a sentence can close
 * although a letter follows, as in `**Note:**text`, because language models omit the space.
 */
export function readRun(mark: Mark, size: number, before: string, after: string): Pick<MarkRun, 'canOpen' | 'canClose'> {
	const needsPair = mark === '~' || mark === '+';
	if ((needsPair && size !== 2) || (isDigit(before) && isDigit(after))) return { canOpen: false, canClose: false };
	const isStrict = mark === '_' || mark === '+';
	const isPunctuation = isStrict ? isAnyPunctuation : isAsciiPunctuation;
	const punctuationBefore = isPunctuation(before);
	const punctuationAfter = isPunctuation(after);
	const leftFlanking = !isSpace(after) && (!punctuationAfter || isBorder(before));
	const rightFlanking = !isSpace(before) && (!punctuationBefore || isBorder(after));
	const endsPhrase = mark === '*' && size >= 2 && /^[:.!?%)\]]$/.test(before);
	if (!isStrict) return { canOpen: leftFlanking, canClose: rightFlanking || endsPhrase };
	// Inside a word, as in snake_case and i++, these marks have no meaning. No word in a script without spaces contains `++`.
	const needsBorder = (beside: string): boolean => isAnyPunctuation(beside) || (mark === '+' && isUnspaced(beside));
	return {
		canOpen: leftFlanking && (!rightFlanking || needsBorder(before)),
		canClose: rightFlanking && (!leftFlanking || needsBorder(after)),
	};
}

/** Characters that may surround a format whose own edge is punctuation. */
function isBorder(character: string): boolean {
	return isSpace(character) || isAnyPunctuation(character) || /^\p{S}$/u.test(character) || isUnspaced(character);
}

const unspaced =
	/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u3000-\u303f\u30fc\uff00-\uffef]$/u;

/** A letter or sign of a script without spaces between words, or between words and their particles. */
function isUnspaced(character: string): boolean {
	return unspaced.test(character);
}

/** The unmatched runs, in the order of the text. */
export class MarkRuns {
	private last: MarkRun | undefined;

	get newest(): MarkRun | undefined {
		return this.last;
	}

	add(run: MarkRun): void {
		run.previous = this.last;
		if (this.last !== undefined) this.last.next = run;
		this.last = run;
	}

	/** Matches the runs after `bottom` by CommonMark's rules and removes them. Takes linear time. */
	match(bottom: MarkRun | undefined): Span[] {
		const spans: Span[] = [];
		// For each kind of closer, the piece up to which no opener was found. It need not be searched again.
		const searched = new Map<string, number>();
		const floor = bottom?.piece ?? -1;
		let closer = bottom === undefined ? this.first() : bottom.next;
		while (closer !== undefined) {
			if (!closer.canClose) {
				closer = closer.next;
				continue;
			}
			const kind = `${closer.mark}${closer.canOpen ? 'o' : ''}${closer.size % 3}`;
			const opener = openerFor(closer, searched.get(kind) ?? floor);
			if (opener === undefined) {
				searched.set(kind, closer.piece - 1);
				const next: MarkRun | undefined = closer.next;
				if (!closer.canOpen) this.remove(closer);
				closer = next;
				continue;
			}
			closer = this.pair(opener, closer, spans);
		}
		this.cutAfter(bottom);
		return spans;
	}

	/** @returns the run to continue with */
	private pair(opener: MarkRun, closer: MarkRun, spans: Span[]): MarkRun | undefined {
		const used = opener.left >= 2 && closer.left >= 2 ? 2 : 1;
		spans.push({ type: typeOf(closer.mark, used), after: opener.piece, before: closer.piece });
		opener.left -= used;
		closer.left -= used;
		opener.next = closer;
		closer.previous = opener;
		if (opener.left === 0) this.remove(opener);
		if (closer.left > 0) return closer;
		const { next } = closer;
		this.remove(closer);
		return next;
	}

	private first(): MarkRun | undefined {
		let run = this.last;
		while (run?.previous !== undefined) run = run.previous;
		return run;
	}

	private remove(run: MarkRun): void {
		if (run.previous !== undefined) run.previous.next = run.next;
		if (run.next === undefined) this.last = run.previous;
		else run.next.previous = run.previous;
	}

	private cutAfter(bottom: MarkRun | undefined): void {
		this.last = bottom;
		if (bottom !== undefined) bottom.next = undefined;
	}
}

function openerFor(closer: MarkRun, floor: number): MarkRun | undefined {
	for (let run = closer.previous; run !== undefined && run.piece > floor; run = run.previous) {
		if (run.mark === closer.mark && run.canOpen && fits(run, closer)) return run;
	}
	return undefined;
}

/** CommonMark's rule of three: without it, `*foo**bar*` would end in the middle. */
function fits(opener: MarkRun, closer: MarkRun): boolean {
	if (closer.mark === '~' || closer.mark === '+') return true;
	if (!closer.canOpen && !opener.canClose) return true;
	return closer.size % 3 === 0 || (opener.size + closer.size) % 3 !== 0;
}

function typeOf(mark: Mark, used: 1 | 2): TextFormatType {
	if (mark === '~') return 'strikethrough';
	if (mark === '+') return 'underline';
	return used === 2 ? 'bold' : 'italic';
}

function isDigit(character: string): boolean {
	return character >= '0' && character <= '9';
}

function isSpace(character: string): boolean {
	return /^\s$/u.test(character);
}

function isAsciiPunctuation(character: string): boolean {
	return /^[!-/:-@[-`{-~]$/.test(character);
}

function isAnyPunctuation(character: string): boolean {
	return isAsciiPunctuation(character) || /^\p{P}$/u.test(character);
}
