import { chats, groups, Heartbeat, messages, polls } from '../generated';
import { invalidArgument } from '../calls/errors';
import type { LoggedEvent } from '../store/eventLog';
import { toChatChange, toGroupChange, toMessageChange, toPollChange } from './eventProjection';
import { feed } from './feed';
import type { StreamContext } from './method';
import { notOnSharedPlan } from './validation';

// Here and not in the feed, so that a refusal comes before any frame.

export function subscribeMessages(
	context: StreamContext,
	request: messages.SubscribeMessageEventsRequest,
): AsyncIterable<messages.SubscribeMessageEventsResponse> {
	const { line, behaviour } = context;
	return feed(context, 'message', {
		wanted: inChat(request),
		show: (event) =>
			new messages.SubscribeMessageEventsResponse({
				sequence: event.sequence,
				message_changed: toMessageChange(line, event, behaviour.readActors),
			}),
		heartbeat: () => new messages.SubscribeMessageEventsResponse({ heartbeat: new Heartbeat() }),
	});
}

export function subscribeChats(
	context: StreamContext,
	request: chats.SubscribeChatEventsRequest,
): AsyncIterable<chats.SubscribeChatEventsResponse> {
	return feed(context, 'chat', {
		wanted: inChat(request),
		show: (event) =>
			new chats.SubscribeChatEventsResponse({
				sequence: event.sequence,
				chat_changed: toChatChange(context.line, event),
			}),
		heartbeat: () => new chats.SubscribeChatEventsResponse({ heartbeat: new Heartbeat() }),
	});
}

export function subscribeGroups(
	context: StreamContext,
	request: groups.SubscribeGroupEventsRequest,
): AsyncIterable<groups.SubscribeGroupEventsResponse> {
	if (context.line.plan === 'shared') throw notOnSharedPlan('group event stream');
	return feed(context, 'group', {
		wanted: inChat(request),
		show: (event) =>
			new groups.SubscribeGroupEventsResponse({
				sequence: event.sequence,
				group_changed: toGroupChange(context.line, event),
			}),
		heartbeat: () => new groups.SubscribeGroupEventsResponse({ heartbeat: new Heartbeat() }),
	});
}

export function subscribePolls(
	context: StreamContext,
	request: polls.SubscribePollEventsRequest,
): AsyncIterable<polls.SubscribePollEventsResponse> {
	const guid = request.has_poll_message_guid ? request.poll_message_guid : undefined;
	if (guid === '') throw invalidArgument('poll_message_guid', 'the id is empty');
	return feed(context, 'poll', {
		wanted: ({ change }) => guid === undefined || change.pollGuid === guid,
		show: (event) =>
			new polls.SubscribePollEventsResponse({
				sequence: event.sequence,
				poll_changed: toPollChange(context.line, event),
			}),
		heartbeat: () => new polls.SubscribePollEventsResponse({ heartbeat: new Heartbeat() }),
	});
}

/** A chat that is not there may come, so a filter must only look like one. The contract does not say. */
function inChat(request: {
	readonly has_chat_guid: boolean;
	readonly chat_guid: string;
}): (event: Pick<LoggedEvent, 'chatGuid'>) => boolean {
	if (!request.has_chat_guid) return () => true;
	const { chat_guid: guid } = request;
	if (!/^any;[-+];.+$/.test(guid)) throw invalidArgument('chat_guid', 'a space is any;-;<address> or any;+;<group id>');
	return ({ chatGuid }) => chatGuid === guid;
}
