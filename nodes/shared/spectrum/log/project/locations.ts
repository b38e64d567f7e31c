import type { ImessageEvent } from '../../model/event/event';
import type { Line } from '../../model/line';
import type { LocationUpdate } from '../../model/location';
import { directSpaceId } from '../../model/space';
import { senderAt } from './people';

/**
 * The event of a person who is somewhere else. It has no place in a log. Its space is the direct one with the person, so
 * that an action without a recipient answers them.
 *
 * @param now when the update came, in milliseconds since the epoch
 */
export function locationEvent(line: Line, { number, location }: LocationUpdate, now: number): ImessageEvent {
	const { address, ...place } = location;
	const sender = senderAt(address);
	return {
		event: 'location.updated',
		id: `${line.id}:location:${address}:${now}:${number}`,
		timestamp: location.locatedAt ?? new Date(now).toISOString(),
		space: { id: directSpaceId(sender.address), type: 'dm', phone: line.phone },
		sender,
		location: place,
	};
}
