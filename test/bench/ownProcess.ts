import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const codexLast = join(__dirname, '../support/codexLast.cjs');

/** Another process that answers one request after the other. */
export class OwnProcess {
	private constructor(private readonly child: ChildProcess) {}

	/** @param script below test/bench */
	static start(script: string, nodeArguments: readonly string[] = []): OwnProcess {
		const child = fork(join(__dirname, script), {
			execArgv: ['--require', 'tsx/cjs', '--require', codexLast, ...nodeArguments],
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		return new OwnProcess(child);
	}

	/** Sends an order and gives the answer. Rejects with what the process threw, or when it ends. */
	async ask<Answer>(order: object): Promise<Answer> {
		const { child } = this;
		const heard = new AbortController();
		const { signal } = heard;
		try {
			const answer = once(child, 'message', { signal }).then(([message]: unknown[]) => message);
			const end = once(child, 'exit', { signal }).then(([code]: unknown[]) => ({ error: `The process ended with ${String(code)}` }));
			child.send(order);
			const { value, error } = (await Promise.race([answer, end])) as { value?: Answer; error?: string };
			if (error !== undefined) throw new Error(error);
			return value as Answer;
		} finally {
			heard.abort();
		}
	}

	async stop(): Promise<void> {
		if (this.child.exitCode !== null || this.child.signalCode !== null) return;
		const ended = once(this.child, 'exit');
		this.child.kill();
		await ended;
	}
}

/** The other side: answers each order. */
export function answerOrders<Order>(answer: (order: Order) => Promise<unknown>): void {
	process.on('message', (order: Order) => {
		answer(order).then(
			(value) => process.send?.({ value }),
			(error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
		);
	});
	// Whoever started it is gone.
	process.on('disconnect', () => process.exit());
}
