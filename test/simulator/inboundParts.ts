import { knownContent, storedText, type InboundContent } from './store/content';
import type { LineStore } from './store/line';
import type { NewMessage, StoredFormat, StoredPart } from './store/message';

/** How a line stores a content: an album is one message with several parts, and every file is kept. */
export function inboundParts(
	line: LineStore,
	content: InboundContent,
	formatting: readonly StoredFormat[] = [],
): Pick<NewMessage, 'parts' | 'isVoiceNote' | 'balloonBundleId'> {
	const known = knownContent(content);
	return {
		parts: known?.type === 'group' ? known.items.map((item, bubble) => toPart(line, item, bubble, [])) : [toPart(line, content, 0, formatting)],
		isVoiceNote: known?.type === 'attachment' && known.isVoiceNote === true,
		balloonBundleId: known?.type === 'richlink' ? 'com.apple.messages.URLBalloonProvider' : undefined,
	};
}

function toPart(line: LineStore, content: InboundContent, bubble: number, formatting: readonly StoredFormat[]): StoredPart {
	const known = knownContent(content);
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
