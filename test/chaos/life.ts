import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** What every process of n8n says of itself. `loaded`: it has read its modules, and waits for orders. */
export type Began = { readonly type: 'loaded' } | { readonly type: 'started' };

/** n8n as a process of its own, which ends with this one. It keeps this one from nothing. */
export function startChild(file = path.join(__dirname, 'child.ts')): ChildProcess {
	const child = fork(file, [], {
		// The second one is for a node that imports its parts late.
		execArgv: ['--require', 'tsx/cjs', '--require', path.join(__dirname, '../support/codexLast.cjs'), '--import', 'tsx/esm'],
		// What belongs to the test runner is no business of n8n's.
		env: { ...process.env, JEST_WORKER_ID: undefined, NODE_OPTIONS: undefined },
	});
	// A run that failed leaves it to the end of this process.
	child.unref();
	child.channel?.unref();
	return child;
}

/** A process that has read its modules: reading them takes longer than all else, so the next one does it beforehand. */
export class Life<Told extends object, Said extends { readonly type: string }> {
	readonly loaded: Promise<void>;
	readonly started: Promise<void>;
	readonly exited: Promise<number | null>;
	private readonly process: ChildProcess;

	/** @param file default that of the trigger's runs */
	constructor(onMessage: (message: Said) => void, file?: string) {
		this.process = startChild(file);
		const said = (type: Began['type']) =>
			new Promise<void>((resolve) => {
				this.process.on('message', (message: Said | Began) => {
					if (message.type === type) resolve();
				});
			});
		this.loaded = said('loaded');
		this.started = said('started');
		this.process.on('message', onMessage);
		this.exited = new Promise((resolve) => this.process.once('exit', resolve));
	}

	tell(message: Told): void {
		if (this.process.connected) this.process.send(message);
	}

	/** Ends it in good order. Resolves with what went wrong; undefined when it has ended by itself. */
	async end(): Promise<string | undefined> {
		this.signal('SIGTERM');
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<'late'>((resolve) => {
			// Long enough for a busy machine: the limit only tells that something keeps it alive.
			timer = setTimeout(() => resolve('late'), 60_000);
		});
		const code = await Promise.race([this.exited, late]);
		clearTimeout(timer);
		if (code === 0) return undefined;
		if (code !== 'late') return `n8n ended with ${code} after SIGTERM`;
		this.signal('SIGKILL');
		return 'n8n does not end after SIGTERM: something keeps it alive';
	}

	signal(name: 'SIGKILL' | 'SIGTERM'): void {
		this.process.kill(name);
	}
}
