import type { MessageSender } from './sender';
import type { UnknownValue } from '../values/unknownValue';

/** The six tapbacks that have a picture of their own. */
export const tapbackKinds = ['love', 'like', 'dislike', 'laugh', 'emphasize', 'question'] as const;

export type TapbackKind = (typeof tapbackKinds)[number];

/** A reaction that can be set. */
export type Reaction = { readonly kind: TapbackKind } | { readonly kind: 'emoji'; readonly emoji: string };

/** A reaction as it is read. Stickers are placed, never set. */
export interface ReceivedReaction {
	readonly kind: TapbackKind | 'emoji' | 'sticker' | UnknownValue;
	/** Present for the kind `emoji`. */
	readonly emoji?: string;
}

/** A reaction that stands on a message now. */
export interface AppliedReaction extends ReceivedReaction {
	/** Id of the reaction itself, not of the message it stands on. */
	readonly id: string;
	/** Zero-based bubble; absent means the whole message. */
	readonly part?: number;
	readonly sender?: MessageSender;
	readonly isFromMe: boolean;
	/** ISO 8601. */
	readonly createdAt?: string;
}
