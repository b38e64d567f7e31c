import { parseAddress, type Parsed } from './address';
import { parseSpaceId, type SpaceRef } from './space';

/**
 * Where a message goes. An address may need its conversation to be opened first; a space is one that exists, because
 * something arrived in it or a server named it.
 */
export type Target =
	| { readonly by: 'address'; readonly address: string }
	| { readonly by: 'space'; readonly space: SpaceRef };

/** What an incoming item says of its conversation. */
export interface IncomingSpace {
	readonly space: SpaceRef;
	/** Number of the line, or `shared`. */
	readonly phone?: string;
}

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

/**
 * The conversation an item came from: the Trigger's output (`space.id`, `space.phone`) or an action's
 * (`spaceId`, `line`).
 */
export function incomingSpaceOf(json: Readonly<Record<string, unknown>>): IncomingSpace | undefined {
	const id = namedSpaceOf(json);
	const parsed = id === undefined ? undefined : parseSpaceId(id);
	if (!parsed?.ok) return undefined;
	const phone = nestedSpace(json).phone ?? json.line;
	return { space: parsed.value, ...(typeof phone === 'string' && phone !== '' ? { phone } : {}) };
}

/** The id of the conversation that an item names, whether or not it can be written to. */
export function namedSpaceOf(json: Readonly<Record<string, unknown>>): string | undefined {
	const id = nestedSpace(json).id ?? json.spaceId;
	return typeof id === 'string' ? id : undefined;
}

function nestedSpace(json: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return typeof json.space === 'object' && json.space !== null ? (json.space as Record<string, unknown>) : {};
}
