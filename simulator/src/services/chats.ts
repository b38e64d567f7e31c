import { addressKinds, chats, Empty } from '../generated';
import { invalidArgument } from '../calls/errors';
import { markRead } from '../store/changes';
import type { ChatService, StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import type { StoredMessage } from '../store/message';
import { admitMessage, checkAudience } from './admission';
import { removeBackground, setBackground } from './backgrounds';
import { toChat } from './chatProjection';
import { live, notesOf, read, write, type CallContext, type ServiceModule } from './method';
import { toMessage } from './projection';
import { subscribeChats } from './subscriptions';
import { chatForActing, checkAddress, checkEffect, checkReachable, checkText, existingChat, notOnSharedPlan } from './validation';

const { ChatServiceType } = addressKinds;

export const chatService: ServiceModule = {
	name: 'ChatService',
	definition: chats.UnimplementedChatServiceService.definition,
	methods: {
		CreateChat: write(createChat),
		MarkChatRead: write(markChatRead),
		SetBackground: write(setBackground),
		RemoveBackground: write(removeBackground),
		ShareContactInfo: write(shareContactInfo),
		SetTyping: write(setTyping),
		GetChat: read(getChat),
		GetChatCount: read(getChatCount),
		HasBackground: read(hasBackground),
		SubscribeChatEvents: live(subscribeChats),
	},
};

/**
 * A direct space has one GUID, `any;-;<address>`, whatever its service: creating it again with another service moves it
 * to that service. Our choice; the contract says only what the GUIDs look like.
 */
function createChat(context: CallContext, request: chats.CreateChatRequest): chats.CreateChatResponse {
	const { line } = context;
	const service = serviceFor(line, request.service);
	const members = request.addresses.map((address) => checkAddress('addresses', address));
	if (members.length === 0) throw invalidArgument('addresses', 'at least one address is needed');
	if (new Set(members).size < members.length) throw invalidArgument('addresses', 'an address appears twice');
	if (members.length > 1 && line.plan === 'shared') throw notOnSharedPlan('groups');
	// Everything is checked before anything is made, so that a refused call leaves no chat behind.
	const opening = request.has_initial_message ? checkOpening(request.initial_message) : undefined;
	checkReachable(line, members, service);
	const guid = members.length > 1 ? undefined : line.directDraft(members[0] as string).guid;
	(opening === undefined ? checkAudience : admitMessage)(context, { members, isGroup: members.length > 1, guid });
	const chat = members.length > 1 ? line.createGroup(members, undefined, service) : line.directChat(members[0] as string, service);
	chat.service = service;
	const sent = opening === undefined ? undefined : sendOpening(context, chat, opening);
	const response = new chats.CreateChatResponse({ chat: toChat(line, chat) });
	if (sent !== undefined) response.initial_message = toMessage(line, sent);
	return response;
}

function markChatRead(context: CallContext, request: chats.MarkChatReadRequest): Empty {
	markRead(context.line, chatForActing(context, request.chat_guid));
	return new Empty();
}

/** Nothing is kept and nothing is logged. */
function shareContactInfo(context: CallContext, request: chats.ShareContactInfoRequest): Empty {
	context.line.tell(chatForActing(context, request.chat_guid), { type: 'contactCard' });
	return new Empty();
}

/** Nothing is kept and nothing is logged. */
function setTyping(context: CallContext, request: chats.SetTypingRequest): Empty {
	context.line.tell(chatForActing(context, request.chat_guid), { type: 'typing', isTyping: request.is_typing });
	return new Empty();
}

function getChat({ line }: CallContext, request: chats.GetChatRequest): chats.GetChatResponse {
	return new chats.GetChatResponse({ chat: toChat(line, existingChat(line, request.chat_guid)) });
}

function getChatCount({ line }: CallContext, request: chats.GetChatCountRequest): chats.GetChatCountResponse {
	const counted = [...line.chats.values()].filter(({ isArchived }) => request.include_archived || !isArchived);
	return new chats.GetChatCountResponse({ count: counted.length });
}

function hasBackground({ line }: CallContext, request: chats.HasBackgroundRequest): chats.HasBackgroundResponse {
	const { background } = existingChat(line, request.chat_guid);
	return new chats.HasBackgroundResponse({ background_present: background !== undefined });
}

function checkOpening(opening: chats.CreateChatInitialMessage): chats.CreateChatInitialMessage {
	checkText('initial_message.text', opening.text);
	checkEffect(opening.has_effect_id ? opening.effect_id : undefined);
	return opening;
}

function sendOpening(context: CallContext, chat: StoredChat, opening: chats.CreateChatInitialMessage): StoredMessage {
	const message = {
		parts: [{ bubble: 0, text: opening.text }],
		subject: opening.has_subject ? opening.subject : undefined,
		effectId: opening.has_effect_id ? opening.effect_id : undefined,
	};
	return context.line.send(chat, message, notesOf(context));
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
