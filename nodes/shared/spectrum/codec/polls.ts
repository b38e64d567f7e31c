import type { Poll, PollOption, PollToCreate, PollVote } from '../model/poll/poll';
import type { WireMethod } from '../transport/Transport';
import { required } from './answers';
import { wellFormed } from './encodable';
import { present } from '../values/present';
import type { photon as pollTypes } from './generated/photon/imessage/v1/poll_types';
import type { SpaceWrite } from './refs';
import { toSender } from './senders';
import { wire } from './wire';

/** A write that acts on a poll. */
export interface PollWrite {
	readonly pollId: string;
	readonly clientMessageId: string;
}

export const createPoll: WireMethod<PollToCreate & SpaceWrite, Poll> = {
	path: '/photon.imessage.v1.PollService/CreatePoll',
	encode: ({ spaceId, title, options, clientMessageId }) =>
		new wire.polls.CreatePollRequest({
			chat_guid: wellFormed(spaceId),
			title: wellFormed(title),
			options: options.map((option) => wellFormed(option)),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: toAnsweredPoll,
};

export const getPoll: WireMethod<string, Poll> = {
	path: '/photon.imessage.v1.PollService/GetPoll',
	encode: (pollId) => new wire.polls.GetPollRequest({ poll_message_guid: wellFormed(pollId) }).serialize(),
	decode: toAnsweredPoll,
};

export const votePoll: WireMethod<PollWrite & { readonly optionId: string }, Poll> = {
	path: '/photon.imessage.v1.PollService/VotePoll',
	encode: ({ pollId, optionId, clientMessageId }) =>
		new wire.polls.VotePollRequest({
			poll_message_guid: wellFormed(pollId),
			option_identifier: wellFormed(optionId),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: toAnsweredPoll,
};

/** Withdraws all votes of this line, because the request has no field for an option. */
export const unvotePoll: WireMethod<PollWrite, Poll> = {
	path: '/photon.imessage.v1.PollService/UnvotePoll',
	encode: ({ pollId, clientMessageId }) =>
		new wire.polls.UnvotePollRequest({
			poll_message_guid: wellFormed(pollId),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: toAnsweredPoll,
};

export const addPollOption: WireMethod<PollWrite & { readonly text: string }, Poll> = {
	path: '/photon.imessage.v1.PollService/AddPollOption',
	encode: ({ pollId, text, clientMessageId }) =>
		new wire.polls.AddPollOptionRequest({
			poll_message_guid: wellFormed(pollId),
			option_text: wellFormed(text),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: toAnsweredPoll,
};

function toAnsweredPoll(bytes: Uint8Array): Poll {
	const poll = required(wire.polls.PollResponse.deserialize(bytes).poll, 'poll');
	return {
		id: poll.poll_message_guid,
		spaceId: poll.chat_guid,
		title: poll.title,
		options: poll.options.map(toOption),
		votes: poll.votes.map(toVote),
	};
}

export function toOption(option: pollTypes.imessage.v1.PollOption): PollOption {
	return {
		id: option.option_identifier,
		text: option.text,
		...present({ createdBy: option.has_creator_handle ? option.creator_handle : undefined }),
	};
}

function toVote(vote: pollTypes.imessage.v1.PollParticipantVote): PollVote {
	return {
		optionId: vote.option_identifier,
		...present({ participant: vote.has_participant ? toSender(vote.participant) : undefined }),
	};
}
