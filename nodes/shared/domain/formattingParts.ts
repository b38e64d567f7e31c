import { stretchOf, type FormattedText } from './formatting';
import type { Place } from './formattingPlaces';
import type { MessagePart } from './outgoing';

/** A person named in a text. */
export interface MentionPlace extends Place {
	readonly address: string;
}

/**
 * A text as parts of one bubble, cut where somebody is mentioned: the wire knows mentions only as parts of their own.
 * Places do not overlap.
 */
export function partsOf(text: FormattedText, mentions: readonly MentionPlace[], bubbleIndex: number): MessagePart[] {
	const ordered = [...mentions].sort((left, right) => left.start - right.start);
	const parts: MessagePart[] = [];
	let at = 0;
	for (const { start, end, address } of ordered) {
		if (start > at) parts.push(part(text, at, start, bubbleIndex));
		parts.push({ ...part(text, start, end, bubbleIndex), mentionedAddress: address });
		at = end;
	}
	if (at < text.text.length) parts.push(part(text, at, text.text.length, bubbleIndex));
	return parts;
}

function part(whole: FormattedText, start: number, end: number, bubbleIndex: number): MessagePart {
	const { text, formatting } = stretchOf(whole, start, end);
	return { text, ...(formatting.length === 0 ? {} : { formatting }), bubbleIndex };
}
