import type { ITriggerFunctions } from 'n8n-workflow';
import { nodeIdentity } from '../../shared/n8n/memory/nodeIdentity';

/** A trigger that can be closed, also more than once. */
interface Closable {
	close(): void;
}

/**
 * The one trigger that listens for each active node of this process: the newest.
 *
 * n8n 2.40 can start a node's trigger a second time and forget the first. Its retry after a trigger that failed
 * (workflow-trigger-activator.ts) holds no lock, and its reconciler, which looks for missing triggers every ten seconds,
 * does not know about the retry. The forgotten trigger would start a second run for every event, and continue after the
 * workflow was deactivated. Polling does not need this, because n8n's own cron calls it and ends with the workflow.
 */
export class ActiveTriggers {
	private readonly newest = new Map<string, Closable>();

	/** Makes `trigger` the listening one, and closes the trigger that listened for the node before. */
	takeOver(context: ITriggerFunctions, trigger: Closable): void {
		const node = nodeIdentity(context);
		const former = this.newest.get(node);
		this.newest.set(node, trigger);
		if (former === undefined) return;
		context.logger.info('The trigger was started a second time. Only the newer one continues');
		former.close();
	}

	/** Records that `trigger` has ended. Unless another one has taken over, no trigger listens for the node. */
	hasEnded(context: ITriggerFunctions, trigger: Closable): void {
		const node = nodeIdentity(context);
		if (this.newest.get(node) === trigger) this.newest.delete(node);
	}
}
