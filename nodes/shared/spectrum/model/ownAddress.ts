import { parseAddress } from './address/address';
import { sharedPhone, type Line } from './line';

/**
 * True when an address is the line's own. A shared line has no number of its own (`shared`). Then the account's own
 * address decides, which some messages carry.
 */
export function isOwn(address: string | undefined, line: Line, ownAddress?: string): boolean {
	if (address === undefined) return false;
	const own = [line.phone === sharedPhone ? undefined : line.phone, accountAddress(ownAddress)];
	return own.some((one) => one !== undefined && canonicalAddress(one) === canonicalAddress(address));
}

/** The account's own address, without Apple's prefix `e:` or `p:`. */
export function accountAddress(ownAddress: string | undefined): string | undefined {
	const address = ownAddress?.replace(/^[ep]:/i, '');
	return address === '' || address === sharedPhone ? undefined : address;
}

/**
 * The form of an address that events show. Short codes and the like, which cannot be written to, stay unchanged. Filters
 * compare addresses by `normalAddress`, which also ignores case and spaces.
 */
export function canonicalAddress(address: string): string {
	const parsed = parseAddress(address);
	return parsed.ok ? parsed.value.address : address;
}
