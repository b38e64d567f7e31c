import type * as Library from 'libphonenumber-js/min';

/** Either the number in E.164 form, or the problem with it as a clause that follows the name of the field. */
type ParsedNumber = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string };

/** The characters that people put between the digits of a number. */
export const phoneSeparators = /[\s()./\u2010-\u2015\u2212-]/g;

const e164 = /^\+[1-9]\d{6,14}$/;
/** A zero right after a country calling code. Most countries dial it only at home, Italy and a few others always. */
const zeroBehindCode = /^\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})0/;
const zeroInParentheses = /\(\s*0/;

/** Loaded for the first number that needs it: loading takes about 30 ms and 1.5 MB. */
let loaded: typeof Library | undefined;

function library(): typeof Library {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import at the top would load it in every process
	return (loaded ??= require('libphonenumber-js/min') as typeof Library);
}

/** True when national numbers of this country (two letters of ISO 3166-1) can be read. */
export function isCountry(text: string): boolean {
	return library().isSupportedCountry(text);
}

/**
 * True for a number that {@link parseInternational} gives as it is: E.164, without a zero that may be a trunk zero. Servers
 * write numbers in this form, and every event has several.
 */
export function isPlainNumber(text: string): boolean {
	return e164.test(text) && !zeroBehindCode.test(text);
}

/** Reads a number that starts with + and the country code. Undefined for any other text. */
export function parseInternational(text: string): ParsedNumber | undefined {
	const digits = text.replace(phoneSeparators, '');
	if (!/^\+\d+$/.test(digits)) return undefined;
	const inParentheses = zeroInParentheses.test(text);
	if (!inParentheses && !zeroBehindCode.test(digits)) return e164.test(digits) ? { ok: true, value: digits } : undefined;
	const kept = numberOf(digits);
	const dropped = inParentheses ? numberOf(text.replace(zeroInParentheses, '(').replace(phoneSeparators, '')) : undefined;
	const both = [kept, dropped].filter((number) => number !== undefined);
	const best = both.find((number) => number.isValid()) ?? both.find((number) => number.isPossible());
	if (best !== undefined) return { ok: true, value: best.number };
	if (!inParentheses && e164.test(digits)) return { ok: true, value: digits };
	return { ok: false, problem: 'has a zero in parentheses that does not belong to a number of its country; write it without the zero' };
}

/** Reads a national number. Leading zeros may be missing, because a spreadsheet drops them from a number. */
export function parseNational(text: string, country: string): ParsedNumber | undefined {
	const digits = text.replace(phoneSeparators, '');
	if (!/^\d{4,17}$/.test(digits)) return undefined;
	const national = numberOf(text, country);
	const isKnown = national?.isPossible() === true;
	const international = digits.startsWith('0') ? undefined : numberOf(`+${digits}`);
	const calling = library().getCountryCallingCode(country as Library.CountryCode);
	// The number may start with the country code because a spreadsheet dropped the plus.
	const isBoth = international?.countryCallingCode === calling && international.isValid();
	if (isBoth && isKnown && international.number !== national.number) {
		const readings = `${international.number} or ${national.number}`;
		return { ok: false, problem: `can be read in two ways, ${readings}; write it with + and the country code` };
	}
	if (isBoth) return { ok: true, value: international.number };
	if (isKnown) return { ok: true, value: national.number };
	return { ok: false, problem: `is not a phone number of the default country ${country}; write it with + and the country code` };
}

function numberOf(text: string, country?: string): Library.PhoneNumber | undefined {
	const number = library().parsePhoneNumberFromString(text, {
		extract: false,
		...(country === undefined ? {} : { defaultCountry: country as Library.CountryCode }),
	});
	return number?.ext === undefined && e164.test(number?.number ?? '') ? number : undefined;
}
