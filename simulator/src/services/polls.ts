import { pollKinds, polls } from '../generated';
import { invalidArgument, RpcError } from '../calls/errors';
import type { LineStore } from '../store/line';
import { addOption, createPoll as create, unvote, vote, type StoredPoll } from '../store/polls';
import { admitMessage } from './admission';
import { live, notesOf, read, write, type CallContext, type ServiceModule } from './method';
import { toAddress, toPollOption } from './projection';
import { subscribePolls } from './subscriptions';
import { chatForSending, checkId, checkText } from './validation';

export const pollService: ServiceModule = {
	name: 'PollService',
	definition: polls.UnimplementedPollServiceService.definition,
	methods: {
		CreatePoll: write(createPoll),
		VotePoll: write(votePoll),
		UnvotePoll: write(unvotePoll),
		AddPollOption: write(addPollOption),
		GetPoll: read(getPoll),
		SubscribePollEvents: live(subscribePolls),
	},
};

/** A title may be empty, and options may be alike. */
function createPoll(context: CallContext, request: polls.CreatePollRequest): polls.PollResponse {
	const { line, behaviour } = context;
	if (request.options.length < 2) throw invalidArgument('options', 'at least two options are needed');
	const texts = request.options.map((text) => checkText('options', text));
	const chat = chatForSending(context, request.chat_guid);
	admitMessage(context, chat);
	const wanted = { title: request.title, texts, isTitleLost: behaviour.emptyPollTitles };
	return responseFor(line, create(line, chat, wanted, undefined, notesOf(context)));
}

function votePoll({ line, behaviour }: CallContext, request: polls.VotePollRequest): polls.PollResponse {
	const poll = pollOf(line, request.poll_message_guid);
	const { option_identifier: optionId } = request;
	if (!poll.options.some(({ id }) => id === optionId)) {
		throw invalidArgument('option_identifier', 'the poll has no such option');
	}
	vote(line, poll, optionId, behaviour.pollChoices);
	return responseFor(line, poll);
}

/** Withdrawing what was not given changes nothing. */
function unvotePoll({ line }: CallContext, request: polls.UnvotePollRequest): polls.PollResponse {
	const poll = pollOf(line, request.poll_message_guid);
	unvote(line, poll);
	return responseFor(line, poll);
}

function addPollOption({ line }: CallContext, request: polls.AddPollOptionRequest): polls.PollResponse {
	const poll = pollOf(line, request.poll_message_guid);
	addOption(line, poll, checkText('option_text', request.option_text));
	return responseFor(line, poll);
}

function getPoll({ line }: CallContext, request: polls.GetPollRequest): polls.PollResponse {
	return responseFor(line, pollOf(line, request.poll_message_guid));
}

function pollOf(line: LineStore, guid: string): StoredPoll {
	checkId(line, 'poll_message_guid', guid, 'pollNotFound');
	const poll = line.polls.get(guid);
	// A poll that was unsent is gone, though its message stays in the history.
	if (poll === undefined || line.messages.get(guid)?.retractedAt !== undefined) {
		throw new RpcError('pollNotFound', { message: 'No such poll on this line' });
	}
	return poll;
}

function responseFor(line: LineStore, { guid, chatGuid, title, options, votes }: StoredPoll): polls.PollResponse {
	const service = line.chats.get(chatGuid)?.service ?? 'iMessage';
	return new polls.PollResponse({
		poll: new pollKinds.PollInfo({
			poll_message_guid: guid,
			chat_guid: chatGuid,
			title,
			options: options.map(toPollOption),
			votes: votes.map(
				({ voter, optionId }) =>
					new pollKinds.PollParticipantVote({
						participant: toAddress(voter, service),
						option_identifier: optionId,
					}),
			),
		}),
	});
}
