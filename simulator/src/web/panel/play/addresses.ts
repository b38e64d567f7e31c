import type { Simulator } from '../../../Simulator';
import type { Cast } from '../../cast';

const e164 = /^\+[1-9]\d{6,14}$/;
const email = /^[^\s@]+@[^\s@]+\.[A-Za-z]{2,}$/;

/** Whether a name is meant as a number or an email address. */
export function isAddress(name: string): boolean {
	return name.startsWith('+') || name.includes('@');
}

/**
 * The address behind a name in a play: a number or an email address stands for itself, the name of a person of the page
 * or of a registered one for theirs. Any other name has a made-up number, the same one every time.
 */
export function addressOf({ dashboard }: Simulator, cast: Cast, name: string): string {
	const plain = name.trim();
	const number = plain.replace(/[\s()-]/g, '');
	if (e164.test(number)) return number;
	if (email.test(plain)) return plain.toLowerCase();
	if (isAddress(plain)) throw new Error(`“${plain}” is not an address. A number looks like +15551230001`);
	const wanted = plain.toLowerCase();
	const registered = dashboard.users.all.find(({ firstName = '', lastName = '' }) =>
		[firstName, `${firstName} ${lastName}`].some((known) => known.trim().toLowerCase() === wanted),
	);
	return cast.addressOf(plain) ?? registered?.phoneNumber ?? madeUpNumber(wanted);
}

/** A number that nobody has: 555-0100 to 555-0199 are kept for stories, in any area code. */
function madeUpNumber(name: string): string {
	let hash = 2_166_136_261;
	for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
	const area = 200 + (hash % 800);
	return `+1${area}55501${String(Math.floor(hash / 800) % 100).padStart(2, '0')}`;
}
