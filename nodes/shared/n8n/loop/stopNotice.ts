import type { IExecuteFunctions } from 'n8n-workflow';

/** Where n8n shows it: in the list of executions, under *Highlighted data*, where its edition has that. */
const highlight = 'imessage_stopped';

/**
 * Says how far a node came when a person stops the execution: n8n then keeps nothing of what the node has given. Told in
 * n8n's log, in the editor's console for a run by hand, and with the execution itself.
 */
export class StopNotice {
	private items = 0;
	private readonly tell = () => tell(this.context, sentence(this.items, this.context.getInputData().length));

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly signal: AbortSignal | undefined = context.getExecutionCancelSignal(),
	) {
		// n8n stores the execution right after the signal, so that it has to be said at once.
		signal?.addEventListener('abort', this.tell, { once: true });
	}

	/** Notes that the items before this one are done, and that this one has begun. */
	at(itemIndex: number): void {
		this.items = itemIndex;
	}

	/** The node has ended: whatever stops now does not stop it. */
	end(): void {
		this.signal?.removeEventListener('abort', this.tell);
	}
}

function sentence(done: number, total: number): string {
	if (total === 1) return 'stopped while its only item was under way, which may have gone through';
	return `stopped after item ${done} of ${total}; item ${done + 1} was under way and may have gone through`;
}

function tell(context: IExecuteFunctions, said: string): void {
	const message = `Node "${context.getNode().name}" ${said}`;
	context.logger.info(message, { executionId: context.getExecutionId(), workflowId: context.getWorkflow().id });
	context.sendMessageToUI(message);
	try {
		const { customData } = context.getWorkflowDataProxy(0).$execution as { customData?: { set(name: string, value: string): void } };
		customData?.set(highlight, message.slice(0, 255));
	} catch {
		// An execution has room for ten of them; the log has it.
	}
}
