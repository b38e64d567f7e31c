import type { DescriptorSet, EnumDescriptor, FieldDescriptor, HttpRule, MessageDescriptor, MethodDescriptor } from './descriptors';
import { buildDescriptors, differences, fileOf, ourProtos, vendorProtos } from './descriptors';
import { disagreements } from './generatedCode';

/** The conformance test proves something only if it can fail: each case here breaks one thing and expects it named. */
const ours = buildDescriptors(ourProtos);
const vendors = buildDescriptors(vendorProtos);

const directory = 'photon/imessage/v1';
const address = `${directory}/address_types.proto`;
const attachment = `${directory}/attachment_types.proto`;
const chat = `${directory}/chat_types.proto`;
const chats = `${directory}/chat_service.proto`;
const events = `${directory}/event_service.proto`;
const message = `${directory}/message_types.proto`;

type Change = (set: DescriptorSet) => void;
type Case = [what: string, file: string, change: Change, seen: string];

function changed(change: Change): DescriptorSet {
	const copy = structuredClone(ours);
	change(copy);
	return copy;
}

test.each<Case>([
	['a field’s number', chat, fieldIs('Chat', 'unread_count', { number: 12 }), 'field Chat.unread_count: number'],
	['a field’s type', chat, fieldIs('Chat', 'unread_count', { type: 'TYPE_INT64' }), 'field Chat.unread_count: type'],
	[
		'a field’s message',
		message,
		fieldIs('MessageRead', 'read_at', { typeName: '.photon.imessage.v1.Message' }),
		'field MessageRead.read_at: typeName',
	],
	['a field’s label', message, fieldIs('Message', 'chat_guids', { label: 'LABEL_OPTIONAL' }), 'field Message.chat_guids: label'],
	['a field’s presence', chat, fieldIs('Chat', 'unread_count', { proto3Optional: false }), 'field Chat.unread_count: optional'],
	['a field’s name', chat, fieldIs('Chat', 'guid', { name: 'id' }), 'field Chat.guid: missing here'],
	[
		'a field’s oneof',
		message,
		fieldIs('AttachmentRef', 'attachment_guid', { oneofIndex: undefined }),
		'field AttachmentRef.attachment_guid: oneof',
	],
	[
		'a list’s packing',
		address,
		fieldIs('MultiServiceAddressInfo', 'services', { options: { packed: false } }),
		'field MultiServiceAddressInfo.services: packed',
	],
	[
		'a field too many',
		chat,
		(set) => messageIn(set, 'Chat').field?.push({ name: 'extra', number: 99, label: 'LABEL_OPTIONAL', type: 'TYPE_STRING' }),
		'field Chat.extra: unknown there',
	],
	['a field too few', chat, (set) => messageIn(set, 'Chat').field?.pop(), 'field Chat.last_message: missing here'],
	['a message too few', chat, (set) => fileOf(set, chat).messageType?.shift(), 'message Chat: missing here'],
	['a reserved number', message, (set) => delete messageIn(set, 'Message').reservedRange, 'message Message: reservedRanges'],
	['a reserved name', message, (set) => delete messageIn(set, 'Message').reservedName, 'message Message: reservedNames'],
	[
		'an enum value’s number',
		attachment,
		(set) => (valueIn(set, 'TRANSFER_STATE_UNAVAILABLE').number = 3),
		'value TransferState.TRANSFER_STATE_UNAVAILABLE: number',
	],
	[
		'an enum value’s name',
		attachment,
		(set) => (valueIn(set, 'TRANSFER_STATE_FAILED').name = 'FAILED'),
		'value TransferState.TRANSFER_STATE_FAILED: missing here',
	],
	[
		'a stream of answers',
		events,
		(set) => (methodIn(set, 'CatchUpEvents').serverStreaming = false),
		'method EventService.CatchUpEvents: serverStreaming',
	],
	[
		'a stream of requests',
		chats,
		(set) => (methodIn(set, 'SetTyping').clientStreaming = true),
		'method ChatService.SetTyping: clientStreaming',
	],
	[
		'a method’s request',
		chats,
		(set) => (methodIn(set, 'GetChat').inputType = '.photon.imessage.v1.Chat'),
		'method ChatService.GetChat: input',
	],
	[
		'a method’s answer',
		chats,
		(set) => (methodIn(set, 'GetChat').outputType = '.photon.imessage.v1.Chat'),
		'method ChatService.GetChat: output',
	],
	['a route', chats, routeIs('GetChat', { get: '/v1/chats:read' }), 'method ChatService.GetChat: route'],
	['the verb of a route', chats, routeIs('GetChat', { post: '/v1/chats:get' }), 'method ChatService.GetChat: route'],
	['what the body of a route carries', chats, routeIs('SetTyping', { post: '/v1/chats:setTyping' }), 'method ChatService.SetTyping: route'],
	['a route too few', chats, (set) => delete methodIn(set, 'GetChat').options, 'method ChatService.GetChat: route'],
	[
		'a route too many',
		chats,
		routeIs('SubscribeChatEvents', { get: '/v1/chats:subscribe' }),
		'method ChatService.SubscribeChatEvents: route',
	],
	[
		'a method too few',
		chats,
		(set) => fileOf(set, chats).service?.[0]?.method?.pop(),
		'method ChatService.SubscribeChatEvents: missing here',
	],
	['a package', events, (set) => (fileOf(set, events).package = 'photon.imessage.v2'), `file ${events}: package`],
])('the definition: %s', (_what, name, change, seen) => {
	const found = differences(fileOf(changed(change), name), fileOf(vendors, name));
	expect(found.map((line) => line.replaceAll('photon.imessage.v1.', ''))).toContainEqual(expect.stringContaining(seen));
});

test.each<Case>([
	['a field’s number', chat, fieldIs('Chat', 'unread_count', { number: 12 }), 'Chat.unread_count: value'],
	['a field’s type', chat, fieldIs('Chat', 'unread_count', { type: 'TYPE_STRING' }), 'Chat.unread_count'],
	[
		'a field’s presence',
		chat,
		fieldIs('Chat', 'unread_count', { proto3Optional: false, oneofIndex: undefined }),
		'Chat.unread_count: presenceWhenAbsent',
	],
	[
		'a field’s oneof',
		message,
		fieldIs('AttachmentRef', 'attachment_guid', { oneofIndex: 1 }),
		'AttachmentRef.attachment_guid: _attachment_name',
	],
	[
		'how a wide number is read',
		events,
		fieldIs('CatchUpEventsComplete', 'head_sequence', { options: {} }),
		'CatchUpEventsComplete.head_sequence: value',
	],
	[
		'an enum value’s number',
		attachment,
		(set) => (valueIn(set, 'TRANSFER_STATE_UNAVAILABLE').number = 3),
		'TransferState.TRANSFER_STATE_UNAVAILABLE: -1 generated',
	],
	[
		'a stream of answers',
		events,
		(set) => (methodIn(set, 'CatchUpEvents').serverStreaming = false),
		'EventService/CatchUpEvents: responseStream',
	],
	['a method’s name', chats, (set) => (methodIn(set, 'GetChat').name = 'ReadChat'), 'ChatService/ReadChat: not generated'],
	[
		'a method’s answer',
		chats,
		(set) => (methodIn(set, 'GetChat').outputType = '.photon.imessage.v1.Chat'),
		'ChatService/GetChat: response is "GetChatResponse"',
	],
])('the generated code: %s', (_what, name, change, seen) => {
	expect(disagreements(fileOf(changed(change), name))).toContainEqual(expect.stringContaining(seen));
});

function messageIn(set: DescriptorSet, name: string): MessageDescriptor {
	return named(
		set.file.flatMap((file) => file.messageType ?? []),
		name,
	);
}

function fieldIs(messageName: string, name: string, properties: Partial<FieldDescriptor>): Change {
	return (set) => Object.assign(named(messageIn(set, messageName).field ?? [], name), properties);
}

function valueIn(set: DescriptorSet, name: string): EnumDescriptor['value'][number] {
	return named(
		set.file.flatMap((file) => (file.enumType ?? []).flatMap((type) => type.value)),
		name,
	);
}

function routeIs(name: string, rule: HttpRule): Change {
	return (set) => (methodIn(set, name).options = { '[google.api.http]': rule });
}

function methodIn(set: DescriptorSet, name: string): MethodDescriptor {
	const services = set.file.flatMap((file) => file.service ?? []);
	return named(
		services.flatMap((service) => service.method ?? []),
		name,
	);
}

function named<T extends { name: string }>(candidates: T[], name: string): T {
	const found = candidates.find((candidate) => candidate.name === name);
	if (!found) throw new Error(`The test changes ${name}, which is not there`);
	return found;
}
