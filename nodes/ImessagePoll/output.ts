import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Line } from '../shared/spectrum/model/line';
import type { Poll } from '../shared/spectrum/model/poll/poll';
import type { ValuedOption } from '../shared/spectrum/model/poll/pollChoice';
import { countVotes } from '../shared/spectrum/model/poll/pollChoiceResults';
import { spaceTypeOf } from '../shared/spectrum/model/space';
import { isSimple } from '../shared/n8n/fields/simplify';
import { plain } from '../shared/n8n/loop/messageOutput';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { present } from '../shared/spectrum/values/present';

/** A poll with what this workflow knows about it. */
export interface FoundPoll {
	readonly line: Line;
	readonly poll: Poll;
	/** The poll's options with their values. */
	readonly options: readonly ValuedOption[];
	/** Empty when neither the server nor the workflow knows it. */
	readonly title: string;
}

/** The poll with its votes counted. Without Simplify, also everything that the server sent about it. */
export function pollOutput(context: IExecuteFunctions, itemIndex: number, found: FoundPoll): IDataObject {
	const { line, poll, title } = found;
	const options = countVotes(poll, found.options);
	return {
		pollId: poll.id,
		messageId: poll.id,
		...spaceOutput({ id: poll.spaceId, type: spaceTypeOf(poll.spaceId), line }),
		...(title === '' ? {} : { title }),
		totalVotes: options.reduce((total, { votes }) => total + votes, 0),
		options: options.map(optionOutput),
		...(isSimple(context, itemIndex) ? {} : { poll: plain(poll) }),
	};
}

/** An option as the output shows it. */
export function optionOutput({ id, text, value, ...counted }: ValuedOption & { votes?: number; voters?: readonly string[] }): IDataObject {
	return {
		id,
		text,
		...present({ value, votes: counted.votes }),
		...(counted.voters === undefined ? {} : { voters: [...counted.voters] }),
	};
}
