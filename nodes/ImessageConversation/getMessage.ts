import type { IDataObject } from 'n8n-workflow';
import type { Line } from '../shared/spectrum/model/line';
import type { Message } from '../shared/spectrum/model/message';
import { formatMessageId } from '../shared/spectrum/model/messageRef';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { findLine } from '../shared/spectrum/gateway/recipes/findLine';
import { readMessage } from '../shared/n8n/fields/message';
import { isSimple } from '../shared/n8n/fields/simplify';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { messageOutput, plain } from '../shared/n8n/loop/messageOutput';
import { checkPlace } from './messagePlace';
import { messageParts, type PartContent } from './parts';

/** Gives one message, or one part of it. */
export async function getMessage({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { id, part } = readMessage(context, itemIndex);
	const lineChoice = readLineChoice(context, itemIndex);
	const isSimpleWanted = isSimple(context, itemIndex);
	const { line, value: message } = await findLine(gateway, lineChoice, async (asked) => await gateway.messages.get(asked.id, id));
	checkPlace(gateway, message, line);
	const json = part === undefined ? messageOutput(message, { line }, isSimpleWanted) : partOutput(message, part, line, isSimpleWanted);
	return { json };
}

/** The part's own text or file; without Simplify, together with the whole message. */
function partOutput(message: Message, part: number, line: Line, isSimpleWanted: boolean): IDataObject {
	const content = contentOf(message, part);
	const own = { messageId: formatMessageId({ id: message.id, part }), part };
	if (!isSimpleWanted) return { ...messageOutput(message, { line }, false), ...own, content: plain(content) };
	return { ...messageOutput(narrowed(message, part, content), { line }, true), ...own };
}

function contentOf(message: Message, part: number): PartContent {
	const parts = messageParts(message);
	const content = parts[part];
	if (content !== undefined) return content;
	throw new SpectrumError({
		kind: 'notFound',
		message: `The message has no part ${part}`,
		advice:
			parts.length === 0
				? `It has neither text nor files. Ask for the whole message: ${message.id}`
				: `Its parts are ${parts.map((_, index) => formatMessageId({ id: message.id, part: index })).join(', ')}`,
	});
}

/** The message with this part only. Reactions to the whole message stay. */
function narrowed(message: Message, part: number, content: PartContent): Message {
	const { text: _text, attachments: _attachments, reactions, ...rest } = message;
	const standing = reactions?.filter((reaction) => reaction.part === undefined || reaction.part === part) ?? [];
	return {
		...rest,
		...('text' in content ? { text: content.text } : { attachments: [content.attachment] }),
		...(standing.length === 0 ? {} : { reactions: standing }),
	};
}
