import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';

export const alice = '+15551234567';
export const bob = '+447700900123';

/**
 * A message of Alice in a group.
 * @param at When it was written, in milliseconds since the epoch.
 */
export function message(id: string, at: number | undefined, changes: Partial<ImessageEvent> = {}): ImessageEvent {
	return {
		event: 'message.received',
		id,
		...(at === undefined ? {} : { timestamp: new Date(at).toISOString() }),
		space: { id: 'any;+;chat42', type: 'group', phone: '+15559876543' },
		sender: { id: alice, address: alice },
		message: { id, text: `text of ${id}` },
		content: { type: 'text', text: `text of ${id}` },
		...changes,
	};
}
