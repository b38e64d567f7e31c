import type { Attachment } from '../../model/attachment';
import type { MessageContent } from '../../model/message';

/** A bubble of a message. */
export type Part =
	/** `at`: where the text begins in the original text, in UTF-16 code units. */
	{ readonly type: 'text'; readonly text: string; readonly at: number } | { readonly type: 'attachment'; readonly attachment: Attachment };

type TextPart = Extract<Part, { type: 'text' }>;

/** Stands for a file in the text of a message. */
const filePlace = '\uFFFC';

/**
 * The bubbles of a message in their order, which webhooks number `p:0`, `p:1`, … A file stands where its placeholder
 * stands. Without placeholders the files come first. Files that the conversation does not show are left out.
 */
export function partsOf({ text = '', attachments = [] }: MessageContent): Part[] {
	const files = attachments.filter(({ isHidden }) => !isHidden).map((attachment): Part => ({ type: 'attachment', attachment }));
	if (!text.includes(filePlace)) {
		return files.length === 0 ? unlessEmpty({ type: 'text', text, at: 0 }) : [...files, ...trimmed(text, 0)];
	}
	const parts: Part[] = [];
	let at = 0;
	for (const segment of text.split(filePlace)) {
		const file = at === 0 ? undefined : files.shift();
		if (file !== undefined) parts.push(file);
		parts.push(...trimmed(segment, at));
		at += segment.length + filePlace.length;
	}
	return [...parts, ...files];
}

/** The text that a person reads, without the placeholders of files. */
export function textOf(parts: readonly Part[]): string | undefined {
	const texts = textsIn(parts);
	return texts.length === 0 ? undefined : texts.map(({ text }) => text).join('\n');
}

/** Ranges of the original text, moved to their words in {@link textOf}. */
export function movedRanges<Range extends { readonly start: number; readonly length: number }>(
	ranges: readonly Range[],
	parts: readonly Part[],
): Range[] {
	const texts = textsIn(parts);
	let shown = 0;
	const shownAt = texts.map(({ text }) => (shown += text.length + 1) - text.length - 1);
	return ranges.flatMap((range) => {
		const moved: Range[] = [];
		const end = range.start + range.length;
		// Only the texts that the range reaches, so that many ranges and many texts cost linear time.
		for (let index = firstEndingBehind(texts, range.start); index < texts.length; index++) {
			const { text, at } = texts[index] as TextPart;
			if (at >= end) break;
			const from = Math.max(range.start, at);
			const to = Math.min(end, at + text.length);
			if (to > from) moved.push({ ...range, start: (shownAt[index] as number) + from - at, length: to - from });
		}
		return moved;
	});
}

function firstEndingBehind(texts: readonly TextPart[], place: number): number {
	let low = 0;
	let high = texts.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const { text, at } = texts[middle] as TextPart;
		if (at + text.length <= place) low = middle + 1;
		else high = middle;
	}
	return low;
}

function textsIn(parts: readonly Part[]): TextPart[] {
	return parts.filter((part): part is TextPart => part.type === 'text');
}

function trimmed(segment: string, at: number): TextPart[] {
	return unlessEmpty({ type: 'text', text: segment.trim(), at: at + segment.length - segment.trimStart().length });
}

function unlessEmpty(part: TextPart): TextPart[] {
	return part.text === '' ? [] : [part];
}
