import type { Message } from '../model/message';
import type { AppliedReaction } from '../model/reaction';
import type { OtherQuestion, SeenVote } from './question';

/** What has happened in a conversation since a question was sent, as it is now. */
export interface Evidence {
	/** When it was read, in milliseconds since the epoch. */
	readonly readAt: number;
	/** The rows of the conversation after the question, oldest first. */
	readonly messages: readonly Message[];
	/** The tapbacks on the question now. */
	readonly reactions: readonly AppliedReaction[];
	/** The votes in its poll now. */
	readonly votes: readonly SeenVote[];
	/** Questions that other runs have asked in this conversation. */
	readonly others: readonly OtherQuestion[];
	/** Addresses of the line's own account. Its votes are no answers, and no vote says that it is the line's own. */
	readonly ownAddresses: readonly string[];
}
