import { parseAddress } from '../../model/address/address';
import type { EventSender } from '../../model/event/event';
import { sharedPhone, type Line } from '../../model/line';
import type { MessageSender } from '../../model/sender';

/** Somebody as events name them. */
export function toEventSender({ address, service, country }: MessageSender): EventSender {
	return {
		id: address,
		address: normal(address),
		...(country === undefined || country === '' ? {} : { country: country.toUpperCase() }),
		...(service === 'unknown' ? {} : { service }),
	};
}

/** Somebody of whom nothing but the address is known. */
export function senderAt(address: string): EventSender {
	return { id: address, address: normal(address) };
}

/**
 * True when an address is the line's own. The number of a shared line is in its name only as `shared`; then the
 * account's own address decides, as a message of it may tell.
 */
export function isOwn(address: string | undefined, line: Line, ownAddress?: string): boolean {
	if (address === undefined) return false;
	const own = [line.phone === sharedPhone ? undefined : line.phone, accountAddress(ownAddress)];
	return own.some((one) => one !== undefined && normal(one) === normal(address));
}

/** The account's own address, without the `e:` or `p:` that Apple may put in front. */
export function accountAddress(ownAddress: string | undefined): string | undefined {
	const address = ownAddress?.replace(/^[ep]:/i, '');
	return address === '' || address === sharedPhone ? undefined : address;
}

/** The other side of a direct conversation, which its GUID names; undefined for a group. */
export function peerIn(spaceId: string): string | undefined {
	const peer = /^[^;]*;-;(.+)$/.exec(spaceId)?.[1];
	return peer === undefined || peer.trim() === '' ? undefined : peer;
}

/** One form for each address. Short codes and the like, which nobody can write to, stay as they are. */
function normal(address: string): string {
	const parsed = parseAddress(address);
	return parsed.ok ? parsed.value.address : address;
}
