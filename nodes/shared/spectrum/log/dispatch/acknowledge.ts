/** When an event counts as dealt with, so that the next one of its space may be handed on. */
export type Acknowledge =
	/** At once: one run for each event. */
	| 'received'
	/** When its run has ended in any way. A run that a crash cut off is repeated. */
	| 'finished'
	/** When its run has succeeded. A failed run is repeated. */
	| 'succeeded';

/** What became of a run. */
export type RunOutcome =
	| 'succeeded'
	| 'failed'
	/** A person stopped it. */
	| 'cancelled'
	/** The process that ran it died. */
	| 'crashed'
	/** The host already has a run of this event and attempt, so it started none. */
	| 'known'
	/** The host could not record the run, so there is none. */
	| 'notRecorded'
	/** It has not ended within its deadline. It goes on. */
	| 'overdue';

/** What follows from an outcome. `sameAttempt`: there was no run, so the attempt does not count. */
export type Verdict = 'dealtWith' | 'sameAttempt' | 'nextAttempt' | 'attemptsExhausted';

/**
 * @param attempt of the run, from 1
 * @param maxAttempts of one event
 */
export function verdictOf(acknowledge: Acknowledge, outcome: RunOutcome, attempt: number, maxAttempts: number): Verdict {
	switch (outcome) {
		case 'notRecorded':
			return 'sameAttempt';
		case 'crashed':
			return acknowledge === 'received' ? 'dealtWith' : repeated(attempt, maxAttempts);
		case 'failed':
			return acknowledge === 'succeeded' ? repeated(attempt, maxAttempts) : 'dealtWith';
		case 'succeeded':
		case 'cancelled':
		case 'known':
		case 'overdue':
			return 'dealtWith';
	}
}

/**
 * The attempt with which an event is handed on. After a restart the outcome of an earlier run is unknown. Where one run is
 * enough, the attempt stays the same, and a host that remembers it starts no second run. Where the end of the run
 * matters, the next attempt begins.
 *
 * @param earlierAttempt attempt before the restart; undefined when the event is handed on for the first time
 */
export function firstAttempt(acknowledge: Acknowledge, earlierAttempt: number | undefined): number {
	if (earlierAttempt === undefined) return 1;
	return acknowledge === 'received' ? earlierAttempt : earlierAttempt + 1;
}

function repeated(attempt: number, maxAttempts: number): Verdict {
	return attempt < maxAttempts ? 'nextAttempt' : 'attemptsExhausted';
}
