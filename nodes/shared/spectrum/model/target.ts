import { parseAddress, type Parsed } from './address/address';
import { parseSpaceId, type SpaceRef } from './space';

/**
 * Where a message goes. An address may need its conversation to be opened first; a space is one that exists, because
 * something arrived in it or a server named it.
 */
export type Target =
	| { readonly by: 'address'; readonly address: string }
	| { readonly by: 'space'; readonly space: SpaceRef };

/** Reads what a person typed as a space id: a direct one is as good as its address, and may be new to the line. */
export function targetOfSpaceId(input: string): Parsed<Target> {
	const parsed = parseSpaceId(input);
	if (!parsed.ok) return parsed;
	const space = parsed.value;
	return {
		ok: true,
		value: space.address === undefined ? { by: 'space', space } : { by: 'address', address: space.address },
	};
}

/** @param country How a number without a country code is read: see {@link parseAddress}. */
export function targetOfAddress(input: string, country?: string): Parsed<Target> {
	const parsed = parseAddress(input, country);
	return parsed.ok ? { ok: true, value: { by: 'address', address: parsed.value.address } } : parsed;
}
