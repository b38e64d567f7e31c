import type { SenderService } from './event';

/** A person or device behind a message. */
export interface MessageSender {
	/** E.164 number or e-mail address. */
	readonly address: string;
	readonly service: SenderService;
	/** ISO 3166-1 alpha-2. */
	readonly country?: string;
}

/** One stored message, as the server knows it. What it does not say is absent. */
export interface Message {
	readonly id: string;
	readonly text?: string;
	readonly subject?: string;
	/** ISO 8601, as are the other times. */
	readonly createdAt?: string;
	readonly deliveredAt?: string;
	readonly readAt?: string;
	readonly editedAt?: string;
	readonly unsentAt?: string;
	readonly sender?: MessageSender;
	readonly isFromMe: boolean;
	/** Message that this one answers in its thread. */
	readonly replyTo?: string;
	/** Conversations that hold it; usually one. */
	readonly spaceIds: readonly string[];
}

/** A text to send into a space that is known to the line. */
export interface TextToSend {
	readonly spaceId: string;
	readonly text: string;
	readonly clientMessageId: string;
}

/** The service a new conversation starts on. */
export type ChatService = 'iMessage' | 'SMS' | 'RCS';

/** A conversation to open. */
export interface SpaceToOpen {
	readonly addresses: readonly string[];
	readonly service: ChatService;
	readonly clientMessageId: string;
}

/** A conversation as the server describes it. */
export interface Space {
	readonly id: string;
	readonly isGroup: boolean;
	readonly name?: string;
	/** Absent when the server does not know; 0 means that everything is read. */
	readonly unreadCount?: number;
}
