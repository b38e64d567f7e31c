import type { EventContent } from '../domain/event';
import { asFields, type Fields } from '../domain/fields';
import { arrivedType } from '../domain/fileTypes';
import { withoutControls } from '../domain/invisible';
import { parseReaction } from '../domain/reactionName';
import { asContent, text } from './delivery';

/** The content of a delivered message, as it goes into an event. */
export interface ReadContent {
	readonly content: EventContent;
	/** What a person would read: the text, a shared link, an album's caption. */
	readonly text?: string;
}

/** One element of an album: a message of its own. */
export interface AlbumItem {
	id?: string;
	/** Position in the album, from 0; absent when the id does not say. */
	part?: number;
	timestamp?: string;
	content?: EventContent;
	[field: string]: unknown;
}

type Content = Fields & { readonly type: string };

/**
 * Brings a content into the shape of events. Known types lose what is empty; a type that is not known passes as it
 * came, and so does a field of a known type that this does not know.
 */
export function readContent(content: Content): ReadContent {
	switch (content.type) {
		case 'text':
			return withText(present(content), text(content.text));
		case 'richlink':
			return withText(present(content), text(content.url));
		case 'attachment':
			return { content: withMimeType(present(content)) };
		case 'contact':
			return { content: present(content) };
		case 'reaction':
			return { content: readReaction(content) };
		case 'group':
			return readAlbum(content);
		default:
			return { content: { ...content } };
	}
}

/** Id of the message that a reaction is about. */
export function reactionTarget(content: Content): string | undefined {
	return text(asFields(content.target)?.id);
}

/** The parts of `p:<index>/<message id>`; undefined for an id that names no part. */
export function parsePartId(id: string): { part: number; messageId: string } | undefined {
	const match = /^p:(\d{1,6})\/(.+)$/s.exec(id);
	const [, part, messageId] = match ?? [];
	return part === undefined || messageId === undefined ? undefined : { part: Number(part), messageId };
}

function readReaction(content: Content): EventContent {
	const target = asFields(content.target);
	const parsed = parseReaction(text(content.emoji) ?? '');
	// A delivery says a tapback by its emoji alone.
	const reaction = { ...present(content), ...(parsed.ok ? { kind: parsed.value.kind } : {}) };
	return target === undefined ? reaction : { ...reaction, target: withoutEmpty(target) };
}

function readAlbum(content: Content): ReadContent {
	const given: unknown[] = Array.isArray(content.items) ? content.items : [];
	const read = given.map(readItem);
	const caption = read.flatMap((item) => (item.text === undefined ? [] : [item.text])).join('\n');
	const items = read.map((item) => item.item);
	return withText({ ...present(content), items }, text(caption));
}

function readItem(given: unknown): { item: unknown; text?: string } {
	const message = asFields(given);
	const content = asContent(message?.content);
	// Not a message: passed on rather than dropped, because an album without its picture says nothing.
	if (message === undefined || content === undefined) return { item: given };
	const id = text(message.id);
	const part = id === undefined ? undefined : parsePartId(id)?.part;
	const timestamp = text(message.timestamp);
	const inner = readContent(content);
	const item: AlbumItem = {
		...(id === undefined ? {} : { id }),
		...(part === undefined ? {} : { part }),
		...(timestamp === undefined ? {} : { timestamp }),
		content: inner.content,
	};
	return inner.text === undefined ? { item } : { item, text: inner.text };
}

/** Voice memos, and many pictures, arrive as unknown bytes: only their name, or Apple's name of the type, tells. */
function withMimeType(attachment: EventContent): EventContent {
	const { name, mimeType, uti } = attachment;
	const shownName = withoutControls(text(name) ?? '');
	const type = arrivedType(shownName, text(mimeType) ?? '', text(uti));
	return { ...attachment, ...(shownName === '' ? {} : { name: shownName }), ...(type === '' ? {} : { mimeType: type }) };
}

function withText(content: EventContent, said: string | undefined): ReadContent {
	return said === undefined ? { content } : { content, text: said };
}

function present(content: Content): EventContent {
	return { ...withoutEmpty(content), type: content.type };
}

/** What is not known is absent: null and empty texts say nothing. */
function withoutEmpty(fields: Fields): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ''),
	);
}
