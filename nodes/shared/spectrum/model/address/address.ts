import { invisibleIn, trimInvisible } from '../../values/invisible';
import { parseInternational, parseNational, phoneSeparators } from './phoneNumber';

/** Either the value, or what is wrong with the input, as a clause that fits after the input's name. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** An address that a line can write to. */
export interface Address {
	/** E.164 number, or e-mail address in lower case: the only forms that travel. */
	readonly address: string;
	readonly kind: 'phone' | 'email';
}

/** Shown wherever an address is refused. */
export const addressExample = '+15551234567 or alice@example.com';

/** UTF-16 code units that an address has at most: what RFC 5321 allows an e-mail address, and room for separators. */
const longestAddress = 320;

// One @, and a domain with a dot. No dot at an end or beside another, on either side; a colon would be part of a
// link or a port, and an asterisk stands for many. The server decides on the rest.
const email = /^[^\s@,;:<>".*]+(\.[^\s@,;:<>".*]+)*@[^\s@,;:<>".*]+(\.[^\s@,;:<>".*]+)+$/;

const several = { ok: false, problem: 'holds several addresses, but a message goes to one; use one item for each' } as const;

/**
 * Reads one address as people type it, or copy it with what nobody sees around it. Separators in a number that starts
 * with `+` are dropped, and so is a trunk zero, as in `+44 (0)20`, where the country has one. Everything else that is
 * not E.164 or a full e-mail address is refused, because guessing a country would reach a stranger.
 *
 * @param country Two letters of ISO 3166-1: numbers without a country code are read as there. Absent refuses them.
 */
export function parseAddress(input: string, country?: string): Parsed<Address> {
	const text = trimInvisible(input);
	if (text === '') return { ok: false, problem: 'is empty' };
	const invisible = invisibleIn(text.slice(0, longestAddress));
	if (invisible !== undefined) {
		return { ok: false, problem: `has a character inside that nobody sees, ${invisible}; type the address instead of copying it` };
	}
	if (/[,;]/.test(text)) return several;
	if (text.length > longestAddress) return { ok: false, problem: `is longer than ${longestAddress} characters` };
	if (/[@\uff20]/.test(text)) return parseEmail(text);
	// Digits and signs of full width, as keyboards of East Asia give them.
	return parsePhone(text.normalize('NFKC'), country);
}

function parsePhone(text: string, country: string | undefined): Parsed<Address> {
	const digits = text.replace(phoneSeparators, '');
	if (/^\d{3,6}$/.test(digits)) return { ok: false, problem: 'is a short code, which iMessage cannot reach' };
	const parsed = parseInternational(text) ?? (country === undefined ? undefined : parseNational(text, country));
	if (parsed !== undefined) return parsed.ok ? { ok: true, value: { address: parsed.value, kind: 'phone' } } : parsed;
	if (/^\d+([.,]\d+)?e\+?\d+$/i.test(text)) {
		return { ok: false, problem: 'is a number that a sheet has rounded, so that digits are lost; format the cell as text and enter it again' };
	}
	if (/^00[1-9]\d{6,14}$/.test(digits)) return { ok: false, problem: 'begins with 00; write + in its place' };
	if (/^\d{7,15}$/.test(digits)) {
		return { ok: false, problem: 'has no country code: a number starts with + and the country code' };
	}
	return { ok: false, problem: 'is neither a phone number in E.164 form nor an e-mail address' };
}

function parseEmail(text: string): Parsed<Address> {
	const address = text.toLowerCase();
	if (!email.test(address)) return { ok: false, problem: 'is not a complete e-mail address' };
	return { ok: true, value: { address, kind: 'email' } };
}

/**
 * What helps a person whose address was refused: of a number without a country code it says what to do with the cell
 * that it comes from.
 */
export function addressAdviceFor(found: string): string {
	const isNational = /^\d{7,17}$/.test(found.normalize('NFKC').slice(0, longestAddress).replace(phoneSeparators, ''));
	if (!isNational) return addressExample;
	return `${addressExample}. In a sheet, format the cell as text, so that it keeps the + and zeros in front. For numbers as they are written within one country, add "Default Country"`;
}
