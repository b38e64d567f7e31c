import type { MessageSender } from '../sender';

/** An option of a poll. */
export interface PollOption {
	/** Opaque. Votes refer to it. */
	readonly id: string;
	readonly text: string;
	/** Address of the person who added the option. */
	readonly createdBy?: string;
}

/** One participant's vote for one option. */
export interface PollVote {
	readonly optionId: string;
	/** Absent when the server does not name the voter. */
	readonly participant?: MessageSender;
}

/** The current state of a poll. */
export interface Poll {
	/** ID of the message that contains the poll. */
	readonly id: string;
	readonly spaceId: string;
	/** May be empty although the poll was created with one. */
	readonly title: string;
	readonly options: readonly PollOption[];
	readonly votes: readonly PollVote[];
}

/** A poll to create. */
export interface PollToCreate {
	readonly title: string;
	/** The texts of the options, at least two. */
	readonly options: readonly string[];
}
