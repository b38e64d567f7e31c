import { parseAddress, type Parsed } from './address';
import { entriesOf, inEntry } from '../../values/entries';

/** Shown wherever a list of addresses is refused. */
export const addressListExample = '+15551234567, alice@example.com';

const separator = /[,;\n]/;

/** Fewest others in a group. */
export const leastMembers = 2;

/**
 * Reads several addresses: a list, also as JSON, or a text with commas, semicolons or line breaks between them. Each is
 * checked as everywhere else; one that stands twice counts once, whichever way it is written.
 *
 * @param country How numbers without a country code are read: see {@link parseAddress}.
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

/** Reads the members of a new group; a group has at least two others. */
export function parseMembers(input: unknown, country?: string): Parsed<string[]> {
	const parsed = parseAddressList(input, country);
	if (!parsed.ok || parsed.value.length >= leastMembers) return parsed;
	return {
		ok: false,
		problem: 'names one person only, but a group has at least two others; for one person create a direct conversation',
	};
}

/** Reads the one address of a direct conversation. Several never become a group by accident. */
export function parseDirectAddress(input: unknown, country?: string): Parsed<string> {
	const entries = entriesOf(input, separator);
	if (entries === undefined) return { ok: false, problem: 'is neither a text nor a list of texts' };
	const [only, ...others] = entries;
	if (only === undefined) return { ok: false, problem: 'is empty' };
	if (others.length > 0) {
		return {
			ok: false,
			problem:
				'holds several addresses, but a direct conversation has one; use one item for each person, or choose a group if they are to see each other',
		};
	}
	const parsed = parseAddress(only, country);
	return parsed.ok ? { ok: true, value: parsed.value.address } : parsed;
}
