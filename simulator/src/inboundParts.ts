import type { StoredAttachment } from './store/attachments';
import { knownContent, storedText, type InboundContent, type KnownContent } from './store/content';
import type { LineStore } from './store/line';
import type { NewMessage, StoredFormat, StoredMention, StoredPart } from './store/message';
import { cardOf, formattedName } from './store/vcard';

/** How a line stores a content: an album is one message with several parts, and every file is kept. */
export function inboundParts(
	line: LineStore,
	content: InboundContent,
	formatting: readonly StoredFormat[] = [],
	mentions: readonly StoredMention[] = [],
): Pick<NewMessage, 'parts' | 'isVoiceNote' | 'balloonBundleId'> {
	const known = knownContent(content);
	return {
		parts:
			known?.type === 'group'
				? known.items.map((item, bubble) => toPart(line, item, bubble, []))
				: naming(toPart(line, content, 0, formatting), mentions),
		isVoiceNote: known?.type === 'attachment' && known.isVoiceNote === true,
		balloonBundleId: known?.type === 'richlink' ? 'com.apple.messages.URLBalloonProvider' : undefined,
	};
}

function toPart(line: LineStore, content: InboundContent, bubble: number, formatting: readonly StoredFormat[]): StoredPart {
	const known = knownContent(content);
	if (known?.type === 'contact') return { bubble, attachment: keepCard(line, known) };
	if (known?.type !== 'attachment') return { bubble, text: storedText(content), formatting };
	const attachment = line.attachments.keep({
		guid: known.id,
		fileName: known.name,
		mimeType: known.mimeType,
		data: known.bytes,
		totalBytes: known.size,
		isOutgoing: false,
		transfer: known.pending ? 'pending' : undefined,
		companion: known.companion,
	});
	return { bubble, attachment };
}

/** Contacts travel as a file with a vCard in it, called after the contact. */
function keepCard(line: LineStore, contact: Extract<KnownContent, { type: 'contact' }>): StoredAttachment {
	const fileName = `${formattedName(contact.name) ?? 'contact'}.vcf`;
	return line.attachments.keep({ fileName, data: Buffer.from(cardOf(contact)), isOutgoing: false });
}

/** A named person is a text of its own in the bubble. */
function naming(part: StoredPart, mentions: readonly StoredMention[]): StoredPart[] {
	const { bubble, text = '', formatting = [] } = part;
	if (mentions.length === 0) return [part];
	const cuts = [...new Set([0, ...mentions.flatMap(({ start, length }) => [start, start + length]), text.length])];
	return cuts.slice(0, -1).map((from, index) => {
		const to = cuts[index + 1] as number;
		return {
			bubble,
			text: text.slice(from, to),
			mentionedAddress: mentions.find(({ start }) => start === from)?.address,
			formatting: formatting.flatMap((format) => within(format, from, to)),
		};
	});
}

function within(format: StoredFormat, from: number, to: number): StoredFormat[] {
	const start = Math.max(format.start, from);
	const end = Math.min(format.start + format.length, to);
	return end > start ? [{ ...format, start: start - from, length: end - start }] : [];
}
