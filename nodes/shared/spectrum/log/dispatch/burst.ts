import type { EventMessage, ImessageEvent } from '../../model/event/event';
import { present } from '../../values/present';

/**
 * The one event that stands for the messages of a burst. A single message stays unchanged. Space, sender and `id` are
 * those of the first message. `message.id`, `timestamp` and `sequence` are those of the last one, because an answer or a
 * reaction refers to the newest message. `message.text` has all texts, one line each. `content` is
 * `{ type: 'burst', items }`. Its items have the form of an album's, so that nodes find the attachments in them.
 */
export function joinBurst(events: readonly ImessageEvent[]): ImessageEvent {
	const [first] = events;
	const last = events.at(-1);
	if (first === undefined || last === undefined) throw new RangeError('A burst has at least one message');
	if (events.length === 1) return first;
	// A raw delivery belongs to its own message. Time and sequence are set from the last message that has them.
	const { raw: _raw, timestamp: _timestamp, sequence: _sequence, optOut: _optOut, ...shared } = first;
	const timestamp = events.map((event) => event.timestamp).findLast((time) => time !== undefined);
	return {
		...shared,
		// The last message that says something about it counts.
		...present({ sequence: last.sequence, timestamp, optOut: events.map(({ optOut }) => optOut).findLast((mark) => mark !== undefined) }),
		message: joinMessages(events, last),
		content: { type: 'burst', items: events.map(original) },
	};
}

/** Fields that count characters of one text, such as mentions, stay in the originals. */
function joinMessages(events: readonly ImessageEvent[], last: ImessageEvent): EventMessage {
	const texts = events.map((event) => event.message?.text).filter((text) => text !== undefined);
	const { id = last.id, part, replyTo }: Partial<EventMessage> = last.message ?? {};
	return {
		id,
		...(texts.length === 0 ? {} : { text: texts.join('\n') }),
		...present({ part, replyTo }),
		...(events.some((event) => event.message?.mentionsMe === true) ? { mentionsMe: true } : {}),
	};
}

/** A message of a burst, without the fields that it shares with the others. */
function original({ id, sequence, timestamp, message, content, raw }: ImessageEvent): Record<string, unknown> {
	return {
		id,
		...present({ sequence, timestamp, message, content, raw }),
	};
}
