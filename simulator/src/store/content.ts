import { randomUUID } from 'node:crypto';
import type { ContactFields } from './vcard';

/** What an inbound message holds, in the shapes of the contract's webhook section. */
export type KnownContent =
	| { readonly type: 'text'; readonly text: string }
	| {
			readonly type: 'attachment';
			/** Default: a new GUID. */
			readonly id?: string;
			readonly name: string;
			readonly mimeType: string;
			/** Bytes; absent when the server does not know it. Default: length of `bytes`. */
			readonly size?: number;
			/** What a download gives; without them the file cannot be downloaded. No webhook shows them. */
			readonly bytes?: Uint8Array;
			/** The film of a Live Photo. */
			readonly companion?: Uint8Array;
			/** The bytes are still on their way, until `store().attachments.finish(id)`. */
			readonly pending?: boolean;
			/** A voice memo. */
			readonly isVoiceNote?: boolean;
			/** Of a voice memo, in seconds. The event log does not have it. */
			readonly duration?: number;
	  }
	| ({ readonly type: 'contact'; readonly photo?: { readonly mimeType: string } } & ContactFields)
	| { readonly type: 'richlink'; readonly url: string }
	| {
			readonly type: 'reaction';
			readonly emoji: string;
			/** Id of a message of the same space; an object is passed on as it is. */
			readonly target: string | Readonly<Record<string, unknown>>;
			/** Index of the reacted-to part of a multi-part message. */
			readonly part?: number;
	  }
	| { readonly type: 'group'; readonly items: readonly InboundContent[] }
	// What follows is no message: people do it on their phones, and webhooks hear of it.
	| { readonly type: 'read'; readonly target: string }
	| { readonly type: 'rename'; readonly displayName: string }
	| { readonly type: 'addMember' | 'removeMember'; readonly members: readonly string[] }
	| { readonly type: 'leaveSpace' }
	| { readonly type: 'avatar'; readonly action: { readonly kind: 'set'; readonly mimeType: string } | { readonly kind: 'clear' } };

/** A kind that the contract does not name: delivered as it is. */
export interface UnknownContent {
	readonly type: string;
	readonly [field: string]: unknown;
}

export type InboundContent = KnownContent | UnknownContent;

const knownTypes: ReadonlySet<string> = new Set<KnownContent['type']>([
	'text',
	'attachment',
	'contact',
	'richlink',
	'reaction',
	'group',
	'read',
	'rename',
	'addMember',
	'removeMember',
	'leaveSpace',
	'avatar',
]);

/** The content when the contract names its kind. */
export function knownContent(content: InboundContent): KnownContent | undefined {
	return knownTypes.has(content.type) ? (content as KnownContent) : undefined;
}

/** The same content, every file in it with an id. */
export function withFileIds(content: InboundContent): InboundContent {
	const known = knownContent(content);
	if (known?.type === 'attachment') return { ...known, id: known.id ?? randomUUID().toUpperCase() };
	if (known?.type === 'group') return { ...known, items: known.items.map(withFileIds) };
	return content;
}

/** The text that Messages itself would store for a content; absent when it stores none. */
export function storedText(content: InboundContent): string | undefined {
	const known = knownContent(content);
	if (known?.type === 'text') return known.text;
	if (known?.type === 'richlink') return known.url;
	return undefined;
}
