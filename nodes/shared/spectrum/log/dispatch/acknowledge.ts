/** When an event counts as dealt with, and the next one of its space may be handed on. */
export type Acknowledge =
	/** At once: one run for each event. */
	| 'received'
	/** When its run has ended, however: at least one run that was not cut off. */
	| 'finished'
	/** When its run has ended well: a failed run is repeated. */
	| 'succeeded';

/** What became of a run. */
export type RunOutcome =
	| 'succeeded'
	| 'failed'
	/** Somebody stopped it. */
	| 'cancelled'
	/** The process that ran it died. */
	| 'crashed'
	/** The host has a run of this event and attempt already, and started none. */
	| 'known'
	/** The host could not record it: there is none. */
	| 'notRecorded'
	/** It has not ended in the time that it was given. It goes on. */
	| 'overdue';

/** What follows from an outcome. `sameAttempt`: there was no run, so that it is still the same attempt. */
export type Verdict = 'dealtWith' | 'sameAttempt' | 'nextAttempt' | 'givenUp';

/**
 * @param attempt of the run, from 1
 * @param mostAttempts of one event
 */
export function verdictOf(acknowledge: Acknowledge, outcome: RunOutcome, attempt: number, mostAttempts: number): Verdict {
	switch (outcome) {
		case 'notRecorded':
			return 'sameAttempt';
		case 'crashed':
			return acknowledge === 'received' ? 'dealtWith' : repeated(attempt, mostAttempts);
		case 'failed':
			return acknowledge === 'succeeded' ? repeated(attempt, mostAttempts) : 'dealtWith';
		case 'succeeded':
		case 'cancelled':
		case 'known':
		case 'overdue':
			return 'dealtWith';
	}
}

/**
 * The attempt with which an event is handed on. After a restart it is not known what became of a run that had been
 * started: where one run is enough it is the same attempt, which a host that knows it does not run again; where its end
 * matters it is the next one.
 *
 * @param sentBefore attempt before the restart; undefined for an event that is handed on for the first time
 */
export function firstAttempt(acknowledge: Acknowledge, sentBefore: number | undefined): number {
	if (sentBefore === undefined) return 1;
	return acknowledge === 'received' ? sentBefore : sentBefore + 1;
}

function repeated(attempt: number, mostAttempts: number): Verdict {
	return attempt < mostAttempts ? 'nextAttempt' : 'givenUp';
}
