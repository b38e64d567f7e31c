import { present } from '../values/present';
import { timeOf, type Evidence } from './evidence';
import { mayAnswer } from './mayAnswer';
import type { Question, SeenVote } from './question';
import { saidByPlace, wordAnswers, type Said } from './wordAnswers';
import { decisionOfTapback } from './yesNo';

/** The answer to a question. */
export interface Answer extends Said {
	readonly responder: { readonly address: string };
	/** The message, the tapback, or the poll of the vote. */
	readonly messageId: string;
	/** ISO 8601. */
	readonly respondedAt: string;
}

/** What has become of a question. */
export type Judgement =
	/** `refused`: addresses of people who answered and may not. */
	| { readonly state: 'open'; readonly refused: readonly string[] }
	| { readonly state: 'answered'; readonly answer: Answer; readonly by: 'message' | 'tapback' | 'vote' }
	/** A person wants no more messages. That is neither a yes nor a no. */
	| { readonly state: 'optedOut'; readonly answer: Answer };

interface Candidate {
	readonly at: number;
	readonly sender: { readonly address: string; readonly service: string };
	readonly id: string;
	/** Absent for an opt-out. */
	readonly said?: Said;
	readonly by: 'message' | 'tapback' | 'vote';
}

/** The first valid answer before the deadline decides. The cost grows linearly with the evidence. */
export function judge(question: Question, evidence: Evidence): Judgement {
	const refused = new Set<string>();
	let first: Candidate | undefined;
	for (const candidate of candidates(question, evidence)) {
		if (candidate.at > question.deadline) continue;
		// Everyone may end the messages to themselves: an opt-out needs no permission in a direct conversation.
		const isAllowed = (candidate.said === undefined && question.space.type === 'dm') || mayAnswer(question, candidate.sender);
		if (!isAllowed) refused.add(candidate.sender.address);
		else if (first === undefined || candidate.at < first.at) first = candidate;
	}
	if (first === undefined) return { state: 'open', refused: [...refused] };
	const { at, id, said, sender, by } = first;
	const answer = { ...said, responder: { address: sender.address }, messageId: id, respondedAt: new Date(at).toISOString() };
	return said === undefined ? { state: 'optedOut', answer } : { state: 'answered', answer, by };
}

/**
 * Whether the times of votes decide. The state of a poll has none: a vote that is the only answer and was read in time
 * needs none.
 */
export function needsVoteTimes(question: Question, evidence: Evidence): boolean {
	if (!evidence.votes.some(({ at }) => at === undefined)) return false;
	const valid = candidates(question, evidence).filter(({ sender }) => mayAnswer(question, sender));
	return valid.some(({ by }) => by === 'vote') && (valid.length > 1 || evidence.readAt > question.deadline);
}

function candidates(question: Question, evidence: Evidence): Candidate[] {
	return [...ofWords(question, evidence), ...ofTapbacks(question, evidence), ...ofVotes(question, evidence)];
}

function ofWords(question: Question, evidence: Evidence): Candidate[] {
	return wordAnswers(question, evidence).flatMap(({ message, at, said }): Candidate[] =>
		message.sender === undefined ? [] : [{ at, sender: message.sender, id: message.id, by: 'message', ...present({ said }) }],
	);
}

/** A person who gave both thumbs has not decided. */
function ofTapbacks(question: Question, { reactions, readAt }: Evidence): Candidate[] {
	if (question.type !== 'approval' || !question.takesWords) return [];
	const given = reactions.flatMap((reaction): Candidate[] => {
		const approved = decisionOfTapback(reaction);
		if (approved === undefined || reaction.isFromMe || reaction.sender === undefined) return [];
		const at = timeOf(reaction.createdAt) ?? readAt;
		return [{ at, sender: reaction.sender, id: reaction.id, said: { approved }, by: 'tapback' }];
	});
	const undecided = contradictions(given, ({ said }) => String(said?.approved));
	return given.filter(({ sender }) => !undecided.has(sender.address));
}

/** A person who voted for several options has not decided. */
function ofVotes(question: Question, { votes, readAt }: Evidence): Candidate[] {
	const { poll } = question;
	if (poll === undefined) return [];
	const given = votes.flatMap((vote): Candidate[] => {
		const index = poll.optionIds.indexOf(vote.optionId);
		const said = index < 0 ? undefined : saidByPlace(question, index);
		return said === undefined ? [] : [{ at: vote.at ?? readAt, sender: senderOf(vote), id: poll.id, said, by: 'vote' }];
	});
	const undecided = contradictions(given, ({ said }) => JSON.stringify(said));
	return given.filter(({ sender }) => !undecided.has(sender.address));
}

function senderOf({ address, service }: SeenVote): Candidate['sender'] {
	return { address, service };
}

/** Addresses of people who said different things. */
function contradictions(given: readonly Candidate[], sayingOf: (candidate: Candidate) => string): ReadonlySet<string> {
	const sayings = new Map<string, string>();
	const undecided = new Set<string>();
	for (const candidate of given) {
		const saying = sayingOf(candidate);
		const before = sayings.get(candidate.sender.address);
		if (before !== undefined && before !== saying) undecided.add(candidate.sender.address);
		sayings.set(candidate.sender.address, saying);
	}
	return undecided;
}
