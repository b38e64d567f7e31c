import type { IDeferredPromise, INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import { hashOfParts } from '../../shared/spectrum/keys/hash';
import type { RunOutcome } from '../../shared/spectrum/log/dispatch/acknowledge';
import type { Delivery } from '../../shared/spectrum/log/dispatch/dispatcher';

/**
 * `emit` as hosts know it that keep a key with each execution and start none with a key that they have (n8n 2.40; 2.8
 * does not). Such a host then resolves the promise with nothing.
 */
type Emit = (
	data: INodeExecutionData[][],
	responsePromise: undefined,
	donePromise: IDeferredPromise<IRun | undefined>,
	deduplicationKey: string | undefined,
) => void;

/** Starts a run of the workflow and tells what became of it. Never rejects. */
export async function startRun(
	context: ITriggerFunctions,
	item: INodeExecutionData,
	deduplicationKey: string | undefined,
): Promise<RunOutcome> {
	// Not bound beforehand: in a manual run n8n puts another `emit` into the context after the trigger has started.
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	try {
		(context.emit as unknown as Emit).call(context, [[item]], undefined, done, deduplicationKey);
		return outcomeOf(await done.promise);
	} catch (caught) {
		return outcomeOfFailure(caught);
	}
}

/**
 * The name under which n8n keeps the run of an event: workflow, node, account, line, log, sequences and attempt. Below
 * 255 characters, the width of n8n's column, and unique over all workflows, as is n8n's index.
 */
export function deduplicationKey(context: ITriggerFunctions, account: string, { entries, gap, attempt }: Delivery): string | undefined {
	const workflowId = context.getWorkflow().id;
	const place = gap ?? entries[0];
	// A workflow that was never saved has no id, and could be any.
	if (workflowId === undefined || workflowId === '' || place === undefined) return undefined;
	const what = gap === undefined ? entries.map(({ sequence }) => sequence) : ['gap', gap.reason, gap.after];
	const hash = hashOfParts([workflowId, context.getNode().id, account, place.line.id, place.log, attempt, ...what]);
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
			// A run that waits goes on later; for its trigger it has ended.
			return run.data?.resultData?.error === undefined ? 'succeeded' : 'failed';
	}
}

/**
 * Whether a node of it is known to have run: at least the trigger has, where a run came to its end. In queue mode a run
 * whose worker died ends in an error, of no class of its own, that names no node (2.40: WorkflowRunner.processError).
 */
function hasBegun({ data }: IRun): boolean {
	const { lastNodeExecuted, runData } = data.resultData;
	return lastNodeExecuted !== undefined || Object.keys(runData).length > 0;
}

/** n8n rejects with these classes where there was a run; with anything else there was none. */
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
