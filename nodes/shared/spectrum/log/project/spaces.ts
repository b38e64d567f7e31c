import type { EventMember, ImessageEvent } from '../../model/event/event';
import type { Line } from '../../model/line';
import { asLabel } from '../../values/label';
import type { MessageSender } from '../../model/sender';
import { doneBy, envelope, type PlacedChange } from './envelope';
import { nonEmpty, present } from '../../values/present';
import { isOwn } from '../../model/ownAddress';
import { toEventSender } from './people';

type MemberName = 'group.participantAdded' | 'group.participantRemoved' | 'group.participantLeft';
type GroupName = MemberName | 'group.displayNameChanged' | 'group.iconChanged' | 'group.iconRemoved';
type ChatName = 'chat.backgroundChanged' | 'chat.backgroundRemoved' | 'chat.markedRead' | 'chat.archived' | 'chat.unarchived';

export function renamedEvent(placed: PlacedChange<'group.displayNameChanged'>): ImessageEvent {
	return { ...groupEvent(placed), group: present({ name: nonEmpty(asLabel(placed.change.name)) }) };
}

export function memberEvent(placed: PlacedChange<MemberName>): ImessageEvent {
	const { participant, type, actor } = placed.change;
	// The person who leaves is always the actor.
	const who = type === 'group.participantLeft' ? (participant ?? actor) : actor;
	return {
		...groupEvent(placed, who),
		...(participant === undefined ? {} : { member: toMember(participant, placed.line) }),
	};
}

export function groupEvent(placed: PlacedChange<GroupName>, actor?: MessageSender): ImessageEvent {
	const { change, sequence } = placed;
	return envelope(placed, { id: `${change.spaceId}:group:${sequence}`, ...doneBy(placed, actor) });
}

export function chatEvent(placed: PlacedChange<ChatName>): ImessageEvent {
	const { change, sequence } = placed;
	return envelope(placed, { id: `${change.spaceId}:chat:${sequence}`, ...doneBy(placed) });
}

function toMember(participant: MessageSender, line: Line): EventMember {
	return { ...toEventSender(participant), ...(isOwn(participant.address, line) ? { isMe: true } : {}) };
}
