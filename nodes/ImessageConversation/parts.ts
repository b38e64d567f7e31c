import type { Attachment } from '../shared/spectrum/model/attachment';
import { fileMark, type Message } from '../shared/spectrum/model/message';

/** One bubble of a message: a piece of its text, or one of its files. */
export type PartContent = { readonly text: string } | { readonly attachment: Attachment };

/**
 * The bubbles of a message, in the order in which `p:<index>/` counts them: each piece of text and each file has
 * an index. Pieces that are only white space have none. If the text does not mark the places of its files, they come first.
 */
export function messageParts(message: Message): PartContent[] {
	const files = [...(message.attachments ?? [])].map((attachment): PartContent => ({ attachment }));
	const text = message.text ?? '';
	if (!text.includes(fileMark)) return [...files, ...textParts(text)];
	const pieces = text.split(fileMark);
	// A server may list fewer or more files than the text has places for.
	const parts = files.flatMap((file, index) => [...textParts(pieces[index] ?? ''), file]);
	return [...parts, ...textParts(pieces.slice(files.length).join(''))];
}

function textParts(piece: string): PartContent[] {
	const text = piece.trim();
	return text === '' ? [] : [{ text }];
}
