import { canonicalAddress } from '../../model/ownAddress';
import type { EventSender } from '../../model/event/event';
import type { MessageSender } from '../../model/sender';

/** A person in the form of events. */
export function toEventSender({ address, service, country }: MessageSender): EventSender {
	return {
		id: address,
		address: canonicalAddress(address),
		...(country === undefined || country === '' ? {} : { country: country.toUpperCase() }),
		...(service === 'unknown' ? {} : { service }),
	};
}

/** A person of whom only the address is known. */
export function senderAt(address: string): EventSender {
	return { id: address, address: canonicalAddress(address) };
}

/** The other person of a direct conversation, named in its GUID. Undefined for a group. */
export function peerIn(spaceId: string): string | undefined {
	const peer = /^[^;]*;-;(.+)$/.exec(spaceId)?.[1];
	return peer === undefined || peer.trim() === '' ? undefined : peer;
}
