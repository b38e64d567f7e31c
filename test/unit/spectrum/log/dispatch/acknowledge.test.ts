import { firstAttempt, verdictOf, type Acknowledge, type RunOutcome } from '../../../../../nodes/shared/spectrum/log/dispatch/acknowledge';

const outcomes: readonly RunOutcome[] = ['succeeded', 'failed', 'cancelled', 'crashed', 'known', 'notRecorded', 'overdue'];

/** Verdicts on each outcome of the first of two attempts, and of the second. */
it.each<[Acknowledge, Partial<Record<RunOutcome, readonly [string, string]>>]>([
	['received', {}],
	['finished', { crashed: ['nextAttempt', 'attemptsExhausted'] }],
	['succeeded', { crashed: ['nextAttempt', 'attemptsExhausted'], failed: ['nextAttempt', 'attemptsExhausted'] }],
])('%s: what follows from each outcome', (acknowledge, exceptions) => {
	const verdicts = outcomes.map((outcome) => [outcome, ...[1, 2].map((attempt) => verdictOf(acknowledge, outcome, attempt, 2))]);
	expect(verdicts).toEqual(
		outcomes.map((outcome) => {
			// Without a run there was no attempt, so that it is tried for ever.
			if (outcome === 'notRecorded') return [outcome, 'sameAttempt', 'sameAttempt'];
			return [outcome, ...(exceptions[outcome] ?? ['dealtWith', 'dealtWith'])];
		}),
	);
});

it.each<[Acknowledge, number]>([
	['received', 3],
	['finished', 4],
	['succeeded', 4],
])('%s: an event that was handed on before a restart for the third time has attempt %i next', (acknowledge, attempt) => {
	expect([firstAttempt(acknowledge, undefined), firstAttempt(acknowledge, 3)]).toEqual([1, attempt]);
});
