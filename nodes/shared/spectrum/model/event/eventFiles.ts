import type { ImessageEvent } from './event';
import { present } from '../../values/present';

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
 * a contact that has one, what a reply carries, and all of these of every message of a burst. Each file once.
 */
export function filesOf(event: ImessageEvent): EventFile[] {
	const files = new Map<string, EventFile>();
	for (const file of contentsIn(event).flatMap(filesOfContent)) {
		if (!files.has(file.id)) files.set(file.id, file);
	}
	return [...files.values()];
}

/** How deeply albums, bursts and replies may lie within each other; what is deeper was made to do harm. */
const deepest = 10;

/**
 * Every content that an event, or an item made of one, carries: its own, those of an album or a burst, and what a reply
 * says. In their order, each once, and without recursion, so that nothing can exhaust the stack.
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
		// The last one first: the next to be taken is the one that was put there last.
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
			// Its `name` is a person's.
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
