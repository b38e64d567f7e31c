/** The entries of n8n's nodes panel that are ours. The Trigger has none of its own: it is part of "iMessage". */
export type Entry =
	| 'iMessage'
	| 'iMessage Effect'
	| 'iMessage Tapback'
	| 'iMessage Typing'
	| 'iMessage Background'
	| 'iMessage Poll'
	| 'iMessage Create Space'
	| 'iMessage Conversation'
	| 'iMessage Campaign';

const others: readonly Entry[] = [
	'iMessage Poll',
	'iMessage Effect',
	'iMessage Typing',
	'iMessage Tapback',
	'iMessage Background',
	'iMessage Conversation',
	'iMessage Create Space',
	'iMessage Campaign',
];

/**
 * What people type into the nodes panel, and what must be found: first the one that must stand above our others, by
 * more than the order in which n8n happens to list them.
 */
export const searchPhrases: ReadonlyArray<readonly [phrase: string, finds: readonly [best: Entry, ...others: Entry[]]]> = [
	// The pack as a whole.
	['imessage', ['iMessage', ...others]],
	['iMessage trigger', ['iMessage']],
	['i message', ['iMessage']],
	['imsg', ['iMessage']],
	['apple messages', ['iMessage', ...others]],
	['messages app', ['iMessage', ...others]],
	['iphone', ['iMessage', ...others]],
	['apple', ['iMessage', ...others]],
	['blue bubble', ['iMessage', ...others]],
	['spectrum', ['iMessage', ...others]],
	['photon', ['iMessage', ...others]],

	// Reading.
	['inbox', ['iMessage Conversation']],
	['delivery status', ['iMessage Conversation']],
	['recent conversations', ['iMessage Conversation']],

	// Sending.
	['text', ['iMessage']],
	['text message', ['iMessage']],
	['text messages', ['iMessage']],
	['send text', ['iMessage']],
	['send a text', ['iMessage']],
	['send text message', ['iMessage']],
	['send message', ['iMessage']],
	['send messages', ['iMessage']],
	['send imessage', ['iMessage']],
	['send an imessage', ['iMessage']],
	['message', ['iMessage']],
	['dm', ['iMessage']],
	['chat', ['iMessage', 'iMessage Create Space', 'iMessage Conversation']],
	['chatbot', ['iMessage']],
	['sms', ['iMessage', 'iMessage Conversation']],
	['send sms', ['iMessage']],
	['mms', ['iMessage']],
	['notification', ['iMessage']],
	['reply', ['iMessage']],
	['auto reply', ['iMessage']],
	['photo', ['iMessage', 'iMessage Background', 'iMessage Conversation']],
	['send photo', ['iMessage']],
	['picture', ['iMessage', 'iMessage Background', 'iMessage Conversation']],
	['video', ['iMessage', 'iMessage Conversation']],
	['file', ['iMessage', 'iMessage Conversation']],
	['attachment', ['iMessage', 'iMessage Conversation']],
	['voice note', ['iMessage']],
	['voice memo', ['iMessage', 'iMessage Conversation']],
	['link preview', ['iMessage']],
	['contact card', ['iMessage']],
	['edit message', ['iMessage']],
	['unsend', ['iMessage']],
	['unsend message', ['iMessage']],

	// Receiving.
	['receive message', ['iMessage']],
	['receive text', ['iMessage']],
	['receive sms', ['iMessage']],
	['incoming message', ['iMessage']],
	['new message', ['iMessage']],
	['on message received', ['iMessage']],
	['read receipt', ['iMessage', 'iMessage Conversation']],

	// Effects.
	['effect', ['iMessage Effect']],
	['screen effect', ['iMessage Effect']],
	['send with effect', ['iMessage Effect']],
	['confetti', ['iMessage Effect']],
	['fireworks', ['iMessage Effect']],
	['balloons', ['iMessage Effect']],
	['invisible ink', ['iMessage Effect']],
	['animation', ['iMessage Effect']],
	['birthday', ['iMessage Effect']],

	// Reactions.
	['tapback', ['iMessage Tapback', 'iMessage']],
	['reaction', ['iMessage Tapback', 'iMessage']],
	['react', ['iMessage Tapback']],
	['react to message', ['iMessage Tapback']],
	['emoji', ['iMessage Tapback']],
	['like', ['iMessage Tapback']],
	['thumbs up', ['iMessage Tapback']],
	['heart', ['iMessage Tapback', 'iMessage Effect']],
	['sticker', ['iMessage Tapback']],

	// Typing.
	['typing', ['iMessage Typing']],
	['typing indicator', ['iMessage Typing']],
	['typing bubble', ['iMessage Typing']],
	['three dots', ['iMessage Typing']],

	// The picture behind a conversation.
	['background', ['iMessage Background']],
	['chat background', ['iMessage Background']],
	['background picture', ['iMessage Background']],
	['wallpaper', ['iMessage Background']],

	// Polls.
	['poll', ['iMessage Poll']],
	['create poll', ['iMessage Poll']],
	['survey', ['iMessage Poll']],
	['vote', ['iMessage Poll', 'iMessage']],
	['voting', ['iMessage Poll']],
	['multiple choice', ['iMessage Poll']],

	// Conversations and groups.
	['group', ['iMessage Create Space']],
	['group chat', ['iMessage Create Space', 'iMessage']],
	['group text', ['iMessage Create Space']],
	['create group', ['iMessage Create Space']],
	['start conversation', ['iMessage Create Space']],
	['new chat', ['iMessage Create Space']],
	['add member', ['iMessage Create Space']],
	['rename group', ['iMessage Create Space']],
	['leave group', ['iMessage Create Space']],

	// Reading.
	['history', ['iMessage Conversation']],
	['read history', ['iMessage Conversation']],
	['message history', ['iMessage Conversation']],
	['chat history', ['iMessage Conversation']],
	['read messages', ['iMessage Conversation']],
	['get messages', ['iMessage Conversation']],
	['search messages', ['iMessage Conversation']],
	['mark as read', ['iMessage Conversation']],
	['download attachment', ['iMessage Conversation']],
	['check number', ['iMessage Conversation']],
	['sms fallback', ['iMessage Conversation']],
	['register recipient', ['iMessage Conversation']],
	['allow list', ['iMessage Conversation']],
	['opt in', ['iMessage Conversation']],

	// Writing to many.
	['campaign', ['iMessage Campaign']],
	['marketing', ['iMessage Campaign']],
	['newsletter', ['iMessage Campaign']],
	['broadcast', ['iMessage Campaign']],
	['bulk sms', ['iMessage Campaign']],
	['mass text', ['iMessage Campaign']],
	['send to list', ['iMessage Campaign']],
	['opt out', ['iMessage Campaign']],
	['unsubscribe', ['iMessage Campaign']],
	['quiet hours', ['iMessage Campaign']],
	['rate limit', ['iMessage Campaign']],
];

/** Where another of ours is found by its name, which counts for more than n8n lets other words count. */
export const lessClearPhrases: ReadonlyArray<readonly [phrase: string, finds: readonly Entry[]]> = [
	['imessages', ['iMessage', ...others]],
	['messaging', ['iMessage', 'iMessage Typing']],
];

/** Names of other nodes: who types one of them must not find ours first. */
export const othersPhrases: readonly string[] = [
	'slack',
	'gmail',
	'whatsapp',
	'telegram',
	'discord',
	'twilio',
	'google sheets',
	'http request',
	'openai',
	'postgres',
	'airtable',
	'notion',
	'webhook',
	'schedule',
	'merge',
	'set',
	'if',
	'code',
	'wait',
];
