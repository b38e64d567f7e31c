import type { ITriggerFunctions } from 'n8n-workflow';
import { nodeIdentity } from '../../shared/n8n/memory/nodeIdentity';

/** A trigger that can be ended, more than once without harm. */
interface Ending {
	close(): void;
}

/**
 * Which trigger listens for each active node of this process: one, the newest.
 *
 * n8n 2.40 can start a node's trigger a second time and forget the first. Its retry after a trigger that failed
 * (workflow-trigger-activator.ts) holds no lock, and its reconciler, which looks for missing triggers every ten seconds,
 * does not know of the retry. The forgotten one would hand on every event a second time, and go on after the workflow
 * was deactivated. Polling needs none of this: whoever looks, n8n's own cron calls it, and ends with the workflow.
 */
export class Listening {
	private readonly newest = new Map<string, Ending>();

	/** Ends the trigger that listened for the node before. */
	takeOver(context: ITriggerFunctions, trigger: Ending): void {
		const node = nodeIdentity(context);
		const former = this.newest.get(node);
		this.newest.set(node, trigger);
		if (former === undefined) return;
		context.logger.info('The trigger was started a second time, and only the newer one goes on');
		former.close();
	}

	/** The trigger has ended; unless another has taken over, nobody listens for the node. */
	hasEnded(context: ITriggerFunctions, trigger: Ending): void {
		const node = nodeIdentity(context);
		if (this.newest.get(node) === trigger) this.newest.delete(node);
	}
}
