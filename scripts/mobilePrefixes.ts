import { Metadata } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';

/** Countries whose mobile numbers have area codes, by `PhoneNumberUtil.isNumberGeographical` of libphonenumber. */
const withAreaCodes = ['52', '54', '55', '62', '86'];

/** Digits after the country code that tell fixed lines from mobile phones. */
const longest = 4;

/** Numbers that are tried for each beginning and length. */
const tried = 200;

/** The part of the library's metadata that has the kinds of numbers. Its types leave it out. */
interface Plan {
	type(kind: 'FIXED_LINE' | 'MOBILE'): { pattern(): string; possibleLengths(): number[] } | undefined;
}

/**
 * The beginnings of all mobile numbers of a country that say nothing about the place, with the country code. Where several
 * countries have one code, those of the main one. Empty for the United States and their neighbours, whose numbers do not
 * tell mobile phones from fixed lines.
 */
export function mobilePrefixes(countryCode: string): string[] {
	const [country] = metadata.country_calling_codes[countryCode as keyof typeof metadata.country_calling_codes] ?? [];
	if (country === undefined || withAreaCodes.includes(countryCode)) return [];
	const library = new Metadata(metadata);
	library.selectNumberingPlan(country);
	const plan = library.numberingPlan as unknown as Plan;
	const mobile = plan.type('MOBILE');
	if (mobile === undefined || mobile.pattern() === '') return [];
	const isMobile = wholly(mobile.pattern());
	const isFixed = wholly(plan.type('FIXED_LINE')?.pattern() ?? '');
	const within = (beginning: string): string[] => {
		const numbers = mobile.possibleLengths().flatMap((length) => completions(beginning, length));
		if (!numbers.some((number) => isMobile.test(number) && !isFixed.test(number))) return [];
		if (beginning.length === longest || !numbers.some((number) => isFixed.test(number))) return [beginning];
		return [...'0123456789'].flatMap((digit) => within(`${beginning}${digit}`));
	};
	// The first digit of a number is never all that there is to know.
	return [...'0123456789'].flatMap(within).map((beginning) => `${countryCode}${beginning}`);
}

function wholly(pattern: string): RegExp {
	return new RegExp(`^(?:${pattern === '' ? '(?!)' : pattern})$`);
}

/** Numbers with a beginning, the same in each run. */
function completions(beginning: string, length: number): string[] {
	let state = 1;
	const digit = (): number => {
		state = (state * 48_271) % 2_147_483_647;
		return state % 10;
	};
	const missing = length - beginning.length;
	return missing < 0 ? [] : Array.from({ length: tried }, () => beginning + Array.from({ length: missing }, digit).join(''));
}
