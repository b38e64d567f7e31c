import { Stretches, type FormattedText } from './formatting';
import type { Place } from './formattingPlaces';
import type { MessagePart } from '../model/outgoing';

/** A mention of a person in a text. */
export interface MentionPlace extends Place {
	readonly address: string;
}

/**
 * Splits a text into the parts of one bubble, because the wire needs a separate part for each mention.
 *
 * @param mentions must not overlap
 */
export function bubbleParts(text: FormattedText, mentions: readonly MentionPlace[], bubbleIndex: number): MessagePart[] {
	const ordered = [...mentions].sort((left, right) => left.start - right.start);
	const stretches = new Stretches(text);
	const parts: MessagePart[] = [];
	let at = 0;
	for (const { start, end, address } of ordered) {
		if (start > at) parts.push(part(stretches, at, start, bubbleIndex));
		parts.push({ ...part(stretches, start, end, bubbleIndex), mentionedAddress: address });
		at = end;
	}
	if (at < text.text.length) parts.push(part(stretches, at, text.text.length, bubbleIndex));
	return parts;
}

function part(stretches: Stretches, start: number, end: number, bubbleIndex: number): MessagePart {
	const { text, formatting } = stretches.take(start, end);
	return { text, ...(formatting.length === 0 ? {} : { formatting }), bubbleIndex };
}
