import type { MessageSender } from './sender';
import type { UnknownValue } from '../values/unknownValue';

/** The six tapbacks with their own picture. */
export const tapbackKinds = ['love', 'like', 'dislike', 'laugh', 'emphasize', 'question'] as const;

export type TapbackKind = (typeof tapbackKinds)[number];

/** A reaction that can be set. */
export type Reaction = { readonly kind: TapbackKind } | { readonly kind: 'emoji'; readonly emoji: string };

/** A received reaction. Stickers are placed and cannot be set. */
export interface ReceivedReaction {
	readonly kind: TapbackKind | 'emoji' | 'sticker' | UnknownValue;
	/** Present for the kind `emoji`. */
	readonly emoji?: string;
}

/** A current reaction to a message. */
export interface AppliedReaction extends ReceivedReaction {
	/** ID of the reaction itself, not of the message that got it. */
	readonly id: string;
	/** Zero-based index of the bubble. Absent means the whole message. */
	readonly part?: number;
	readonly sender?: MessageSender;
	readonly isFromMe: boolean;
	/** ISO 8601. */
	readonly createdAt?: string;
}
