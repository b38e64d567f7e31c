import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { eventIdentity } from '../../spectrum/model/event/event';
import { ItemError } from '../errors/itemError';
import { eventOfRun, eventsGiven } from './startingEvent';

/** The fields that mark an earlier event, fetched for a test. No event has a field with this name. */
export const sample = { sample: true } as const;

/** The same, if the user has allowed the nodes of this pack to act on it. */
export const answerableSample = { ...sample, sampleMayBeAnswered: true } as const;

/**
 * Refuses to act on a sample: "Execute workflow" would otherwise answer an old message of a real person.
 *
 * The Trigger's output in n8n's record decides. The fields of an item can be forged, so they can only add a refusal, and
 * only if n8n's record has no event: after pinned data, and in a sub-workflow. The mode of the run does not matter: a
 * failed test that is retried has the mode of a retry, and the Trigger gives no samples to a published workflow.
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

/**
 * Decides by the event of the item's branch. If the item's pairing was lost, by all events of the run. Without a Trigger,
 * by the item.
 */
function isOfSample(context: IExecuteFunctions, itemIndex: number): boolean {
	const event = eventOfRun(context, itemIndex);
	if (event !== undefined) return isForbidden(event.json);
	const above = verdictOfTriggers(context);
	if (above !== 'nothing') return above === 'sample';
	const json = context.getInputData()[itemIndex]?.json ?? {};
	return isForbidden(json) && eventIdentity(json) !== undefined;
}

type Verdict = 'nothing' | 'events' | 'sample';

/**
 * The verdict on the output of the Triggers above, by execution of the node. It is the same for all items, of which there
 * may be many.
 */
const verdicts = new WeakMap<IExecuteFunctions, Verdict>();

function verdictOfTriggers(context: IExecuteFunctions): Verdict {
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
