import { messages } from '../generated';
import { invalidArgument, RpcError } from '../grpc/errors';
import type { StoredFormat } from '../store/message';
import { read, write, type CallContext, type ServiceModule } from './method';
import { toMessage } from './projection';
import { chatForSending, checkEffect, checkFormatting, checkReplyTarget, checkText } from './validation';

export const messageService: ServiceModule = {
	name: 'MessageService',
	definition: messages.UnimplementedMessageServiceService.definition,
	methods: {
		SendTextMessage: write(sendText),
		GetMessage: read(getMessage),
	},
};

function sendText(
	{ line, clientMessageId, idempotencyKey }: CallContext,
	request: messages.SendTextMessageRequest,
): messages.MessageResponse {
	const text = checkText('text', request.text);
	const effectId = checkEffect(request.has_effect_id ? request.effect_id : undefined);
	const formatting = checkFormatting(text, request.formatting.map(toStoredFormat));
	const chat = chatForSending(line, request.chat_guid);
	const replyTo = request.has_reply_to
		? {
				guid: checkReplyTarget(line, chat, request.reply_to.message_guid),
				part: request.reply_to.has_target_part_index ? request.reply_to.target_part_index : undefined,
			}
		: undefined;
	const sent = line.send(chat, {
		text,
		subject: request.has_subject ? request.subject : undefined,
		effectId,
		formatting,
		replyTo,
		clientMessageId,
		idempotencyKey,
	});
	return new messages.MessageResponse({ message: toMessage(line, sent) });
}

function getMessage({ line }: CallContext, request: messages.GetMessageRequest): messages.GetMessageResponse {
	if (request.message_guid === '') throw invalidArgument('message_guid', 'the id is empty');
	const stored = line.messages.get(request.message_guid);
	if (stored === undefined) throw new RpcError('messageNotFound', { message: 'No such message on this line' });
	return new messages.GetMessageResponse({ message: toMessage(line, stored) });
}

function toStoredFormat(format: messages.SendTextMessageRequest['formatting'][number]): StoredFormat {
	return {
		type: format.type,
		start: format.start,
		length: format.length,
		effectName: format.has_effect_name ? format.effect_name : undefined,
	};
}
