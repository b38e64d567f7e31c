import { inspect } from 'node:util';
import type { TestHost } from '../support/host';
import type { Execution } from '../support/host/execution';

/** Secrets that nothing may show, and where one of them was seen. */
export class Secrets {
	readonly seen = new Set<string>();

	/** @param planted by the name of the field that holds it */
	constructor(private readonly planted: Readonly<Record<string, string>>) {}

	/** Searches an execution as n8n stores it, and its error with every cause and field. */
	searchExecution(execution: Execution): void {
		this.search(`execution ${execution.id}`, JSON.stringify(execution.stored()));
		const errors = execution.nodes.flatMap(({ name }) => execution.tasks(name).map(({ error }) => error));
		for (const error of [execution.error, ...errors]) {
			if (error !== undefined) this.search(`an error of execution ${execution.id}`, inspect(error, { depth: 20, showHidden: true }));
		}
	}

	/** Searches what n8n logged, and what it stores for a workflow. */
	searchHost(host: TestHost, workflowIds: readonly string[]): void {
		this.search('the log', inspect(host.logs, { depth: 20, maxArrayLength: null, maxStringLength: null }));
		for (const id of workflowIds) this.search(`the static data of ${id}`, JSON.stringify(host.staticData(id)));
	}

	search(where: string, text: string): void {
		for (const [field, secret] of Object.entries(this.planted)) {
			if (text.includes(secret)) this.seen.add(`${field} in ${where}`);
		}
	}
}
