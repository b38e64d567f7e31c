import { plainWords } from '../values/plainWords';
import type { AnswerChoice } from './question';
import { asksBack } from './yesNo';

/**
 * The place of the option whose text a message is. The closest text counts: "c" is "C" and not "C#". `several`: it fits more
 * than one option, so nobody knows which one is meant.
 */
export function placeNamed(choices: readonly AnswerChoice[], text: string): number | 'several' | undefined {
	for (const isSaid of [isExactly, isInOtherLetters, isInOtherWords]) {
		const fitting = choices.flatMap((choice, place) => (isSaid(choice.text, text) ? [place] : []));
		if (fitting.length > 0) return fitting.length > 1 ? 'several' : fitting[0];
	}
	return undefined;
}

/**
 * The place of the option that a message chooses, by its text or by its number from 1. A text comes first, because options
 * may be numbers. What could be the text of one option and the number of another chooses none, unless it is the exact text.
 */
export function placeChosen(choices: readonly AnswerChoice[], text: string): number | undefined {
	const named = placeNamed(choices, text);
	if (named === 'several') return undefined;
	const number = numberIn(text);
	const numbered = number === undefined || choices[number - 1] === undefined ? undefined : number - 1;
	if (named === undefined || numbered === undefined || named === numbered) return named ?? numbered;
	return isExactly(choices[named]?.text ?? '', text) ? named : undefined;
}

function isExactly(option: string, text: string): boolean {
	return option.trim() === text;
}

function isInOtherLetters(option: string, text: string): boolean {
	return folded(option) === folded(text);
}

function folded(text: string): string {
	return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** A question back, such as "Large?", is no answer, unless the option asks, too. */
function isInOtherWords(option: string, text: string): boolean {
	const words = plainWords(option);
	return words !== undefined && words === plainWords(text) && (!asksBack(text) || asksBack(option));
}

/** A number of one or two digits, alone or as in "2.", "(2)" or "#2". Also ② and the key 2️⃣. */
const numberAlone = /^[#＃(（]?(\p{Nd}{1,2}|[①-⑳])[.．。、,:)）!！]*$/u;

/** Characters around a number that are not seen, and the frame of a key. */
const unseen = /[\p{Cf}\p{Z}\s\ufe0e\ufe0f\u20e3]/gu;

function numberIn(text: string): number | undefined {
	if (text.length > 20 || /\p{N}[\s\p{Z}]+\p{N}/u.test(text)) return undefined;
	const digits = numberAlone.exec(text.replace(unseen, ''))?.[1];
	if (digits === undefined) return undefined;
	return /^[①-⑳]$/.test(digits) ? digits.charCodeAt(0) - 0x245f : [...digits].reduce((number, digit) => 10 * number + valueOf(digit), 0);
}

/** The value of a decimal digit of any script. Unicode has the ten digits of each script in one row, the zero first. */
function valueOf(digit: string): number {
	let code = digit.codePointAt(0) as number;
	const last = code;
	while (/^\p{Nd}$/u.test(String.fromCodePoint(code - 1))) code--;
	return (last - code) % 10;
}
