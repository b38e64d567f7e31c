import table from './zones.json';

/** Longest beginning of a number that has time zones of its own, in digits. */
const longestPrefix = 12;

/** The time zones of each beginning, made of the table for the first number. */
let byPrefix: ReadonlyMap<string, readonly string[]> | undefined;

function prefixes(): ReadonlyMap<string, readonly string[]> {
	byPrefix ??= new Map(
		Object.entries(table.prefixes).flatMap(([zones, beginnings]) => {
			const list = zones.split(' ');
			return beginnings.split(' ').map((beginning) => [beginning, list] as const);
		}),
	);
	return byPrefix;
}

/**
 * Every time zone in which a phone number may be: one for most numbers, several for those that belong to a whole country.
 * Empty for an email address, and for a number whose country is not known.
 *
 * @param address E.164, or an email address
 */
export function zonesOf(address: string): readonly string[] {
	if (!address.startsWith('+')) return [];
	const digits = address.slice(1, 1 + longestPrefix);
	for (let length = digits.length; length > 0; length--) {
		const zones = prefixes().get(digits.slice(0, length));
		if (zones !== undefined) return zones;
	}
	return [];
}
