import { knownContent, type InboundContent, type KnownContent } from '../store/content';
import { audioType } from '../store/fileTypes';
import { cardOf, formattedName } from '../store/vcard';
import type { Generation } from './behaviour';
import type { Json } from './target';

type Attachment = Extract<KnownContent, { type: 'attachment' }>;
type Contact = Extract<KnownContent, { type: 'contact' }>;

/** How the parts of a content that are messages themselves are shown. */
export interface Nested {
	target(target: string | Readonly<Json>): Json;
	items(items: readonly InboundContent[]): Json[];
}

/** A content as a registration of that generation hears of it. A kind that nobody knows passes as it is. */
export function toContent(content: InboundContent, generation: Generation, nested: Nested): Json {
	const known = knownContent(content);
	if (known === undefined) return { ...content };
	switch (known.type) {
		case 'text':
		case 'richlink':
		case 'rename':
		case 'addMember':
		case 'removeMember':
		case 'leaveSpace':
		case 'avatar':
			return { ...known };
		case 'attachment':
			return generation === 'november' && known.isVoiceNote ? toVoice(known) : toAttachment(known);
		case 'contact':
			return generation === 'november' ? { ...known, raw: cardOf(known) } : toJulyContact(known);
		case 'reaction':
			return { type: 'reaction', emoji: known.emoji, target: nested.target(known.target) };
		case 'read':
			return { type: 'read', target: nested.target(known.target) };
		case 'group':
			return { type: 'group', items: nested.items(known.items) };
	}
}

/** What a download gives is not told, only how much it is. */
function toAttachment({ type, id, name, mimeType, size, bytes }: Attachment): Json {
	return { type, id, name, mimeType, size: size ?? bytes?.length };
}

/** The event log has what the file says of itself; a webhook always says audio. */
function toVoice(memo: Attachment): Json {
	const { id, name, size } = toAttachment(memo);
	return { type: 'voice', id, name, mimeType: audioType(memo.name, memo.mimeType), duration: memo.duration, size };
}

/** Texts instead of structures, and nothing that July did not name. */
function toJulyContact({ type, name, phones, photo, raw }: Contact): Json {
	const numbers = Array.isArray(phones)
		? phones.map((phone: unknown) => (typeof phone === 'object' && phone !== null ? (phone as { value?: unknown }).value : phone))
		: phones;
	return { type, name: name === undefined ? undefined : (formattedName(name) ?? name), phones: numbers, photo, raw };
}
