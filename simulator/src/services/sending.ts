import { messages } from '../generated';
import { invalidArgument } from '../calls/errors';
import type { StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import type { StoredPart } from '../store/message';
import { admitMessage } from './admission';
import { notesOf, type CallContext } from './method';
import { toMessage } from './projection';
import { attachmentOf, replyTargetOf } from './targets';
import { chatForSending, checkAddress, checkEffect, checkFormatting, checkText } from './validation';

type WirePart = messages.SendMultipartMessageRequest['parts'][number];

export function sendText(context: CallContext, request: messages.SendTextMessageRequest): messages.MessageResponse {
	const { line } = context;
	const text = checkText('text', request.text);
	const effectId = checkEffect(request.has_effect_id ? request.effect_id : undefined);
	const formatting = checkFormatting(text, request.formatting);
	const chat = chatForSending(context, request.chat_guid);
	const replyTo = replyTargetOf(line, chat, request);
	const subject = request.has_subject ? request.subject : undefined;
	const notes = {
		...notesOf(context),
		linkPreview: request.has_enable_link_preview ? request.enable_link_preview : undefined,
		dataDetection: request.has_enable_data_detection ? request.enable_data_detection : undefined,
	};
	admitMessage(context, chat);
	const sent = line.send(chat, { parts: [{ bubble: 0, text, formatting }], subject, effectId, replyTo }, notes);
	return new messages.MessageResponse({ message: toMessage(line, sent) });
}

export function sendAttachment(context: CallContext, request: messages.SendAttachmentMessageRequest): messages.MessageResponse {
	const { line } = context;
	const file = attachmentOf(line, 'attachment', request.has_attachment ? request.attachment : undefined);
	const effectId = checkEffect(request.has_effect_id ? request.effect_id : undefined);
	const chat = chatForSending(context, request.chat_guid);
	const replyTo = replyTargetOf(line, chat, request);
	const isVoiceNote = request.has_is_audio_message && request.is_audio_message;
	admitMessage(context, chat);
	const sent = line.send(chat, { parts: [{ bubble: 0, ...file }], effectId, replyTo, isVoiceNote }, notesOf(context));
	return new messages.MessageResponse({ message: toMessage(line, sent) });
}

export function sendMultipart(context: CallContext, request: messages.SendMultipartMessageRequest): messages.MessageResponse {
	const { line } = context;
	if (request.parts.length === 0) throw invalidArgument('parts', 'at least one part is needed');
	const bubbles = bubblesOf(request.parts);
	const effectId = checkEffect(request.has_effect_id ? request.effect_id : undefined);
	const parts = request.parts.map((part, index) => toPart(line, part, index, bubbles[index] as number));
	const chat = chatForSending(context, request.chat_guid);
	checkMentions(chat, parts);
	const replyTo = replyTargetOf(line, chat, request);
	const subject = request.has_subject ? request.subject : undefined;
	const notes = {
		...notesOf(context),
		dataDetection: request.has_enable_data_detection ? request.enable_data_detection : undefined,
	};
	admitMessage(context, chat);
	const sent = line.send(chat, { parts, subject, effectId, replyTo }, notes);
	return new messages.MessageResponse({ message: toMessage(line, sent) });
}

/**
 * Each part is a bubble of its own, unless it names the bubble of the part before it. The contract does not say more:
 * here a bubble may be named that is that one or the next, and a file shares its bubble with nothing.
 */
function bubblesOf(parts: readonly WirePart[]): number[] {
	const bubbles: number[] = [];
	parts.forEach((part, index) => {
		const before = bubbles[index - 1] ?? -1;
		const bubble = part.has_bubble_index ? part.bubble_index : before + 1;
		const field = `parts[${index}].bubble_index`;
		if (bubble < 0 || bubble < before || bubble > before + 1) throw invalidArgument(field, 'the bubbles are out of order');
		if (bubble === before && (part.has_attachment || parts[index - 1]?.has_attachment)) {
			throw invalidArgument(field, 'a file has a bubble of its own');
		}
		bubbles.push(bubble);
	});
	return bubbles;
}

function toPart(line: LineStore, part: WirePart, index: number, bubble: number): StoredPart {
	const field = `parts[${index}]`;
	if (part.has_text === part.has_attachment) throw invalidArgument(field, 'exactly one of text and attachment is needed');
	if (part.has_attachment) {
		if (part.has_mentioned_address) throw invalidArgument(`${field}.mentioned_address`, 'a file names nobody');
		if (part.formatting.length > 0) throw invalidArgument(`${field}.formatting`, 'a file has no text');
		return { bubble, ...attachmentOf(line, `${field}.attachment`, part.attachment) };
	}
	const text = checkText(`${field}.text`, part.text);
	const formatting = checkFormatting(text, part.formatting, `${field}.formatting`);
	if (!part.has_mentioned_address) return { bubble, text, formatting };
	const mentionedAddress = checkAddress(`${field}.mentioned_address`, part.mentioned_address);
	return { bubble, text, formatting, mentionedAddress };
}

function checkMentions({ members }: StoredChat, parts: readonly StoredPart[]): void {
	parts.forEach(({ mentionedAddress }, index) => {
		if (mentionedAddress === undefined || members.includes(mentionedAddress)) return;
		throw invalidArgument(`parts[${index}].mentioned_address`, 'the person is not in this chat');
	});
}
