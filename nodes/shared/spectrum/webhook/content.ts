import type { EventContent } from '../model/event/event';
import { asFields, asText } from '../values/json';
import { arrivedName, arrivedType } from '../files/fileTypes';
import { asLabel } from '../values/label';
import { parseReaction } from '../model/reactionName';
import { readContact } from './contact';
import { asContent, type Content } from './delivery';
import { present, withoutEmpty } from '../values/present';

/** The content of a delivered message in the form of events. */
export interface ReadContent {
	/** For a reply, the content of the reply itself. */
	readonly content: EventContent;
	/** The text that a person reads: the message's text, a shared link or an album's caption. */
	readonly text?: string;
	/** Id of the message that a reply answers. */
	readonly replyTo?: string;
}

/** The kinds of content that are messages, as named by {@link readContent}. Any other received kind is unknown. */
const messageKinds: ReadonlySet<string> = new Set(['text', 'richlink', 'attachment', 'contact', 'group']);

/** Whether content that was read is a message of a kind that this version knows. */
export function isKnownMessage({ content }: ReadContent): boolean {
	return messageKinds.has(content.type);
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

/**
 * Brings a content into the form of events. Known types lose their empty fields. Unknown types, and unknown fields of known
 * types, are passed on unchanged.
 */
export function readContent(content: Content): ReadContent {
	switch (content.type) {
		case 'text':
			return withText(knownFields(content), asText(content.text));
		case 'richlink':
			return withText(knownFields(content), asText(content.url));
		case 'attachment':
			return { content: withMimeType(knownFields(content)) };
		case 'voice':
			return { content: readVoice(content) };
		case 'contact':
			return { content: readContact(content) };
		case 'reply':
			return readReply(content);
		case 'reaction':
			return { content: readReaction(content) };
		case 'group':
			return readAlbum(content);
		default:
			return { content: { ...content } };
	}
}

/** Id of the message that a reaction, a receipt or a reply is about. */
export function targetOf(content: Content): string | undefined {
	return asText(asFields(content.target)?.id);
}

/** The parts of `p:<index>/<message id>`; undefined for an id that names no part. */
export function parsePartId(id: string): { part: number; messageId: string } | undefined {
	const match = /^p:(\d{1,6})\/(.+)$/s.exec(id);
	const [, part, messageId] = match ?? [];
	return part === undefined || messageId === undefined ? undefined : { part: Number(part), messageId };
}

/** A voice memo as in a stream: an attachment that is marked as a voice note. `duration` in seconds. */
function readVoice(content: Content): EventContent {
	const { duration, ...file } = knownFields(content);
	const isTime = typeof duration === 'number' && Number.isFinite(duration) && duration >= 0;
	return withMimeType({ ...file, type: 'attachment', ...(isTime ? { duration } : {}), isVoiceNote: true });
}

/** A reply as in a stream: its own content, with the id of the message that it answers in `replyTo`. */
function readReply(content: Content): ReadContent {
	const replyTo = targetOf(content);
	const inner = asContent(content.content);
	const read = inner === undefined ? { content: knownFields(content) } : readContent(inner);
	return replyTo === undefined ? read : { ...read, replyTo };
}

function readReaction(content: Content): EventContent {
	const target = asFields(content.target);
	const parsed = parseReaction(asText(content.emoji) ?? '');
	// A delivery names a tapback only by its emoji.
	const reaction = { ...knownFields(content), ...(parsed.ok ? { kind: parsed.value.kind } : {}) };
	const preview = asText(target?.contentPreview);
	const quoted = preview === undefined ? {} : { contentPreview: asLabel(preview) };
	return target === undefined ? reaction : { ...reaction, target: { ...withoutEmpty(target), ...quoted } };
}

function readAlbum(content: Content): ReadContent {
	const given: unknown[] = Array.isArray(content.items) ? content.items : [];
	const read = given.map(readItem);
	const caption = read.flatMap((item) => (item.text === undefined ? [] : [item.text])).join('\n');
	const items = read.map((item) => item.item);
	return withText({ ...knownFields(content), items }, asText(caption));
}

function readItem(given: unknown): { item: unknown; text?: string } {
	const message = asFields(given);
	const content = asContent(message?.content);
	// Not a message. It is passed on and not dropped, because an album without its pictures is useless.
	if (message === undefined || content === undefined) return { item: given };
	const id = asText(message.id);
	const part = id === undefined ? undefined : parsePartId(id)?.part;
	const timestamp = asText(message.timestamp);
	const inner = readContent(content);
	const item: AlbumItem = {
		...present({ id, part, timestamp }),
		content: inner.content,
	};
	return inner.text === undefined ? { item } : { item, text: inner.text };
}

/**
 * Adds the MIME type. Voice memos and many pictures arrive as unknown bytes, and only their name or Apple's name of the
 * type shows what they are.
 */
function withMimeType(attachment: EventContent): EventContent {
	const { name, ...others } = attachment;
	const { mimeType, uti } = others;
	const shownName = arrivedName(asText(name) ?? '');
	const type = arrivedType(shownName, asText(mimeType) ?? '', asText(uti));
	return { ...others, ...(shownName === '' ? {} : { name: shownName }), ...(type === '' ? {} : { mimeType: type }) };
}

function withText(content: EventContent, text: string | undefined): ReadContent {
	return text === undefined ? { content } : { content, text };
}

function knownFields(content: Content): EventContent {
	return { ...withoutEmpty(content), type: content.type };
}
