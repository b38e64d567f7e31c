import { parseAddress } from '../../model/address/address';
import type { EventSender } from '../../model/event/event';
import { sharedPhone, type Line } from '../../model/line';
import type { MessageSender } from '../../model/sender';

/** A person in the form of events. */
export function toEventSender({ address, service, country }: MessageSender): EventSender {
	return {
		id: address,
		address: normal(address),
		...(country === undefined || country === '' ? {} : { country: country.toUpperCase() }),
		...(service === 'unknown' ? {} : { service }),
	};
}

/** A person of whom only the address is known. */
export function senderAt(address: string): EventSender {
	return { id: address, address: normal(address) };
}

/**
 * True when an address is the line's own. A shared line has no number of its own (`shared`). Then the account's own
 * address decides, which some messages carry.
 */
export function isOwn(address: string | undefined, line: Line, ownAddress?: string): boolean {
	if (address === undefined) return false;
	const own = [line.phone === sharedPhone ? undefined : line.phone, accountAddress(ownAddress)];
	return own.some((one) => one !== undefined && normal(one) === normal(address));
}

/** The account's own address, without Apple's prefix `e:` or `p:`. */
export function accountAddress(ownAddress: string | undefined): string | undefined {
	const address = ownAddress?.replace(/^[ep]:/i, '');
	return address === '' || address === sharedPhone ? undefined : address;
}

/** The other person of a direct conversation, named in its GUID. Undefined for a group. */
export function peerIn(spaceId: string): string | undefined {
	const peer = /^[^;]*;-;(.+)$/.exec(spaceId)?.[1];
	return peer === undefined || peer.trim() === '' ? undefined : peer;
}

/** The normal form of an address. Short codes and the like, which cannot be written to, stay unchanged. */
function normal(address: string): string {
	const parsed = parseAddress(address);
	return parsed.ok ? parsed.value.address : address;
}
