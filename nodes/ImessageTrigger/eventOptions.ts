import type { INodePropertyOptions } from 'n8n-workflow';
import type { EventName } from '../shared/spectrum/model/event/eventNames';

interface EventOption extends INodePropertyOptions {
	readonly value: EventName;
}

/** The events that a webhook delivers. */
export const webhookEvents: readonly EventOption[] = [
	{ name: 'Group Icon Changed', value: 'group.iconChanged', description: 'A group was given another picture' },
	{ name: 'Group Icon Removed', value: 'group.iconRemoved', description: 'The picture of a group was taken away' },
	{ name: 'Group Member Added', value: 'group.participantAdded', description: 'Somebody was let into a group' },
	{ name: 'Group Member Left', value: 'group.participantLeft', description: 'Somebody left a group' },
	{ name: 'Group Member Removed', value: 'group.participantRemoved', description: 'Somebody was taken out of a group' },
	{ name: 'Group Renamed', value: 'group.displayNameChanged', description: 'A group was given another name' },
	{ name: 'Message Read', value: 'message.read', description: 'Somebody read a message that your line sent' },
	{
		name: 'Message Received',
		value: 'message.received',
		description: 'Somebody wrote: text, link, picture, file, voice memo, contact or album',
	},
	{
		name: 'Reaction Added',
		value: 'message.reactionAdded',
		description: 'Somebody put a tapback or an emoji on a message',
	},
];

/** All others; the event log alone tells them. */
const logEvents: readonly EventOption[] = [
	{ name: 'Background Changed', value: 'chat.backgroundChanged', description: 'A conversation was given another picture behind it' },
	{ name: 'Background Removed', value: 'chat.backgroundRemoved', description: 'The picture behind a conversation was taken away' },
	{ name: 'Conversation Archived', value: 'chat.archived', description: 'A conversation was filed away on a device of the line' },
	{ name: 'Conversation Read', value: 'chat.markedRead', description: 'Everything in a conversation was read on our side' },
	{ name: 'Conversation Unarchived', value: 'chat.unarchived', description: 'A conversation was taken out of the archive' },
	{ name: 'Events Missed', value: 'line.gap', description: 'The server could not go on from where this node was, or gave an event that cannot be read, so that events may be missing' },
	{ name: 'Message Edited', value: 'message.edited', description: 'The text of a message was replaced' },
	{ name: 'Message Unsent', value: 'message.unsent', description: 'A message was taken back' },
	{ name: 'Poll Created', value: 'poll.created', description: 'Somebody asked a question with options' },
	{ name: 'Poll Option Added', value: 'poll.optionAdded', description: 'Something to choose was added to a poll' },
	{ name: 'Poll Vote', value: 'poll.voted', description: 'Somebody voted for an option of a poll' },
	{ name: 'Poll Vote Withdrawn', value: 'poll.unvoted', description: 'Somebody took a vote back' },
	{ name: 'Reaction Removed', value: 'message.reactionRemoved', description: 'Somebody took a tapback or an emoji away again' },
	{ name: 'Sticker Placed', value: 'message.stickerPlaced', description: 'Somebody put a picture on a message, like a sticker' },
];

/** Every event there is, by name. */
export const allEvents: readonly EventOption[] = [...webhookEvents, ...logEvents].sort((left, right) =>
	left.name.localeCompare(right.name),
);

export const defaultEvents: readonly EventName[] = ['message.received', 'message.reactionAdded'];
