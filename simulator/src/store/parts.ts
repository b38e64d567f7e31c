import type { StoredFormat, StoredMention, StoredPart } from './message';

/** Stands for a file in a message's text, as Apple stores it: U+FFFC. */
const filePlace = '\uFFFC';

export interface JoinedText {
	/** Absent for a message without words. */
	readonly text?: string;
	/** Ranges within the whole text. */
	readonly formatting: readonly StoredFormat[];
	readonly mentions: readonly StoredMention[];
}

/** The parts as one text, each file as one character; the ranges of the parts move along. */
export function joinParts(parts: readonly StoredPart[]): JoinedText {
	let text = '';
	let hasWords = false;
	const formatting: StoredFormat[] = [];
	const mentions: StoredMention[] = [];
	for (const part of parts) {
		const start = text.length;
		if (part.attachment !== undefined) text += filePlace;
		if (part.text === undefined) continue;
		hasWords = true;
		for (const format of part.formatting ?? []) formatting.push({ ...format, start: start + format.start });
		if (part.mentionedAddress !== undefined) {
			mentions.push({ address: part.mentionedAddress, start, length: part.text.length });
		}
		text += part.text;
	}
	return { text: hasWords ? text : undefined, formatting, mentions };
}

/** How many bubbles there are; a part that was unsent keeps its place. */
export function bubbleCount(parts: readonly StoredPart[]): number {
	return parts.reduce((count, { bubble }) => Math.max(count, bubble + 1), 0);
}
