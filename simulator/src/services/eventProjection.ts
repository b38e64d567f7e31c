import { chatKinds, groupKinds, messageKinds, pollKinds, type addressKinds, type Timestamp } from '../generated';
import type { DomainEvent, EventDomain } from '../store/eventLog';
import type { LineStore } from '../store/line';
import { toAttachmentInfo, toContent } from './contentProjection';
import { toAddress, toMessage, toPollOption, toReaction, toTimestamp } from './projection';

/** How the server names those who read. `line`: our own line, as seen on real servers. `reader`: who it was. */
export type ReadActors = 'line' | 'reader';

/** What every change has in common. Our own doing names our own line. */
function common<D extends EventDomain>(
	line: LineStore,
	event: DomainEvent<D>,
): {
	chat_guid: string;
	occurred_at: Timestamp;
	actor: addressKinds.SingleServiceAddressInfo;
	is_from_me: boolean;
} {
	return {
		chat_guid: event.chatGuid,
		occurred_at: toTimestamp(event.occurredAt),
		actor: toAddress(event.actor ?? line.ownAddress, event.service),
		is_from_me: event.isFromMe,
	};
}

export function toMessageChange(line: LineStore, event: DomainEvent<'message'>, readActors: ReadActors): messageKinds.MessageChangeEvent {
	const wire = new messageKinds.MessageChangeEvent(common(line, event));
	const { change } = event;
	const { messageGuid: message_guid } = change;
	switch (change.type) {
		case 'messageReceived':
			wire.message_received = new messageKinds.MessageReceived({ message: toMessage(line, change.message) });
			break;
		case 'messageEdited':
			wire.message_edited = new messageKinds.MessageEdited({
				message_guid,
				content: toContent(change.message),
				edited_at: toTimestamp(change.message.editedAt ?? event.occurredAt),
			});
			break;
		case 'messageUnsent':
			wire.message_unsent = new messageKinds.MessageUnsent({
				message_guid,
				retracted_at: toTimestamp(change.message.retractedAt ?? event.occurredAt),
			});
			break;
		case 'messageRead':
			if (readActors === 'line') {
				wire.actor = toAddress(line.ownAddress, event.service);
				wire.is_from_me = true;
			}
			wire.message_read = new messageKinds.MessageRead({ message_guid, read_at: toTimestamp(change.readAt) });
			break;
		case 'reactionAdded':
		case 'reactionRemoved': {
			const reacted = { message_guid, target_part_index: change.part, reaction: toReaction(change.reaction) };
			if (change.type === 'reactionAdded') wire.reaction_added = new messageKinds.MessageReactionAdded(reacted);
			else wire.reaction_removed = new messageKinds.MessageReactionRemoved(reacted);
			break;
		}
		case 'stickerPlaced':
			wire.sticker_placed = new messageKinds.StickerPlaced({
				message_guid,
				target_part_index: change.part,
				sticker: toAttachmentInfo(change.attachment),
				placement: new messageKinds.StickerPlacement(change.placement),
			});
	}
	return wire;
}

export function toPollChange(line: LineStore, event: DomainEvent<'poll'>): pollKinds.PollChangeEvent {
	const { change } = event;
	const wire = new pollKinds.PollChangeEvent({ ...common(line, event), poll_message_guid: change.pollGuid });
	switch (change.type) {
		case 'created':
			wire.created = new pollKinds.PollCreated({ title: change.title, options: change.options.map(toPollOption) });
			break;
		case 'optionAdded':
			wire.option_added = new pollKinds.PollOptionAdded({
				title: change.title,
				options: change.options.map(toPollOption),
			});
			break;
		case 'voted':
			wire.voted = new pollKinds.PollVoted({ option_identifier: change.optionId });
			break;
		case 'unvoted':
			wire.unvoted = new pollKinds.PollUnvoted({ option_identifier: change.optionId });
	}
	return wire;
}

export function toGroupChange(line: LineStore, event: DomainEvent<'group'>): groupKinds.GroupChangeEvent {
	const { change, service } = event;
	const { actor, ...rest } = common(line, event);
	// A picture that the line itself changes names nobody.
	const isOwnPicture = event.isFromMe && (change.type === 'iconChanged' || change.type === 'iconRemoved');
	const wire = new groupKinds.GroupChangeEvent(isOwnPicture ? rest : { ...rest, actor });
	switch (change.type) {
		case 'displayNameChanged':
			wire.display_name_changed = new groupKinds.GroupDisplayNameChanged({ display_name: change.displayName });
			break;
		case 'participantAdded':
			wire.participant_added = new groupKinds.GroupParticipantAdded({
				participant: toAddress(change.participant, service),
			});
			break;
		case 'participantRemoved':
			wire.participant_removed = new groupKinds.GroupParticipantRemoved({
				participant: toAddress(change.participant, service),
			});
			break;
		case 'participantLeft':
			wire.participant_left = new groupKinds.GroupParticipantLeft({
				participant: toAddress(change.participant, service),
			});
			break;
		case 'iconChanged':
			wire.icon_changed = new groupKinds.GroupIconChanged();
			break;
		case 'iconRemoved':
			wire.icon_removed = new groupKinds.GroupIconRemoved();
	}
	return wire;
}

export function toChatChange(line: LineStore, event: DomainEvent<'chat'>): chatKinds.ChatChangeEvent {
	const wire = new chatKinds.ChatChangeEvent(common(line, event));
	switch (event.change.type) {
		case 'backgroundChanged':
			wire.background_changed = new chatKinds.ChatBackgroundChanged();
			break;
		case 'backgroundRemoved':
			wire.background_removed = new chatKinds.ChatBackgroundRemoved();
			break;
		case 'markedRead':
			wire.marked_read = new chatKinds.ChatMarkedRead();
			break;
		case 'archived':
			wire.archived = new chatKinds.ChatArchived();
			break;
		case 'unarchived':
			wire.unarchived = new chatKinds.ChatUnarchived();
	}
	return wire;
}
