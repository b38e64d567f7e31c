import { parseMessageId } from '../messageRef';
import type { Parsed } from '../address/address';
import type { Poll, PollVote } from './poll';
import type { ValuedOption } from './pollChoice';

/** An option and its voters. */
export interface CountedOption extends ValuedOption {
	readonly votes: number;
	/** Addresses. A vote without a named voter counts in `votes`, too. */
	readonly voters: readonly string[];
}

/** Example for errors about a poll ID. */
export const pollIdExample = 'spc-msg-0b6c1a7e-5d0f-4a53-9f43-2f1f4c8f7a10, the message ID of the poll';

/** Counts the votes of each option. A person counts once for an option, even if the server lists the vote several times. */
export function countVotes(poll: Pick<Poll, 'votes'>, options: readonly ValuedOption[]): CountedOption[] {
	return options.map((option) => {
		const votes = distinct(poll.votes.filter(({ optionId }) => optionId === option.id));
		const voters = votes.flatMap(({ participant }) => (participant === undefined ? [] : [participant.address]));
		return { ...option, votes: votes.length, voters };
	});
}

function distinct(votes: readonly PollVote[]): PollVote[] {
	const seen = new Set<string>();
	return votes.filter(({ participant }) => {
		if (participant === undefined) return true;
		if (seen.has(participant.address)) return false;
		seen.add(participant.address);
		return true;
	});
}

const voteEvent = /^(.+):poll:\d+$/;

/**
 * Reads the ID of a poll, which is the ID of its message. The ID of a vote event names its poll, too. A part prefix is
 * dropped, because a poll is a whole message.
 */
export function parsePollId(input: string): Parsed<string> {
	const parsed = parseMessageId(input);
	if (!parsed.ok) return parsed;
	return { ok: true, value: voteEvent.exec(parsed.value.id)?.[1] ?? parsed.value.id };
}

/** The poll of an item, which is an output of the poll node (`pollId`) or an event of a poll. */
export function incomingPollOf(json: Readonly<Record<string, unknown>>): string | undefined {
	const poll = isRecord(json.poll) ? json.poll.id : undefined;
	const message = typeof json.event === 'string' && json.event.startsWith('poll.') && isRecord(json.message) ? json.message.id : undefined;
	const id = json.pollId ?? poll ?? message;
	if (typeof id !== 'string') return undefined;
	const parsed = parsePollId(id);
	return parsed.ok ? parsed.value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
