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

const e164 = /^\+[1-9]\d{6,14}$/;
// One @, and a domain with a dot. No dot at an end or beside another, on either side; a colon would be part of a
// link or a port. The server decides on the rest.
const email = /^[^\s@,;:<>".]+(\.[^\s@,;:<>".]+)*@[^\s@,;:<>".]+(\.[^\s@,;:<>".]+)+$/;
const phoneSeparators = /[\s().\u00a0\u2010-\u2015-]/g;

/**
 * Reads one address as people type it. Separators in a number that starts with `+` are dropped; everything else
 * that is not E.164 or a full e-mail address is refused, because guessing a country would reach a stranger.
 */
export function parseAddress(input: string): Parsed<Address> {
	const text = input.trim();
	if (text === '') return { ok: false, problem: 'is empty' };
	if (text.includes('@')) return parseEmail(text);
	if (/[,;]/.test(text)) {
		return { ok: false, problem: 'holds several addresses, but a message goes to one; use one item for each' };
	}
	const digits = text.replace(phoneSeparators, '');
	if (e164.test(digits)) return { ok: true, value: { address: digits, kind: 'phone' } };
	if (/^\d{3,6}$/.test(digits)) {
		return { ok: false, problem: 'is a short code, which iMessage cannot reach' };
	}
	if (/^\d{7,15}$/.test(digits)) {
		return { ok: false, problem: 'has no country code: a number starts with + and the country code' };
	}
	return { ok: false, problem: 'is neither a phone number in E.164 form nor an e-mail address' };
}

function parseEmail(text: string): Parsed<Address> {
	const address = text.toLowerCase();
	if (/[,;]/.test(address)) {
		return { ok: false, problem: 'holds several addresses, but a message goes to one; use one item for each' };
	}
	if (!email.test(address)) return { ok: false, problem: 'is not a complete e-mail address' };
	return { ok: true, value: { address, kind: 'email' } };
}
