/**
 * Every event that the pack knows, by its name in the `event` field of the Trigger's output. Webhooks deliver some of
 * them. The others need a stream.
 */
export const eventNames = [
	'message.received',
	'message.reactionAdded',
	'message.reactionRemoved',
	'message.edited',
	'message.unsent',
	'message.read',
	'message.stickerPlaced',
	'poll.created',
	'poll.optionAdded',
	'poll.voted',
	'poll.unvoted',
	'group.displayNameChanged',
	'group.participantAdded',
	'group.participantRemoved',
	'group.participantLeft',
	'group.iconChanged',
	'group.iconRemoved',
	'chat.backgroundChanged',
	'chat.backgroundRemoved',
	'chat.markedRead',
	'chat.archived',
	'chat.unarchived',
	'location.updated',
	'line.gap',
] as const;

export type EventName = (typeof eventNames)[number];
