/** Service of a chat, in the words of the webhook. */
export type ChatService = 'iMessage' | 'SMS' | 'RCS';

/** A picture as the server keeps it. */
export interface StoredPicture {
	readonly data: Buffer;
	readonly mimeType: string;
}

/** A conversation as one line knows it. */
export interface StoredChat {
	readonly guid: string;
	readonly isGroup: boolean;
	/** Addresses of the others. */
	members: readonly string[];
	/** A direct space keeps its GUID when CreateChat asks for another service: the latest one counts. */
	service: ChatService;
	isArchived: boolean;
	displayName?: string;
	icon?: StoredPicture;
	background?: StoredPicture;
	lastMessageGuid?: string;
}
