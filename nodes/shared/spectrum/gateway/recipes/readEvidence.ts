import type { Evidence } from '../../answers/evidence';
import { timeOf } from '../../values/isoTime';
import { needsVoteTimes } from '../../answers/judge';
import type { OtherQuestion, Question, SeenVote } from '../../answers/question';
import { SpectrumError } from '../../errors/SpectrumError';
import type { Message } from '../../model/message';
import { accountAddress } from '../../model/ownAddress';
import type { EventStreams } from '../eventStreams';
import type { Gateway } from '../Gateway';
import type { OpenSpace } from '../openSpace';

/** The limits of one reading. */
export const evidenceLimits = {
	/** Rows of the conversation after the question. The newest count. */
	messages: 1_000,
	/** Events of the log since the question that are searched for the times of votes. */
	events: 20_000,
	/** How long the log is searched, in milliseconds. */
	logMilliseconds: 30_000,
} as const;

/** The server may have stored the question a little earlier than it says. */
const tolerance = 10 * 60_000;

/** What a reading needs. */
export interface EvidenceSource {
	readonly gateway: Gateway;
	readonly streams: EventStreams;
}

/**
 * Reads what has happened in the conversation since the question: its rows, the tapbacks on the question, the votes in its
 * poll. Everything is as it is now: what was unsent, edited or taken back is not there as it was.
 */
export async function readEvidence(
	source: EvidenceSource,
	question: Question,
	others: readonly OtherQuestion[],
	readAt: number,
): Promise<Evidence> {
	const { gateway } = source;
	const [messages, asked, votes] = await Promise.all([
		unlessGone(rowsBehind(gateway, question), []),
		unlessGone<Message | undefined>(gateway.messages.get(question.lineId, question.messageId), undefined),
		votesIn(gateway, question),
	]);
	const ownAddresses = await ownAddressesOf(gateway, question, asked === undefined ? messages : [...messages, asked]);
	const evidence = { readAt, messages, reactions: asked?.reactions ?? [], votes, others, ownAddresses };
	if (!needsVoteTimes(question, evidence)) return evidence;
	return { ...evidence, votes: await withTimes(source, question, votes) };
}

/** The line's own number, and the addresses of its account that these messages name. A vote does not say whether the line gave it. */
async function ownAddressesOf(gateway: Gateway, { lineId }: Question, messages: readonly Message[]): Promise<string[]> {
	const line = (await gateway.lines()).find(({ id }) => id === lineId);
	const own = [line?.phone, ...messages.map(({ ownAddress }) => ownAddress)].map(accountAddress);
	return [...new Set(own.filter((address) => address !== undefined))];
}

/** The conversation of a question, whose line is known by its ID alone. */
export function spaceOfQuestion({ space, lineId }: Question): OpenSpace {
	return { ...space, line: { id: lineId, phone: '' } };
}

/** The rows after the question, oldest first. */
async function rowsBehind(gateway: Gateway, question: Question): Promise<Message[]> {
	const { messageId, askedAt } = question;
	const rows: Message[] = [];
	const filter = { after: new Date(askedAt - tolerance), pageSize: 100, limit: evidenceLimits.messages };
	for await (const message of gateway.messages.listInSpace(spaceOfQuestion(question), filter)) {
		// The list begins with the newest row. Whatever follows the question in it was there before.
		if (message.id === messageId) return rows.reverse();
		rows.push(message);
	}
	return rows.filter(({ createdAt }) => (timeOf(createdAt) ?? askedAt) >= askedAt).reverse();
}

async function votesIn(gateway: Gateway, { lineId, poll }: Question): Promise<SeenVote[]> {
	if (poll === undefined) return [];
	const votes = await unlessGone(
		gateway.polls.get(lineId, poll.id).then((found) => found.votes),
		[],
	);
	return votes.flatMap(({ optionId, participant }) => (participant === undefined ? [] : [{ optionId, ...participant }]));
}

/**
 * The votes with their times from the log of events, as far as the server still has it and the connection can read it. A vote
 * without an entry keeps no time, and counts as given now.
 */
async function withTimes({ streams }: EvidenceSource, question: Question, votes: readonly SeenVote[]): Promise<readonly SeenVote[]> {
	if (!streams.hasStreams) return votes;
	const { lineId, poll, askedAt } = question;
	const times = new Map<string, number>();
	const session = streams.connect(lineId);
	try {
		let events = 0;
		for await (const frame of session.replay(undefined, AbortSignal.timeout(evidenceLimits.logMilliseconds))) {
			if (frame.type === 'complete') break;
			if (frame.type !== 'event') continue;
			const { change } = frame;
			// The log begins long before the question, and nobody knows where in it the question stands.
			if ((timeOf(change.occurredAt) ?? askedAt) < askedAt - tolerance) continue;
			if (++events > evidenceLimits.events) break;
			if (change.type !== 'poll.voted' || change.pollId !== poll?.id || change.optionId === undefined) continue;
			const at = timeOf(change.occurredAt);
			// A vote that was taken back and given again has the time of the last one.
			if (at !== undefined && change.actor !== undefined) times.set(`${change.optionId} ${change.actor.address}`, at);
		}
	} catch (error) {
		// Without the log, a late vote does not count. That is safe: the question stays open, or ends at its limit.
		if (!(error instanceof SpectrumError)) throw error;
	} finally {
		session.close();
	}
	return votes.map((vote) => {
		const at = times.get(`${vote.optionId} ${vote.address}`);
		return at === undefined ? vote : { ...vote, at };
	});
}

/** A question that was unsent or deleted has no tapbacks and no votes. A group that the line has left has no rows. */
async function unlessGone<Result>(reading: Promise<Result>, otherwise: Result): Promise<Result> {
	try {
		return await reading;
	} catch (error) {
		if (error instanceof SpectrumError && error.kind === 'notFound') return otherwise;
		throw error;
	}
}
