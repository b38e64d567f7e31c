import { parseAddress, type Parsed } from './address/address';
import { parseSpaceId, type SpaceRef } from './space';

/**
 * Where a message goes. The space with an address may have to be opened first. A target by space exists already, because
 * a message arrived in it or a server named it.
 */
export type Target = { readonly by: 'address'; readonly address: string } | { readonly by: 'space'; readonly space: SpaceRef };

/** Reads a space ID that a person typed. A direct space becomes a target by address, because the line may not have it yet. */
export function targetOfSpaceId(input: string): Parsed<Target> {
	const parsed = parseSpaceId(input);
	if (!parsed.ok) return parsed;
	const space = parsed.value;
	return {
		ok: true,
		value: space.address === undefined ? { by: 'space', space } : { by: 'address', address: space.address },
	};
}

/** @param country the country of numbers without a country code, see {@link parseAddress} */
export function targetOfAddress(input: string, country?: string): Parsed<Target> {
	const parsed = parseAddress(input, country);
	return parsed.ok ? { ok: true, value: { by: 'address', address: parsed.value.address } } : parsed;
}
