import { invisibleIn, trimInvisible } from '../../values/invisible';
import { isPlainNumber, parseInternational, parseNational, phoneSeparators } from './phoneNumber';

/** Either the value, or the problem with the input as a clause that follows the name of the input. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** An address to which a line can send. */
export interface Address {
	/** E.164 number, or email address in lower case. The wire carries only these forms. */
	readonly address: string;
	readonly kind: 'phone' | 'email';
}

/** Example for errors about an address. */
export const addressExample = '+15551234567 or alice@example.com';

/** Longest address in UTF-16 code units: the limit of RFC 5321 for an email address, plus room for separators. */
const longestAddress = 320;

// One @, and a domain with a dot. Both sides have no dot at an end and no two dots in a row. A colon would belong to a
// link or a port, and an asterisk is a wildcard. The server checks the rest.
const email = /^[^\s@,;:<>".*]+(\.[^\s@,;:<>".*]+)*@[^\s@,;:<>".*]+(\.[^\s@,;:<>".*]+)+$/;

const several = { ok: false, problem: 'contains several addresses, but a message goes to one; use one item for each' } as const;

/**
 * Reads one address as people type or copy it. Invisible characters around it are dropped. In a number that starts with
 * `+`, separators are dropped, and so is a trunk zero as in `+44 (0)20` if the country has one. Every other text that is
 * not E.164 or a full email address is refused, because a message with a guessed country would reach a stranger.
 *
 * @param country the country of numbers without a country code, as two letters of ISO 3166-1. If absent, such numbers are
 * refused.
 */
export function parseAddress(input: string, country?: string): Parsed<Address> {
	if (isPlainNumber(input)) return { ok: true, value: { address: input, kind: 'phone' } };
	const text = trimInvisible(input);
	if (text === '') return { ok: false, problem: 'is empty' };
	const invisible = invisibleIn(text.slice(0, longestAddress));
	if (invisible !== undefined) {
		return { ok: false, problem: `contains an invisible character, ${invisible}; type the address instead of copying it` };
	}
	if (/[,;]/.test(text)) return several;
	if (text.length > longestAddress) return { ok: false, problem: `is longer than ${longestAddress} characters` };
	if (/[@\uff20]/.test(text)) return parseEmail(text);
	// NFKC converts full-width digits and signs from East Asian keyboards.
	return parsePhone(text.normalize('NFKC'), country);
}

function parsePhone(text: string, country: string | undefined): Parsed<Address> {
	const digits = text.replace(phoneSeparators, '');
	if (/^\d{3,6}$/.test(digits)) return { ok: false, problem: 'is a short code, which iMessage cannot reach' };
	// A program writes a cell of a column with gaps like this. As a separator, the dot would make the number a stranger's.
	if (/^\+?\d{7,15}\.0+$/.test(text)) {
		return { ok: false, problem: 'ends with .0, as a program writes a number; remove it, or format the cell as text' };
	}
	const parsed = parseInternational(text) ?? (country === undefined ? undefined : parseNational(text, country));
	if (parsed !== undefined) return parsed.ok ? { ok: true, value: { address: parsed.value, kind: 'phone' } } : parsed;
	if (/^\d+([.,]\d+)?e\+?\d+$/i.test(text)) {
		return {
			ok: false,
			problem: 'is a number that a spreadsheet has rounded, so digits are lost; format the cell as text and enter it again',
		};
	}
	if (/^00[1-9]\d{6,14}$/.test(digits)) return { ok: false, problem: 'begins with 00; write + instead' };
	if (/^\d{7,15}$/.test(digits)) {
		return { ok: false, problem: 'has no country code: a number starts with + and the country code' };
	}
	return { ok: false, problem: 'is neither a phone number in E.164 form nor an email address' };
}

function parseEmail(text: string): Parsed<Address> {
	const address = text.toLowerCase();
	if (!email.test(address)) return { ok: false, problem: 'is not a complete email address' };
	return { ok: true, value: { address, kind: 'email' } };
}

/**
 * Advice for a refused address. For a number without a country code it also explains what to do with the cell that the
 * number comes from.
 */
export function addressAdviceFor(found: string): string {
	const isNational = /^\d{7,17}$/.test(found.normalize('NFKC').slice(0, longestAddress).replace(phoneSeparators, ''));
	if (!isNational) return addressExample;
	return `${addressExample}. In a spreadsheet, format the cell as text, so that it keeps the + and leading zeros. For national numbers of one country, add "Default Country"`;
}
