import type { EventPoll, EventPollOption, ImessageEvent } from '../../model/event/event';
import type { PollOption } from '../../model/poll/poll';
import { withValues, type ValuedOption } from '../../model/poll/pollChoice';
import { countVotes } from '../../model/poll/pollChoiceResults';
import { doneBy, envelope, type Placed } from './envelope';
import { nonEmpty } from './fields';
import { unlessUnknown, type ProjectionPorts, type RememberedPoll } from './ports';

type PollName = 'poll.created' | 'poll.optionAdded' | 'poll.voted' | 'poll.unvoted';

/** A poll, or an option more of it: the change itself tells all options. */
export function pollEvent(placed: Placed<'poll.created' | 'poll.optionAdded'>, ports: ProjectionPorts): ImessageEvent {
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

/** A vote, or one withdrawn, told with what it was for and how the poll stands when it is told. */
export async function voteEvent(placed: Placed<'poll.voted' | 'poll.unvoted'>, ports: ProjectionPorts): Promise<ImessageEvent> {
	const { change, line } = placed;
	const { pollId, optionId } = change;
	const poll = await unlessUnknown(ports.polls.get(line.id, pollId));
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

function withPoll(placed: Placed<PollName>, poll: EventPoll): ImessageEvent {
	const { change, sequence } = placed;
	return {
		...envelope(placed, { id: `${change.pollId}:poll:${sequence}`, ...doneBy(placed) }),
		message: { id: change.pollId },
		poll,
	};
}

/** Servers have been seen to lose titles. */
function titleOf(title: string, remembered: RememberedPoll): Pick<EventPoll, 'title'> {
	return nonEmpty('title', title === '' ? remembered.title : title);
}

function tallyOf(poll: Parameters<typeof countVotes>[0], options: readonly ValuedOption[]): Pick<EventPoll, 'tally' | 'totalVotes'> {
	const counted = countVotes(poll, options);
	return {
		tally: counted.map(({ id, text, value, votes, voters }) => ({
			id,
			text,
			...nonEmpty('value', value),
			votes,
			voters: [...voters],
		})),
		totalVotes: counted.reduce((total, { votes }) => total + votes, 0),
	};
}

/** Options are appended; where the server says who made which, only the actor's can be the new one. */
function newest(options: readonly ValuedOption[], actor: string | undefined): ValuedOption | undefined {
	return options.filter(({ createdBy }) => createdBy === undefined || actor === undefined || createdBy === actor).at(-1);
}

function rememberedOption(id: string, { values }: RememberedPoll): ValuedOption {
	const known = values.find((value) => value.id === id);
	return { id, text: known?.text ?? '', ...(known === undefined ? {} : { value: known.value }) };
}

function toEventOption({ id, text, value, createdBy }: PollOption & Pick<ValuedOption, 'value'>): EventPollOption {
	return { id, ...nonEmpty('text', text), ...nonEmpty('value', value), ...nonEmpty('createdBy', createdBy) };
}
