import type { MessageSender } from '../sender';

/** One thing that can be voted for. */
export interface PollOption {
	/** Opaque; votes name it. */
	readonly id: string;
	readonly text: string;
	/** Address of whoever put the option in. */
	readonly createdBy?: string;
}

/** One participant's choice of one option. */
export interface PollVote {
	readonly optionId: string;
	/** Absent when the server does not say who it was. */
	readonly participant?: MessageSender;
}

/** A poll as it stands now. */
export interface Poll {
	/** Id of the message that carries it. */
	readonly id: string;
	readonly spaceId: string;
	/** May be empty even when one was given. */
	readonly title: string;
	readonly options: readonly PollOption[];
	readonly votes: readonly PollVote[];
}

/** A poll to create. */
export interface PollToCreate {
	readonly title: string;
	/** Texts, at least two. */
	readonly options: readonly string[];
}
