import { parseAddress, type Parsed } from './address';
import { entriesOf, inEntry } from '../../values/entries';

/** Example for errors about a list of addresses. */
export const addressListExample = '+15551234567, alice@example.com';

const separator = /[,;\n]/;

/** Smallest number of other people in a group. */
export const leastMembers = 2;

/**
 * Reads several addresses: a list, a list as JSON, or a text with commas, semicolons or line breaks between the addresses.
 * {@link parseAddress} checks each of them. Two spellings of one address count once.
 *
 * @param country the country of numbers without a country code, see {@link parseAddress}
 */
export function parseAddressList(input: unknown, country?: string): Parsed<string[]> {
	const entries = entriesOf(input, separator);
	if (entries === undefined) return { ok: false, problem: 'is neither a text nor a list of texts' };
	if (entries.length === 0) return { ok: false, problem: 'is empty' };
	const addresses = new Set<string>();
	for (const entry of entries) {
		const parsed = parseAddress(entry, country);
		if (!parsed.ok) return inEntry(entry, parsed.problem);
		addresses.add(parsed.value.address);
	}
	return { ok: true, value: [...addresses] };
}

/** Reads the members of a new group, at least two. */
export function parseMembers(input: unknown, country?: string): Parsed<string[]> {
	const parsed = parseAddressList(input, country);
	if (!parsed.ok || parsed.value.length >= leastMembers) return parsed;
	return {
		ok: false,
		problem: 'names only one person, but a group has at least two others; for one person create a direct conversation',
	};
}

/** Reads the address of a direct space. Several addresses are refused, so that they never become a group by accident. */
export function parseDirectAddress(input: unknown, country?: string): Parsed<string> {
	const entries = entriesOf(input, separator);
	if (entries === undefined) return { ok: false, problem: 'is neither a text nor a list of texts' };
	const [only, ...others] = entries;
	if (only === undefined) return { ok: false, problem: 'is empty' };
	if (others.length > 0) {
		return {
			ok: false,
			problem:
				'contains several addresses, but a direct conversation has one; use one item for each person, or choose a group if they should see each other',
		};
	}
	const parsed = parseAddress(only, country);
	return parsed.ok ? { ok: true, value: parsed.value.address } : parsed;
}
