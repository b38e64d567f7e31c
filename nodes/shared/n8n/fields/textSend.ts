import { partsOf } from '../../domain/formattingParts';
import type { TextMessage } from '../../domain/outgoing';
import type { WriteKey } from '../../domain/writeKey';
import type { Gateway } from '../../gateway/Gateway';
import type { Sent } from '../../gateway/messages';
import type { OpenSpace } from '../../gateway/openSpace';
import type { OutgoingText } from './textRead';

/** Sends a text. One with mentions goes as a multipart message of one bubble: a plain text has no place for them. */
export async function sendOutgoingText(
	gateway: Gateway,
	space: OpenSpace,
	outgoing: OutgoingText,
	key: WriteKey,
	effectId?: string,
): Promise<Sent> {
	const { mentions, text, formatting, subject, replyTo, linkPreview, dataDetection } = outgoing;
	const common = {
		...(subject === undefined ? {} : { subject }),
		...(replyTo === undefined ? {} : { replyTo }),
		...(effectId === undefined ? {} : { effectId }),
	};
	if (mentions.length > 0) {
		return await gateway.messages.sendMultipart(space, { ...common, parts: partsOf(outgoing, mentions, 0) }, key);
	}
	const message: TextMessage = {
		...common,
		text,
		...(formatting.length === 0 ? {} : { formatting }),
		...(linkPreview === undefined ? {} : { linkPreview }),
		...(dataDetection === undefined ? {} : { dataDetection }),
	};
	return await gateway.messages.sendText(space, message, key);
}
