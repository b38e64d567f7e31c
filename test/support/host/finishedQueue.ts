import { createDeferredPromise, type IDeferredPromise } from 'n8n-workflow';
import type { Execution } from './execution';

/** Hands each execution to one asker, in the order in which they ended. */
export class FinishedQueue {
	private readonly waiting: Execution[] = [];
	private readonly askers: Array<IDeferredPromise<Execution>> = [];
	private closed = false;

	push(execution: Execution): void {
		const asker = this.askers.shift();
		if (asker === undefined) this.waiting.push(execution);
		else asker.resolve(execution);
	}

	async next(): Promise<Execution> {
		const execution = this.waiting.shift();
		if (execution !== undefined) return execution;
		if (this.closed) throw new Error('The host has stopped');
		const asker = createDeferredPromise<Execution>();
		this.askers.push(asker);
		return await asker.promise;
	}

	close(): void {
		this.closed = true;
		for (const asker of this.askers.splice(0)) asker.reject(new Error('The host stopped before an execution finished'));
	}
}
