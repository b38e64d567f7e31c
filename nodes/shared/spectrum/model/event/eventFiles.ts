import type { ImessageEvent } from './event';
import { present } from '../../values/present';

/** A file of an event. Only its ID is always present. */
export interface EventFile {
	readonly id: string;
	readonly name?: string;
	readonly mimeType?: string;
	/** Bytes. */
	readonly size?: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The files of an event, in the order of its parts: attachments, stickers and contact cards, also those in an album, a
 * reply or a burst. Each file appears once.
 */
export function filesOf(event: ImessageEvent): EventFile[] {
	const files = new Map<string, EventFile>();
	for (const file of contentsIn(event).flatMap(filesOfContent)) {
		if (!files.has(file.id)) files.set(file.id, file);
	}
	return [...files.values()];
}

/** How deeply albums, bursts and replies may be nested. Deeper nesting can only be an attack. */
const deepest = 10;

/**
 * Every content of an event, or of an item made from one: its own content, the contents of an album or a burst, and the
 * content of a reply. They come in their order, each once. There is no recursion, so that no input can exhaust the stack.
 */
export function contentsIn(carrier: unknown): Fields[] {
	const found: Fields[] = [];
	const open = [{ carrier, depth: 0 }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const content = asFields(asFields(next.carrier)?.content);
		if (content === undefined) continue;
		found.push(content);
		if (next.depth === deepest) continue;
		const depth = next.depth + 1;
		const carriers = content.type === 'reply' ? [content] : listOf(content, 'items');
		// Pushed in reverse order, because the entry that was pushed last is taken first.
		for (let index = carriers.length - 1; index >= 0; index--) open.push({ carrier: carriers[index], depth });
	}
	return found;
}

function filesOfContent(content: Fields): EventFile[] {
	switch (content.type) {
		case 'attachment':
		case 'voice':
		case 'sticker':
			return fileOf(content, content.id, text(content.name));
		case 'contact':
			// The `name` of a contact is that of a person.
			return fileOf(content, content.id, text(content.fileName));
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
			...present({ name, mimeType: type }),
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
