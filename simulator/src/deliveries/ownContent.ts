import type { InboundContent } from '../store/content';
import type { StoredMessage, StoredPart } from '../store/message';

/** What the line itself has said, in the shapes of webhooks; undefined for what they do not show. */
export function ownContent({ parts, isVoiceNote }: StoredMessage): InboundContent | undefined {
	const items = parts.flatMap((part) => itemOf(part, isVoiceNote === true) ?? []);
	return items.length > 1 ? { type: 'group', items } : items[0];
}

function itemOf({ text, attachment, attachmentName }: StoredPart, isVoiceNote: boolean): InboundContent | undefined {
	if (text !== undefined) return { type: 'text', text };
	if (attachment === undefined) return undefined;
	const { guid: id, fileName, mimeType, totalBytes: size } = attachment;
	return { type: 'attachment', id, name: attachmentName ?? fileName, mimeType, size, isVoiceNote };
}
