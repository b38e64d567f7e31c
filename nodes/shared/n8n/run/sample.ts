import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { eventIdentity } from '../../spectrum/model/event/event';
import { ItemError } from '../errors/itemError';
import { eventOfRun, eventsGiven } from './startingEvent';

/** The fields of an event that came before and was fetched for a test. No field of an event is called like this. */
export const sample = { sample: true } as const;

/** The same, where the user has allowed that the nodes of this pack act on it. */
export const answerableSample = { ...sample, sampleMayBeAnswered: true } as const;

/**
 * Refuses to act on a sample: "Execute workflow" would otherwise answer an old message of a real person.
 *
 * What the Trigger gave decides, as n8n has recorded it; an item can say what it likes, so it can only add a refusal, and
 * only where n8n knows of no event: behind pinned data, and in a sub-workflow. Whichever mode the run has: a failed test
 * that is retried has the mode of a retry, and the Trigger gives no samples to a published workflow.
 */
export function refuseSample(context: IExecuteFunctions, itemIndex: number): void {
	if (!isOfSample(context, itemIndex)) return;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: 'Nothing was done: this run was started with a sample, which is a message that came in before and was fetched for a test',
		advice:
			'To test with a new message, choose "Next Message" in the option "Test Event" of the iMessage Trigger, and write to your line. To act on the sample, choose "Newest Message, May Be Answered" there, and fetch it again.',
	});
}

/** By the event of the item's branch; where its pairing was lost, by all of the run; without a Trigger, by the item. */
function isOfSample(context: IExecuteFunctions, itemIndex: number): boolean {
	const event = eventOfRun(context, itemIndex);
	if (event !== undefined) return isForbidden(event.json);
	const above = verdictAbove(context);
	if (above !== 'nothing') return above === 'sample';
	const json = context.getInputData()[itemIndex]?.json ?? {};
	return isForbidden(json) && eventIdentity(json) !== undefined;
}

type Verdict = 'nothing' | 'events' | 'sample';

/** What the Triggers above gave, by execution of the node: it is the same for all items, of which there may be many. */
const verdicts = new WeakMap<IExecuteFunctions, Verdict>();

function verdictAbove(context: IExecuteFunctions): Verdict {
	const known = verdicts.get(context);
	if (known !== undefined) return known;
	const events = eventsGiven(context);
	const verdict: Verdict = events.length === 0 ? 'nothing' : events.some(isForbidden) ? 'sample' : 'events';
	verdicts.set(context, verdict);
	return verdict;
}

function isForbidden(event: Readonly<IDataObject>): boolean {
	return event.sample === true && event.sampleMayBeAnswered !== true;
}
