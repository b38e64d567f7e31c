import type * as Library from 're2js';
import type { Parsed } from '../model/address/address';

/** Loaded for the first pattern: n8n loads every node when it starts, and few workflows have one. */
function re2(): typeof Library {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it in every process
	return require('re2js') as typeof Library;
}

/** A compiled regular expression. */
export interface Pattern {
	/** The expression as it was typed. */
	readonly source: string;
	/** True when it matches anywhere in the text. Only the beginning of a long text is searched, see {@link textLimit}. */
	isIn(text: string): boolean;
}

/** Example for errors about a pattern. */
export const patternExample = '^order \\d+ or, without regard to case, /order \\d+/i';

/** Longest pattern, in characters. */
export const patternLimit = 1_000;

/**
 * UTF-16 code units of a text that are searched. The rest is cut off, and `$` matches at the cut. A pattern with more than
 * {@link stepLimit} / {@link textLimit} instructions searches less.
 */
export const textLimit = 10_000;

/**
 * Limit for instructions times characters of one search. The engine's time is linear in this product: 600,000 took 45 ms
 * with the worst pattern found (`(a|b)*a(a|b){30}…`, which defeats its cache of states), and under 15 ms with usual ones.
 */
const stepLimit = 600_000;

/**
 * Most instructions of a compiled pattern. It limits repeats such as `.{1000}`, so that at least 600 characters of a text
 * are searched.
 */
const sizeLimit = 1_000;

const tooLarge = 'repeats too much: numbers in braces multiply, so make them smaller';

const flagNames = /^[imsguy]*$/;

/**
 * Reads a regular expression, plain or as `/pattern/flags`. The flags `i`, `m` and `s` have the meaning that they have in
 * JavaScript. The flags `g`, `u` and `y` are accepted and have no effect on a match.
 */
export function parsePattern(input: string): Parsed<Pattern> {
	// The pattern and the text are both composed, so that both encodings of é match.
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
			problem: `ends in "/${flags}", but the only flags are i, m and s; if / is part of the text, begin the pattern with \\/`,
		};
	}
	return compile(input, expression, flagsOf(flags));
}

function compile(source: string, expression: string, flags: number): Parsed<Pattern> {
	const { RE2JS, RE2JSException } = re2();
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
 * Translates JavaScript's `\u0041` and `\u{1F600}` to RE2. The library's own translation would also drop the backslash of
 * escapes that RE2 refuses, such as `\k<name>`, and silently search for a different text.
 */
function withCodePoints(expression: string): string {
	return expression.replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|.)/gis, (escape, braced?: string, plain?: string) => {
		const digits = braced ?? plain;
		return digits === undefined ? escape : `\\x{${digits}}`;
	});
}

function flagsOf(names: string): number {
	const { RE2JS } = re2();
	let flags = 0;
	if (names.includes('i')) flags |= RE2JS.CASE_INSENSITIVE;
	if (names.includes('m')) flags |= RE2JS.MULTILINE;
	if (names.includes('s')) flags |= RE2JS.DOTALL;
	return flags;
}

/** Problems by RE2's own descriptions. The list is closed and the same in all ports of RE2. */
const problems: ReadonlyMap<string, string> = new Map([
	['missing closing ]', 'has a [ without a matching ]'],
	['missing closing )', 'has a ( without a matching )'],
	['unexpected )', 'has a ) without a matching ('],
	['trailing backslash at end of expression', 'ends in a single backslash'],
	['missing argument to repetition operator', 'has a * + ? or {…} with nothing before it to repeat'],
	['invalid nested repetition operator', 'has two repetitions in a row, such as ** or a++'],
	['invalid repeat count', 'repeats more than 1,000 times, which is the limit; {…} inside {…} multiplies'],
	['invalid character class range', 'has a range or a class in brackets that does not exist'],
	['invalid named capture', 'has a group with an invalid name'],
	['duplicate capture group name', 'has two groups with the same name'],
	['expression nests too deeply', 'is nested too deeply'],
	['expression too large', tooLarge],
]);

function problemOf(error: Library.RE2JSException): string {
	const { RE2JSSyntaxException } = re2();
	if (!(error instanceof RE2JSSyntaxException)) return 'is not a regular expression';
	const place = error.getPattern() ?? '';
	if (/^\(\?<?[=!]/.test(place)) {
		return 'looks ahead or behind with (?= (?! (?<= or (?<!, which a search in linear time cannot do';
	}
	if (/^(\\[1-9k]|\(\?P[=>]?$)/.test(place)) {
		return 'refers back to a group, as \\1 does, which a search in linear time cannot do';
	}
	if (error.getDescription() === 'invalid escape sequence') {
		return `has ${place}, which has no meaning; to find a backslash, write \\\\`;
	}
	if (error.getDescription() === 'invalid or unsupported Perl syntax') {
		return `has ${place}, which is not supported`;
	}
	return problems.get(error.getDescription()) ?? 'is not a regular expression';
}
