import type { IDeferredPromise, INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import { thisNode } from '../../shared/n8n/run/thisNode';
import { hashOfParts } from '../../shared/spectrum/keys/hash';
import type { RunOutcome } from '../../shared/spectrum/log/dispatch/acknowledge';
import type { Delivery } from '../../shared/spectrum/log/dispatch/dispatcher';

/**
 * `emit` of hosts that store a key with each execution and start no second execution with the same key (n8n 2.40, but not
 * 2.8). For a known key, such a host resolves the promise with undefined.
 */
type Emit = (
	data: INodeExecutionData[][],
	responsePromise: undefined,
	donePromise: IDeferredPromise<IRun | undefined>,
	deduplicationKey: string | undefined,
) => void;

/** Starts a run of the workflow and resolves with its outcome. Never rejects. */
export async function startRun(
	context: ITriggerFunctions,
	item: INodeExecutionData,
	deduplicationKey: string | undefined,
): Promise<RunOutcome> {
	// `emit` is read only here: in a manual run n8n replaces it in the context after the trigger has started.
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	try {
		(context.emit as unknown as Emit).call(context, [[item]], undefined, done, deduplicationKey);
		return outcomeOf(await done.promise);
	} catch (caught) {
		return outcomeOfFailure(caught);
	}
}

/**
 * The key under which n8n stores the run of an event: workflow, node, account, line, log, sequences and attempt. Below
 * 255 characters, the width of n8n's column, and unique over all workflows, because n8n's index covers all of them.
 */
export function deduplicationKey(context: ITriggerFunctions, account: string, { entries, gap, attempt }: Delivery): string | undefined {
	const workflowId = context.getWorkflow().id;
	const place = gap ?? entries[0];
	// A workflow that was never saved has no id to distinguish it.
	if (workflowId === undefined || workflowId === '' || place === undefined) return undefined;
	const what = gap === undefined ? entries.map(({ sequence }) => sequence) : ['gap', gap.reason, gap.after];
	const hash = hashOfParts([workflowId, thisNode(context).id, account, place.line.id, place.log, attempt, ...what]);
	return `imessage:${workflowId.slice(0, 60)}:${attempt}:${hash}`;
}

function outcomeOf(run: IRun | undefined): RunOutcome {
	if (run === undefined) return 'known';
	switch (run.status) {
		case 'crashed':
			return 'crashed';
		case 'canceled':
			return 'cancelled';
		case 'error':
			return hasBegun(run) ? 'failed' : 'crashed';
		default:
			// A run that waits continues later, but for its trigger it has ended.
			return run.data?.resultData?.error === undefined ? 'succeeded' : 'failed';
	}
}

/**
 * Whether a node of the run is known to have run. In a run that reached its end, at least the trigger has. In queue mode a
 * run whose worker died ends in an error without a class of its own and without a node (2.40: WorkflowRunner.processError).
 */
function hasBegun({ data }: IRun): boolean {
	const { lastNodeExecuted, runData } = data.resultData;
	return lastNodeExecuted !== undefined || Object.keys(runData).length > 0;
}

/** The outcome of a rejected promise. n8n rejects with these classes if there was a run. With any other error there was none. */
function outcomeOfFailure(caught: unknown): RunOutcome {
	const name = caught instanceof Error ? caught.constructor.name : '';
	switch (name) {
		case 'SystemShutdownExecutionCancelledError':
			return 'crashed';
		case 'ExecutionCancelledError':
		case 'ManualExecutionCancelledError':
		case 'TimeoutExecutionCancelledError':
			return 'cancelled';
		case 'ExecutionNotFoundError':
			return 'known';
		default:
			return 'notRecorded';
	}
}
