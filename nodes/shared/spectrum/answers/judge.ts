import { present } from '../values/present';
import { timeOf } from '../values/isoTime';
import type { Evidence } from './evidence';
import { addressKey, mayAnswer } from './mayAnswer';
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
	const optedOut = new Set<string>();
	let first: Candidate | undefined;
	for (const candidate of candidates(question, evidence)) {
		// Everyone may end the messages to themselves: an opt-out needs no permission in a direct conversation.
		const isAllowed = (candidate.said === undefined && question.space.type === 'dm') || mayAnswer(question, candidate.sender);
		if (!isAllowed) (candidate.said === undefined ? optedOut : refused).add(candidate.sender.address);
		else if (first === undefined || candidate.at < first.at) first = candidate;
	}
	// Whoever wants no more messages is not told anything either.
	if (first === undefined) return { state: 'open', refused: [...refused].filter((address) => !optedOut.has(address)) };
	const { at, id, said, sender, by } = first;
	const answer = { ...said, responder: { address: sender.address }, messageId: id, respondedAt: new Date(at).toISOString() };
	return said === undefined ? { state: 'optedOut', answer } : { state: 'answered', answer, by };
}

/**
 * When the question was decided, in milliseconds since the epoch by the clock of the server, by which everything else in the
 * conversation has its time. Undefined while it is open.
 */
export function decidedAt(judged: Judgement): number | undefined {
	return judged.state === 'open' ? undefined : timeOf(judged.answer.respondedAt);
}

/**
 * Whether the times of votes decide. The state of a poll has none: a vote that is the only answer and was read in time
 * needs none.
 */
export function needsVoteTimes(question: Question, evidence: Evidence): boolean {
	if (!evidence.votes.some(({ at }) => at === undefined)) return false;
	const isValid = ({ sender }: Candidate): boolean => mayAnswer(question, sender);
	if (evidence.readAt > question.deadline) return votesFor(question, evidence).some(isValid);
	const valid = candidates(question, evidence).filter(isValid);
	return valid.some(({ by }) => by === 'vote') && valid.length > 1;
}

/** What was said before the deadline. What came later neither answers nor undoes an answer. */
function candidates(question: Question, evidence: Evidence): Candidate[] {
	const inTime = (given: readonly Candidate[]): Candidate[] => given.filter(({ at }) => at <= question.deadline);
	return [
		...inTime(ofWords(question, evidence)),
		...decided(inTime(ofTapbacks(question, evidence))),
		...decided(inTime(votesFor(question, evidence))),
	];
}

function ofWords(question: Question, evidence: Evidence): Candidate[] {
	return wordAnswers(question, evidence).flatMap(({ message, at, said }): Candidate[] =>
		message.sender === undefined ? [] : [{ at, sender: message.sender, id: message.id, by: 'message', ...present({ said }) }],
	);
}

function ofTapbacks(question: Question, { reactions, readAt }: Evidence): Candidate[] {
	if (question.type !== 'approval' || !question.takesWords) return [];
	return reactions.flatMap((reaction): Candidate[] => {
		const approved = decisionOfTapback(reaction);
		if (approved === undefined || reaction.isFromMe || reaction.sender === undefined) return [];
		const at = timeOf(reaction.createdAt) ?? readAt;
		return [{ at, sender: reaction.sender, id: reaction.id, said: { approved }, by: 'tapback' }];
	});
}

function votesFor(question: Question, { votes, readAt, ownAddresses }: Evidence): Candidate[] {
	const { poll } = question;
	if (poll === undefined) return [];
	const own = new Set(ownAddresses.map(addressKey));
	return votes.flatMap((vote): Candidate[] => {
		const index = poll.optionIds.indexOf(vote.optionId);
		const said = index < 0 ? undefined : saidByPlace(question, index);
		return said === undefined || own.has(addressKey(vote.address))
			? []
			: [{ at: vote.at ?? readAt, sender: senderOf(vote), id: poll.id, said, by: 'vote' }];
	});
}

function senderOf({ address, service }: SeenVote): Candidate['sender'] {
	return { address, service };
}

/** Leaves out people who said different things. Whoever gave both thumbs, or voted for several options, has not decided. */
function decided(given: readonly Candidate[]): Candidate[] {
	const sayings = new Map<string, string>();
	const undecided = new Set<string>();
	for (const candidate of given) {
		const person = addressKey(candidate.sender.address);
		const saying = JSON.stringify(candidate.said);
		if ((sayings.get(person) ?? saying) !== saying) undecided.add(person);
		sayings.set(person, saying);
	}
	return given.filter(({ sender }) => !undecided.has(addressKey(sender.address)));
}
