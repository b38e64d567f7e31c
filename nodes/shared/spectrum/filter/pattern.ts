import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';
import type { Parsed } from '../model/address/address';

/** A regular expression as somebody typed it, ready to look for. */
export interface Pattern {
	/** As it was typed. */
	readonly source: string;
	/** True when it is found anywhere in the text. Of a long text only the beginning is read, see {@link textLimit}. */
	isIn(text: string): boolean;
}

/** Shown wherever a pattern is refused. */
export const patternExample = '^order \\d+ or, without regard to case, /order \\d+/i';

/** Characters that a pattern may have. */
export const patternLimit = 1_000;

/**
 * UTF-16 code units of a text that are read; the rest is cut off, and `$` then stands at the cut. For a pattern of
 * more than {@link stepLimit} / {@link textLimit} instructions it is fewer.
 */
export const textLimit = 10_000;

/**
 * Instructions times characters of one search. The engine's time is linear in this product: 600,000 took 45 ms with
 * the worst pattern found (`(a|b)*a(a|b){30}…`, which defeats its cache of states), and under 15 ms with the usual ones.
 */
const stepLimit = 600_000;

/** Instructions that a pattern may compile to: a limit of repeats, such as `.{1000}`, so that 600 characters are read. */
const sizeLimit = 1_000;

const tooLarge = 'repeats too much: numbers in braces multiply, so make them smaller';

const flagNames = /^[imsguy]*$/;

/**
 * Reads a regular expression, plain or as `/pattern/flags`. The flags `i`, `m` and `s` mean what they do in
 * JavaScript; `g`, `u` and `y` change nothing about whether a text matches.
 */
export function parsePattern(input: string): Parsed<Pattern> {
	// Both sides in composed form, so that é is found whichever way it was typed.
	const delimited = /^\s*\/(.*)\/([a-z]*)\s*$/is.exec(input.normalize('NFC'));
	const expression = delimited?.[1] ?? input.normalize('NFC');
	const flags = delimited?.[2] ?? '';
	if (expression.trim() === '') return { ok: false, problem: 'is empty' };
	if (input.length > patternLimit) {
		return { ok: false, problem: `is longer than ${patternLimit.toLocaleString('en')} characters` };
	}
	if (!flagNames.test(flags)) {
		return {
			ok: false,
			problem: `ends in "/${flags}", but the only flags are i, m and s; where / is part of the text, begin the pattern with \\/`,
		};
	}
	return compile(input, expression, flagsOf(flags));
}

function compile(source: string, expression: string, flags: number): Parsed<Pattern> {
	try {
		const compiled = RE2JS.compile(withCodePoints(expression), flags);
		const size = compiled.programSize();
		if (size > sizeLimit) {
			return { ok: false, problem: tooLarge };
		}
		const limit = Math.min(textLimit, Math.floor(stepLimit / size));
		return {
			ok: true,
			value: { source, isIn: (text) => compiled.test(text.slice(0, limit).normalize('NFC')) },
		};
	} catch (caught) {
		if (!(caught instanceof RE2JSException)) throw caught;
		return { ok: false, problem: problemOf(caught) };
	}
}

/**
 * JavaScript's `\u0041` and `\u{1F600}` as RE2 writes them. The library's own translation would also drop the
 * backslash of what RE2 refuses, such as `\k<name>`, and look for something else in silence.
 */
function withCodePoints(expression: string): string {
	return expression.replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|.)/gis, (escape, braced?: string, plain?: string) => {
		const digits = braced ?? plain;
		return digits === undefined ? escape : `\\x{${digits}}`;
	});
}

function flagsOf(names: string): number {
	let flags = 0;
	if (names.includes('i')) flags |= RE2JS.CASE_INSENSITIVE;
	if (names.includes('m')) flags |= RE2JS.MULTILINE;
	if (names.includes('s')) flags |= RE2JS.DOTALL;
	return flags;
}

/** RE2's own names of what is wrong; a closed list, the same in all its ports. */
const problems: ReadonlyMap<string, string> = new Map([
	['missing closing ]', 'has a [ without its ]'],
	['missing closing )', 'has a ( without its )'],
	['unexpected )', 'has a ) without its ('],
	['trailing backslash at end of expression', 'ends in a single backslash'],
	['missing argument to repetition operator', 'has a * + ? or {…} with nothing before it to repeat'],
	['invalid nested repetition operator', 'has two repetitions in a row, such as ** or a++'],
	['invalid repeat count', 'repeats more than 1,000 times, the most there can be, also where {…} stands inside {…}'],
	['invalid character class range', 'has a range or a class in brackets that does not exist'],
	['invalid named capture', 'has a group whose name cannot be one'],
	['duplicate capture group name', 'has two groups of the same name'],
	['expression nests too deeply', 'is nested too deeply'],
	['expression too large', tooLarge],
]);

function problemOf(error: RE2JSException): string {
	if (!(error instanceof RE2JSSyntaxException)) return 'is not a regular expression';
	const place = error.getPattern() ?? '';
	if (/^\(\?<?[=!]/.test(place)) {
		return 'looks ahead or behind with (?= (?! (?<= or (?<!, which a search in linear time cannot do';
	}
	if (/^(\\[1-9k]|\(\?P[=>]?$)/.test(place)) {
		return 'refers back to a group, as \\1 does, which a search in linear time cannot do';
	}
	if (error.getDescription() === 'invalid escape sequence') {
		return `has ${place}, which means nothing here; for a backslash itself write \\\\`;
	}
	if (error.getDescription() === 'invalid or unsupported Perl syntax') {
		return `has ${place}, a form that is not understood here`;
	}
	return problems.get(error.getDescription()) ?? 'is not a regular expression';
}
