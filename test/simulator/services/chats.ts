import { addressKinds, chats } from '../generated';
import { invalidArgument, RpcError } from '../grpc/errors';
import type { ChatService, LineStore, StoredChat } from '../store/line';
import type { StoredMessage } from '../store/message';
import { read, write, type CallContext, type ServiceModule } from './method';
import { toChat, toMessage } from './projection';
import { checkAddress, checkEffect, checkText, existingChat } from './validation';

const { ChatServiceType } = addressKinds;

export const chatService: ServiceModule = {
	name: 'ChatService',
	definition: chats.UnimplementedChatServiceService.definition,
	methods: {
		CreateChat: write(createChat),
		GetChat: read(getChat),
	},
};

function createChat(context: CallContext, request: chats.CreateChatRequest): chats.CreateChatResponse {
	const { line } = context;
	const service = serviceFor(line, request.service);
	const members = request.addresses.map((address) => checkAddress('addresses', address));
	if (members.length === 0) throw invalidArgument('addresses', 'at least one address is needed');
	if (new Set(members).size < members.length) throw invalidArgument('addresses', 'an address stands twice');
	if (members.length > 1 && line.plan === 'shared') throw notOnSharedPlan('groups');
	// Everything is checked before anything is made, so that a refused call leaves no chat behind.
	const opening = request.has_initial_message ? checkOpening(request.initial_message) : undefined;
	const chat =
		members.length > 1 ? line.createGroup(members, undefined, service) : line.directChat(members[0] as string, service);
	const sent = opening === undefined ? undefined : sendOpening(context, chat, opening);
	const response = new chats.CreateChatResponse({ chat: toChat(line, chat) });
	if (sent !== undefined) response.initial_message = toMessage(line, sent);
	return response;
}

function getChat({ line }: CallContext, request: chats.GetChatRequest): chats.GetChatResponse {
	return new chats.GetChatResponse({ chat: toChat(line, existingChat(line, request.chat_guid)) });
}

function checkOpening(opening: chats.CreateChatInitialMessage): chats.CreateChatInitialMessage {
	checkText('initial_message.text', opening.text);
	checkEffect(opening.has_effect_id ? opening.effect_id : undefined);
	return opening;
}

function sendOpening(
	{ line, clientMessageId, idempotencyKey }: CallContext,
	chat: StoredChat,
	opening: chats.CreateChatInitialMessage,
): StoredMessage {
	return line.send(chat, {
		text: opening.text,
		subject: opening.has_subject ? opening.subject : undefined,
		effectId: opening.has_effect_id ? opening.effect_id : undefined,
		clientMessageId,
		idempotencyKey,
	});
}

function serviceFor(line: LineStore, service: addressKinds.ChatServiceType): ChatService {
	switch (service) {
		case ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE:
			return 'iMessage';
		case ChatServiceType.CHAT_SERVICE_TYPE_SMS:
			if (line.plan === 'shared') throw notOnSharedPlan('SMS');
			return 'SMS';
		case ChatServiceType.CHAT_SERVICE_TYPE_RCS:
			if (line.plan === 'shared') throw notOnSharedPlan('RCS');
			return 'RCS';
		default:
			throw invalidArgument('service', 'the service is not specified');
	}
}

function notOnSharedPlan(what: string): RpcError {
	return new RpcError('operationNotSupported', { message: `The shared plan has no ${what}` });
}
