import type { Attachment } from '../../model/attachment';
import type { EventContent } from '../../model/event/event';
import type { MessageContent } from '../../model/message';
import { formatMessageId } from '../../model/messageRef';
import type { ReceivedMiniApp } from '../../model/miniApp';
import { present, withoutEmpty } from '../../values/present';
import { textOf, type Part } from './parts';

/** The message that the content belongs to. */
export interface ContentOwner {
	readonly id: string;
	readonly timestamp?: string;
	/** False when the bubbles of the content are not numbered as in the conversation. */
	readonly hasNumberedParts: boolean;
}

/** App that shows a shared link with a preview. */
const linkApp = 'com.apple.messages.URLBalloonProvider';

/** App of polls; its bundle id stands at the end of the balloon's. */
const pollApp = 'com.apple.messages.Polls';

/** Contact cards as people share them. Apple's card for a location, `CL.loc.vcf`, is not one. */
const cardTypes: ReadonlySet<string> = new Set([
	'text/vcard',
	'text/x-vcard',
	'text/directory',
	'application/vcard',
	'application/x-vcard',
]);

/** True for the message that carries a poll, a new option or a vote. */
export function isOfPoll({ balloonBundleId, miniApp }: MessageContent): boolean {
	return balloonBundleId?.endsWith(pollApp) === true || miniApp?.extensionBundleId === pollApp;
}

/** The content of a message, in the shape of webhook deliveries. Undefined when there is nothing to show. */
export function toEventContent(content: MessageContent, parts: readonly Part[], owner: ContentOwner): EventContent | undefined {
	const { miniApp, balloonBundleId } = content;
	if (miniApp !== undefined) return miniAppContent(miniApp, content.attachments?.[0]);
	const text = textOf(parts);
	const url = balloonBundleId === linkApp ? linkIn(text) : undefined;
	if (url !== undefined) return { type: 'richlink', url };
	const [first, ...others] = parts;
	// Handwriting and the like: only the app is known.
	if (first === undefined) return balloonBundleId === undefined ? undefined : { type: 'app', bundleId: balloonBundleId };
	if (text !== undefined && parts.every(({ type }) => type === 'text')) return { type: 'text', text };
	return others.length === 0 ? partContent(first) : albumContent(parts, owner);
}

/** A file of a content. Fields that the server does not know are absent. */
export function fileFields(attachment: Attachment): Record<string, unknown> {
	const { id, fileName, mimeType, size, companionKind } = attachment;
	return {
		id,
		...(fileName === '' ? {} : { name: fileName }),
		...(mimeType === '' ? {} : { mimeType }),
		// The wire has no presence for this number, and its 0 means nothing.
		...(size === 0 ? {} : { size }),
		...(attachment.isVoiceNote === true ? { isVoiceNote: true } : {}),
		...(attachment.isSticker ? { isSticker: true } : {}),
		...present({ companionKind }),
	};
}

function partContent(part: Part): EventContent {
	if (part.type === 'text') return { type: 'text', text: part.text };
	const { attachment } = part;
	if (!isContactCard(attachment)) return { type: 'attachment', ...fileFields(attachment) };
	const { name, ...file } = fileFields(attachment);
	// The person is named in the card. Webhooks read the card and call that `name`.
	return { type: 'contact', ...file, ...present({ fileName: name }) };
}

function albumContent(parts: readonly Part[], { id, timestamp, hasNumberedParts }: ContentOwner): EventContent {
	const items = parts.map((part, index) => ({
		...(hasNumberedParts ? { id: formatMessageId({ id, part: index }), part: index } : {}),
		...present({ timestamp }),
		content: partContent(part),
	}));
	return { type: 'group', items };
}

function miniAppContent({ layout, ...app }: ReceivedMiniApp, picture: Attachment | undefined): EventContent {
	const texts = layout === undefined ? {} : withoutEmpty(layout);
	return {
		type: 'miniApp',
		...withoutEmpty(app),
		...(Object.keys(texts).length === 0 ? {} : { layout: texts }),
		...(picture === undefined ? {} : { image: fileFields(picture) }),
	};
}

/** The link of a preview: the first URL, or the whole text if it is one word. */
function linkIn(text: string | undefined): string | undefined {
	return text === undefined ? undefined : (/https?:\/\/\S+/i.exec(text)?.[0] ?? /^\s*(\S+)\s*$/.exec(text)?.[1]);
}

function isContactCard({ mimeType, fileName }: Attachment): boolean {
	const [type = ''] = mimeType.split(';');
	return !/\.loc\.vcf$/i.test(fileName) && (cardTypes.has(type.trim().toLowerCase()) || /\.vcf$/i.test(fileName));
}
