import type { ImessageEvent } from './event';

/** A file that an event tells of. Nothing but its id is certain. */
export interface EventFile {
	readonly id: string;
	readonly name?: string;
	readonly mimeType?: string;
	/** Bytes. */
	readonly size?: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The files of an event, in the order of its parts: an attachment, the attachments of an album, a sticker, the card of
 * a contact that has one, and all of these of every message of a burst. Each file once.
 */
export function filesOf(event: ImessageEvent): EventFile[] {
	const files = new Map<string, EventFile>();
	for (const file of filesOfContent(event)) {
		if (!files.has(file.id)) files.set(file.id, file);
	}
	return [...files.values()];
}

/** Albums and bursts within each other that are read; there is an album in a burst, and no more. */
const deepest = 5;

/** Of an event or of an item of an album, which carry their content alike. */
function filesOfContent(carrier: unknown, levels = deepest): EventFile[] {
	const content = asFields(asFields(carrier)?.content);
	switch (content?.type) {
		case 'attachment':
		case 'sticker':
			return fileOf(content, content.id, text(content.name));
		case 'contact':
			// Its `name` is a person's.
			return fileOf(content, content.id, text(content.fileName));
		case 'group':
		case 'burst':
			return levels === 0 ? [] : listOf(content, 'items').flatMap((item) => filesOfContent(item, levels - 1));
		default:
			return [];
	}
}

function fileOf({ mimeType, size }: Fields, id: unknown, name: string | undefined): EventFile[] {
	if (typeof id !== 'string' || id === '') return [];
	const type = text(mimeType);
	return [
		{
			id,
			...(name === undefined ? {} : { name }),
			...(type === undefined ? {} : { mimeType: type }),
			...(typeof size === 'number' ? { size } : {}),
		},
	];
}

function listOf(value: object, name: string): unknown[] {
	const list = (value as Fields)[name];
	return Array.isArray(list) ? list : [];
}

function asFields(value: unknown): Fields | undefined {
	return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
