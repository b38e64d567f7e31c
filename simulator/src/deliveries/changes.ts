import type { StoredChat } from '../store/chat';
import type { InboundContent } from '../store/content';
import type { DomainEvent, LoggedEvent } from '../store/eventLog';
import type { LineStore } from '../store/line';
import { ownContent } from './ownContent';
import type { Delivery } from './payload';

type Announced = Pick<Delivery, 'id' | 'from' | 'content' | 'replyTo' | 'direction'>;

/**
 * What webhooks hear of an event of the log, besides messages and reactions, which the inbox tells itself. The id names
 * the event's place in the log, so that both sides call it the same.
 */
export function announcementOf(
	line: LineStore,
	chat: StoredChat,
	event: LoggedEvent,
	{ platform, tellsOwn }: { readonly platform: string; readonly tellsOwn: boolean },
): Delivery | undefined {
	const announced = announcedOf(event, tellsOwn);
	return announced && { ...announced, line, chat, at: event.occurredAt, platform, isNew: true };
}

function announcedOf(event: LoggedEvent, tellsOwn: boolean): Announced | undefined {
	if (event.domain === 'group') return event.isFromMe ? undefined : groupChange(event);
	if (event.domain !== 'message') return undefined;
	const { change } = event;
	if (change.type === 'messageRead' && !event.isFromMe) {
		const id = `${change.messageGuid}:read:${event.sequence}`;
		return { id, from: event.actor, direction: 'inbound', content: { type: 'read', target: change.messageGuid } };
	}
	if (change.type !== 'messageReceived' || !event.isFromMe || !tellsOwn) return undefined;
	const content = ownContent(change.message);
	return content && { id: change.messageGuid, direction: 'outbound', content, replyTo: change.message.replyTo };
}

function groupChange(event: DomainEvent<'group'>): Announced {
	const id = `${event.chatGuid}:group:${event.sequence}`;
	return { id, from: event.actor, direction: 'inbound', content: groupContent(event.change) };
}

function groupContent(change: DomainEvent<'group'>['change']): InboundContent {
	switch (change.type) {
		case 'displayNameChanged':
			return { type: 'rename', displayName: change.displayName };
		case 'participantAdded':
			return { type: 'addMember', members: [change.participant] };
		case 'participantRemoved':
			return { type: 'removeMember', members: [change.participant] };
		case 'participantLeft':
			return { type: 'leaveSpace' };
		case 'iconChanged':
			return { type: 'avatar', action: { kind: 'set', mimeType: change.mimeType } };
		case 'iconRemoved':
			return { type: 'avatar', action: { kind: 'clear' } };
	}
}
