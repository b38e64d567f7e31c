import { listChatMessages } from '../codec/messageReads';
import { addPollOption, createPoll, getPoll, unvotePoll, votePoll } from '../codec/polls';
import type { Poll, PollToCreate } from '../model/poll/poll';
import type { WriteKey } from '../keys/writeKey';
import { SpectrumError } from '../errors/SpectrumError';
import { acceptRepeat, type Calls } from './calls';
import type { OpenSpace } from './openSpace';
import { writeOnce, type WriteOnce } from './sendOnce';

/** How many of our newest messages are searched for a poll that was already created. */
const searchedMessages = 25;

/** The result of creating a poll. */
export interface CreatedPoll {
	readonly poll: Poll;
	/** True when an earlier attempt created it. */
	readonly alreadySent: boolean;
}

/** Polls. Every call returns the poll after the change. */
export class Polls {
	constructor(private readonly calls: Calls) {}

	async create(space: OpenSpace, poll: PollToCreate, key: WriteKey): Promise<CreatedPoll> {
		const { title, options } = poll;
		const write: WriteOnce<Poll> = {
			calls: this.calls,
			key,
			step: 'createPoll',
			content: [title, options],
			isEarlier: (found) => !isSame(found, poll),
			find: async (before) => (before?.result === undefined ? undefined : await this.get(space.line.id, before.result.id)),
		};
		const { result, alreadySent } = await writeOnce(write, (id) =>
			this.calls.write(space, createPoll, { title, options, spaceId: space.id }, id),
		);
		return { poll: result ?? (await this.findCreated(space, poll)), alreadySent };
	}

	/** Rejects with `notFound` when the line does not know the poll. */
	async get(lineId: string, pollId: string): Promise<Poll> {
		return await this.calls.read(lineId, getPoll, pollId);
	}

	async vote(lineId: string, pollId: string, optionId: string, key: WriteKey): Promise<Poll> {
		const write = this.calls.write(lineId, votePoll, { pollId, optionId }, key('vote'));
		return await acceptRepeat(write, () => this.get(lineId, pollId));
	}

	/** Withdraws all votes of this line, because the request has no field for an option. */
	async unvote(lineId: string, pollId: string, key: WriteKey): Promise<Poll> {
		const write = this.calls.write(lineId, unvotePoll, { pollId }, key('unvote'));
		return await acceptRepeat(write, () => this.get(lineId, pollId));
	}

	async addOption(lineId: string, pollId: string, text: string, key: WriteKey): Promise<Poll> {
		const write = this.calls.write(lineId, addPollOption, { pollId, text }, key('addOption'));
		return await acceptRepeat(write, () => this.get(lineId, pollId));
	}

	/**
	 * Finds the poll that an earlier attempt created. The server reports only the repeat, and cannot list polls. If two polls
	 * fit, none is returned, because nothing distinguishes them: the next votes would count for the wrong one.
	 */
	private async findCreated(space: OpenSpace, poll: PollToCreate): Promise<Poll> {
		const filter = { spaceId: space.id, isFromMe: true, pageSize: searchedMessages };
		const { messages } = await this.calls.read(space, listChatMessages, filter);
		const fitting: Poll[] = [];
		for (const message of messages) {
			// An app of Apple makes polls. A message without an app needs no call.
			if (message.balloonBundleId === undefined) continue;
			const found = await this.pollOf(space.line.id, message.id);
			if (found !== undefined && isSame(found, poll)) fitting.push(found);
		}
		const [only] = fitting;
		if (only !== undefined && fitting.length === 1) return only;
		throw new SpectrumError({
			kind: 'duplicate',
			message: 'An earlier attempt has created this poll, but the server does not say which message it is',
			advice: 'Do not create it again. Find the poll among the messages of the conversation.',
		});
	}

	/** The poll of a message. Undefined when the message is not a poll. */
	private async pollOf(lineId: string, messageId: string): Promise<Poll | undefined> {
		try {
			return await this.get(lineId, messageId);
		} catch (error) {
			if (error instanceof SpectrumError && notPollKinds.has(error.kind)) return undefined;
			throw error;
		}
	}
}

/** The error kinds with which a server answers for a message that is not a poll. */
const notPollKinds: ReadonlySet<SpectrumError['kind']> = new Set(['notFound', 'invalid', 'unsupported']);

/** Some servers store polls with an empty title, and other people may have added options since. */
function isSame(found: Poll, { title, options }: PollToCreate): boolean {
	if (found.title !== '' && found.title !== title) return false;
	return options.every((option, index) => found.options[index]?.text === option);
}
