import type { Attachment } from '../shared/spectrum/model/attachment';
import type { Message } from '../shared/spectrum/model/message';

/** One bubble of a message: some of its words, or one of its files. */
export type PartContent = { readonly text: string } | { readonly attachment: Attachment };

/** Stands for a file within the text, so that the order of words and files is known. */
const filePlace = '\uFFFC';

/**
 * The bubbles of a message, in the order in which `p:<index>/` counts them: each stretch of words and each file has an
 * index, words made of blanks only have none. Where the text does not say where its files stand, they come first.
 */
export function partsOf(message: Message): PartContent[] {
	const files = [...(message.attachments ?? [])].map((attachment): PartContent => ({ attachment }));
	const text = message.text ?? '';
	if (!text.includes(filePlace)) return [...files, ...words(text)];
	const stretches = text.split(filePlace);
	// A server may know fewer files than the text has places for, or more.
	const parts = files.flatMap((file, index) => [...words(stretches[index] ?? ''), file]);
	return [...parts, ...words(stretches.slice(files.length).join(''))];
}

function words(stretch: string): PartContent[] {
	const text = stretch.trim();
	return text === '' ? [] : [{ text }];
}
