import type { IExecuteFunctions } from 'n8n-workflow';
import { cutTo } from '../../spectrum/values/cut';

/**
 * Key of the notice in the execution. n8n shows it in the list of executions, under *Highlighted data*, if its edition
 * has that.
 */
const highlight = 'imessage_stopped';

/**
 * Reports how far a node came when a person stops the execution, because n8n then drops the node's output. The notice
 * goes to n8n's log, to the editor's console in a manual run, and to the execution itself.
 */
export class StopNotice {
	private items = 0;
	private readonly onStop = () => report(this.context, sentence(this.items, this.context.getInputData().length));

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly signal: AbortSignal | undefined = context.getExecutionCancelSignal(),
	) {
		// n8n stores the execution right after the signal, so the notice has to be written at once.
		signal?.addEventListener('abort', this.onStop, { once: true });
	}

	/** Notes that the items before this one are done, and that this one has begun. */
	at(itemIndex: number): void {
		this.items = itemIndex;
	}

	/** The node has ended. A later stop does not concern it. */
	end(): void {
		this.signal?.removeEventListener('abort', this.onStop);
	}
}

function sentence(done: number, total: number): string {
	if (total === 1) return 'stopped while its only item was in progress, which may have gone through';
	return `stopped after item ${done} of ${total}; item ${done + 1} was in progress and may have gone through`;
}

function report(context: IExecuteFunctions, notice: string): void {
	const message = `Node "${context.getNode().name}" ${notice}`;
	context.logger.info(message, { executionId: context.getExecutionId(), workflowId: context.getWorkflow().id });
	context.sendMessageToUI(message);
	try {
		const { customData } = context.getWorkflowDataProxy(0).$execution as { customData?: { set(name: string, value: string): void } };
		customData?.set(highlight, cutTo(message, 255));
	} catch {
		// An execution has room for ten highlights. The log has the notice in any case.
	}
}
