import { bubbleParts } from '../../spectrum/text/bubbleParts';
import type { TextMessage } from '../../spectrum/model/outgoing';
import type { WriteKey } from '../../spectrum/keys/writeKey';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import type { Sent } from '../../spectrum/gateway/messages';
import type { OpenSpace } from '../../spectrum/gateway/openSpace';
import type { OutgoingText } from './textRead';
import { present } from '../../spectrum/values/present';

/**
 * Sends a text. A text with mentions is sent as a multipart message with one bubble, because a plain text cannot carry
 * mentions.
 */
export async function sendOutgoingText(
	gateway: Gateway,
	space: OpenSpace,
	outgoing: OutgoingText,
	key: WriteKey,
	effectId?: string,
): Promise<Sent> {
	const { mentions, text, formatting, subject, replyTo, linkPreview, dataDetection } = outgoing;
	const common = present({ subject, replyTo, effectId });
	if (mentions.length > 0) {
		return await gateway.messages.sendMultipart(space, { ...common, parts: bubbleParts(outgoing, mentions, 0) }, key);
	}
	const message: TextMessage = {
		...common,
		text,
		...(formatting.length === 0 ? {} : { formatting }),
		...present({ linkPreview, dataDetection }),
	};
	return await gateway.messages.sendText(space, message, key);
}
