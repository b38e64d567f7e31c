import type { INodePropertyOptions } from 'n8n-workflow';
import type { EventName } from '../shared/spectrum/model/event/eventNames';

interface EventOption extends INodePropertyOptions {
	readonly value: EventName;
}

/** Every event, by use: the events that most workflows start on come first. */
export const eventOptions: readonly EventOption[] = [
	{
		name: 'Message Received',
		value: 'message.received',
		description: 'Someone sent a text, link, picture, file, voice memo, contact or album',
	},
	{ name: 'Reaction Added', value: 'message.reactionAdded', description: 'Someone put a tapback or an emoji on a message' },
	{ name: 'Poll Vote', value: 'poll.voted', description: 'Someone voted for an option of a poll' },
	{ name: 'Message Edited', value: 'message.edited', description: 'The text of a message was replaced' },
	{ name: 'Message Unsent', value: 'message.unsent', description: 'A message was unsent' },
	{ name: 'Message Read', value: 'message.read', description: 'Someone read a message that your line sent' },
	{ name: 'Reaction Removed', value: 'message.reactionRemoved', description: 'Someone removed a tapback or an emoji' },
	{ name: 'Sticker Placed', value: 'message.stickerPlaced', description: 'Someone put a picture on a message, like a sticker' },
	{ name: 'Poll Created', value: 'poll.created', description: 'Someone created a poll' },
	{ name: 'Poll Option Added', value: 'poll.optionAdded', description: 'Someone added an option to a poll' },
	{ name: 'Poll Vote Withdrawn', value: 'poll.unvoted', description: 'Someone withdrew a vote' },
	{ name: 'Group Member Added', value: 'group.participantAdded', description: 'Someone was added to a group' },
	{ name: 'Group Member Left', value: 'group.participantLeft', description: 'Someone left a group' },
	{ name: 'Group Member Removed', value: 'group.participantRemoved', description: 'Someone was removed from a group' },
	{ name: 'Group Renamed', value: 'group.displayNameChanged', description: 'The name of a group was changed' },
	{ name: 'Group Icon Changed', value: 'group.iconChanged', description: 'The picture of a group was set or changed' },
	{ name: 'Group Icon Removed', value: 'group.iconRemoved', description: 'The picture of a group was removed' },
	{ name: 'Conversation Read', value: 'chat.markedRead', description: 'All messages of a conversation were read on this line' },
	{ name: 'Conversation Archived', value: 'chat.archived', description: 'A conversation was archived on a device of the line' },
	{ name: 'Conversation Unarchived', value: 'chat.unarchived', description: 'A conversation was moved out of the archive' },
	{
		name: 'Background Changed',
		value: 'chat.backgroundChanged',
		description: 'The background picture of a conversation was set or changed',
	},
	{ name: 'Background Removed', value: 'chat.backgroundRemoved', description: 'The background picture of a conversation was removed' },
	{
		name: 'Location Updated',
		value: 'location.updated',
		description:
			'Someone who shares their location with the line in Find My has moved. Stream only, and nothing is replayed: what happens while this n8n is not connected is missed.',
	},
	{
		name: 'Events Missed',
		value: 'line.gap',
		description: 'Events may be missing: the server could not continue from where this node stopped, or an event cannot be read',
	},
];

/** Messages only. With reactions, a workflow that answers would also answer a heart on its own answer. */
export const defaultEvents: readonly EventName[] = ['message.received'];

/** The events that Spectrum delivers by webhook. All others are only in the event log. */
const byWebhook: ReadonlySet<EventName> = new Set<EventName>([
	'message.received',
	'message.reactionAdded',
	'message.read',
	'group.participantAdded',
	'group.participantLeft',
	'group.participantRemoved',
	'group.displayNameChanged',
	'group.iconChanged',
	'group.iconRemoved',
]);

/** The events that are in no log: only a stream brings them. */
export const streamOnlyEvents: readonly EventOption[] = eventOptions.filter(({ value }) => value === 'location.updated');

/** The events that Spectrum does not deliver by webhook, in the order of the list. */
export const logOnlyEvents: readonly EventOption[] = eventOptions.filter(({ value }) => !byWebhook.has(value));
