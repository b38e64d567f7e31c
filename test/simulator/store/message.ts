import type { InboundContent } from './content';

/** A run of formatted text, in UTF-16 code units. */
export interface StoredFormat {
	readonly type: string;
	readonly start: number;
	readonly length: number;
	readonly effectName?: string;
}

/** A message of a line, in either direction. Absent means that the real server has nothing there either. */
export interface StoredMessage {
	readonly guid: string;
	readonly chatGuid: string;
	/** Milliseconds since the epoch. */
	readonly createdAt: number;
	readonly isFromMe: boolean;
	/** Address of the sender; absent on our own messages. */
	readonly sender?: string;
	readonly text?: string;
	readonly subject?: string;
	readonly effectId?: string;
	readonly formatting: readonly StoredFormat[];
	readonly replyTo?: { readonly guid: string; readonly part?: number };
	/** The message before this one in the chat: real servers fill `reply_to_guid` with it on ordinary messages. */
	readonly previousGuid?: string;
	/** What the webhook shows; inbound messages only. */
	readonly content?: InboundContent;
}
