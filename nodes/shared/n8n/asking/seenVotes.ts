import type { Evidence } from '../../spectrum/answers/evidence';
import type { SeenVote } from '../../spectrum/answers/question';

/**
 * When the votes of one poll were first seen. A poll does not say when its votes were given, so over HTTP, which cannot read the
 * log of events, the first reading that shows a vote stands for its time.
 */
export class SeenVotes {
	private times = new Map<string, number>();

	/** The votes of a reading with their times. A vote that was taken back is forgotten. If it is given again, it gets a new time. */
	withTimes({ votes, readAt }: Pick<Evidence, 'votes' | 'readAt'>): SeenVote[] {
		const timed = votes.map((vote) => ({ ...vote, at: vote.at ?? this.times.get(nameOf(vote)) ?? readAt }));
		this.times = new Map(timed.map((vote) => [nameOf(vote), vote.at]));
		return timed;
	}
}

function nameOf({ optionId, address }: SeenVote): string {
	return JSON.stringify([optionId, address]);
}
