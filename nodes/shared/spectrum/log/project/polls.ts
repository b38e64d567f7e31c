import type { EventPoll, EventPollOption, ImessageEvent } from '../../model/event/event';
import type { PollOption } from '../../model/poll/poll';
import { withValues, type ValuedOption } from '../../model/poll/pollChoice';
import { countVotes } from '../../model/poll/pollChoiceResults';
import { doneBy, envelope, type PlacedChange } from './envelope';
import { nonEmpty, present } from '../../values/present';
import { lookUp, type ProjectionPorts, type RememberedPoll } from './ports';

type PollName = 'poll.created' | 'poll.optionAdded' | 'poll.voted' | 'poll.unvoted';

/** A new poll or a new option. The change itself carries all options. */
export function pollEvent(placed: PlacedChange<'poll.created' | 'poll.optionAdded'>, ports: ProjectionPorts): ImessageEvent {
	const { type, pollId, title, options, actor } = placed.change;
	const remembered = ports.recall(pollId);
	const valued = withValues(options, remembered.values);
	const added = type === 'poll.optionAdded' ? newest(valued, actor?.address) : undefined;
	return withPoll(placed, {
		id: pollId,
		...titleOf(title, remembered),
		...(added === undefined ? {} : { option: toEventOption(added) }),
		options: valued.map(toEventOption),
	});
}

/** A vote or a withdrawn vote, with its option and the current tally of the poll. */
export async function voteEvent(placed: PlacedChange<'poll.voted' | 'poll.unvoted'>, ports: ProjectionPorts): Promise<ImessageEvent> {
	const { change, line } = placed;
	const { pollId, optionId } = change;
	const poll = await lookUp(ports.polls.get(line.id, pollId));
	const remembered = ports.recall(pollId);
	const options = withValues(poll?.options ?? [], remembered.values);
	const option = optionId === undefined ? undefined : (options.find(({ id }) => id === optionId) ?? rememberedOption(optionId, remembered));
	return withPoll(placed, {
		id: pollId,
		...titleOf(poll?.title ?? '', remembered),
		...(option === undefined ? {} : { option: toEventOption(option) }),
		...(poll === undefined ? {} : { options: options.map(toEventOption), ...tallyOf(poll, options) }),
	});
}

function withPoll(placed: PlacedChange<PollName>, poll: EventPoll): ImessageEvent {
	const { change, sequence } = placed;
	return {
		...envelope(placed, { id: `${change.pollId}:poll:${sequence}`, ...doneBy(placed) }),
		message: { id: change.pollId },
		poll,
	};
}

/** Servers have been seen to lose the title of a poll. */
function titleOf(title: string, remembered: RememberedPoll): Pick<EventPoll, 'title'> {
	return present({ title: nonEmpty(title) ?? nonEmpty(remembered.title) });
}

function tallyOf(poll: Parameters<typeof countVotes>[0], options: readonly ValuedOption[]): Pick<EventPoll, 'tally' | 'totalVotes'> {
	const counted = countVotes(poll, options);
	return {
		tally: counted.map(({ id, text, value, votes, voters }) => ({
			id,
			text,
			...present({ value: nonEmpty(value) }),
			votes,
			voters: [...voters],
		})),
		totalVotes: counted.reduce((total, { votes }) => total + votes, 0),
	};
}

/** A new option stands last. Where the server names the creators, it is the last one of the actor. */
function newest(options: readonly ValuedOption[], actor: string | undefined): ValuedOption | undefined {
	return options.filter(({ createdBy }) => createdBy === undefined || actor === undefined || createdBy === actor).at(-1);
}

function rememberedOption(id: string, { values }: RememberedPoll): ValuedOption {
	const known = values.find((value) => value.id === id);
	return { id, text: known?.text ?? '', ...(known === undefined ? {} : { value: known.value }) };
}

function toEventOption({ id, text, value, createdBy }: PollOption & Pick<ValuedOption, 'value'>): EventPollOption {
	return {
		id,
		...present({
			text: nonEmpty(text),
			value: nonEmpty(value),
			createdBy: nonEmpty(createdBy),
		}),
	};
}
