import type { Attachment } from '../shared/spectrum/model/attachment';
import type { Message } from '../shared/spectrum/model/message';

/** One bubble of a message: a piece of its text, or one of its files. */
export type PartContent = { readonly text: string } | { readonly attachment: Attachment };

/** The character that marks the place of a file in the text, and so the order of text and files. */
const filePlace = '\uFFFC';

/**
 * The bubbles of a message, in the order in which `p:<index>/` counts them: each piece of text and each file has
 * an index. Pieces that are only white space have none. If the text does not mark the places of its files, they come first.
 */
export function partsOf(message: Message): PartContent[] {
	const files = [...(message.attachments ?? [])].map((attachment): PartContent => ({ attachment }));
	const text = message.text ?? '';
	if (!text.includes(filePlace)) return [...files, ...textParts(text)];
	const pieces = text.split(filePlace);
	// A server may list fewer or more files than the text has places for.
	const parts = files.flatMap((file, index) => [...textParts(pieces[index] ?? ''), file]);
	return [...parts, ...textParts(pieces.slice(files.length).join(''))];
}

function textParts(piece: string): PartContent[] {
	const text = piece.trim();
	return text === '' ? [] : [{ text }];
}
