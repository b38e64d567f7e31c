import type { Attachment } from '../../model/attachment';
import type { EventContent } from '../../model/event/event';
import type { MessageContent } from '../../model/message';
import { formatMessageId } from '../../model/messageRef';
import type { ReceivedMiniApp } from '../../model/miniApp';
import { withoutEmpty } from './fields';
import { textOf, type Part } from './parts';

/** Whose content it is. */
export interface ContentOwner {
	readonly id: string;
	readonly timestamp?: string;
	/** False when the numbers of the bubbles are not those that the conversation counts by. */
	readonly hasNumberedParts: boolean;
}

/** App that shows a shared link with a preview. */
const linkApp = 'com.apple.messages.URLBalloonProvider';

/** App of polls; its bundle id stands at the end of the balloon's. */
const pollApp = 'com.apple.messages.Polls';

/** As people hand contacts on. Apple's own place of a location, `CL.loc.vcf`, is none. */
const cardTypes: ReadonlySet<string> = new Set(['text/vcard', 'text/x-vcard', 'text/directory', 'application/vcard', 'application/x-vcard']);

/** True for the message that carries a poll, a new option or a vote. */
export function isOfPoll({ balloonBundleId, miniApp }: MessageContent): boolean {
	return balloonBundleId?.endsWith(pollApp) === true || miniApp?.extensionBundleId === pollApp;
}

/** What a message says or carries, in the shapes of webhooks; undefined when nothing of it can be told. */
export function toEventContent(content: MessageContent, parts: readonly Part[], owner: ContentOwner): EventContent | undefined {
	const { miniApp, balloonBundleId } = content;
	if (miniApp !== undefined) return miniAppContent(miniApp, content.attachments?.[0]);
	const text = textOf(parts);
	const url = balloonBundleId === linkApp ? linkIn(text) : undefined;
	if (url !== undefined) return { type: 'richlink', url };
	const [first, ...others] = parts;
	// Handwriting and the like: the app is all that is known.
	if (first === undefined) return balloonBundleId === undefined ? undefined : { type: 'app', bundleId: balloonBundleId };
	if (text !== undefined && parts.every(({ type }) => type === 'text')) return { type: 'text', text };
	return others.length === 0 ? partContent(first) : albumContent(parts, owner);
}

/** A file as contents name it. What the server does not know is absent. */
export function fileFields(attachment: Attachment): Record<string, unknown> {
	const { id, fileName, mimeType, size, companionKind } = attachment;
	return {
		id,
		...(fileName === '' ? {} : { name: fileName }),
		...(mimeType === '' ? {} : { mimeType }),
		// A plain number of the wire, whose 0 says nothing.
		...(size === 0 ? {} : { size }),
		...(attachment.isVoiceNote === true ? { isVoiceNote: true } : {}),
		...(attachment.isSticker ? { isSticker: true } : {}),
		...(companionKind === undefined ? {} : { companionKind }),
	};
}

function partContent(part: Part): EventContent {
	if (part.type === 'text') return { type: 'text', text: part.text };
	const { attachment } = part;
	if (!isContactCard(attachment)) return { type: 'attachment', ...fileFields(attachment) };
	const { name, ...file } = fileFields(attachment);
	// Who it is stands in the card; webhooks read it, and call that `name`.
	return { type: 'contact', ...file, ...(name === undefined ? {} : { fileName: name }) };
}

function albumContent(parts: readonly Part[], { id, timestamp, hasNumberedParts }: ContentOwner): EventContent {
	const items = parts.map((part, index) => ({
		...(hasNumberedParts ? { id: formatMessageId({ id, part: index }), part: index } : {}),
		...(timestamp === undefined ? {} : { timestamp }),
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

/** The link that a preview belongs to: the first URL, or all of a text that is one word. */
function linkIn(text: string | undefined): string | undefined {
	return text === undefined ? undefined : (/https?:\/\/\S+/i.exec(text)?.[0] ?? /^\s*(\S+)\s*$/.exec(text)?.[1]);
}

function isContactCard({ mimeType, fileName }: Attachment): boolean {
	const [type = ''] = mimeType.split(';');
	return !/\.loc\.vcf$/i.test(fileName) && (cardTypes.has(type.trim().toLowerCase()) || /\.vcf$/i.test(fileName));
}
