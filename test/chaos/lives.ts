import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Journal } from './journal';
import { Ledger } from './ledger';
import type { Routes } from './network';
import type { FromChild, Orders, ToChild } from './protocol';

/** n8n as a process of its own (`child.ts`), which ends with this one. It keeps this one from nothing. */
export function startChild(): ChildProcess {
	const child = fork(path.join(__dirname, 'child.ts'), [], {
		execArgv: ['--require', 'tsx/cjs', '--require', path.join(__dirname, '../support/codexLast.cjs')],
		// What belongs to the test runner is no business of n8n's.
		env: { ...process.env, JEST_WORKER_ID: undefined, NODE_OPTIONS: undefined },
	});
	// A run that failed leaves it to the end of this process.
	child.unref();
	child.channel?.unref();
	return child;
}

/** A process that has read its modules: reading them takes longer than all else, so the next one does it beforehand. */
class Life {
	readonly loaded: Promise<void>;
	readonly started: Promise<void>;
	readonly exited: Promise<number | null>;
	private readonly process: ChildProcess;

	constructor(onMessage: (message: FromChild) => void) {
		this.process = startChild();
		const said = (type: FromChild['type']) =>
			new Promise<void>((resolve) => {
				this.process.on('message', (message: FromChild) => {
					if (message.type === type) resolve();
				});
			});
		this.loaded = said('loaded');
		this.started = said('started');
		this.process.on('message', onMessage);
		this.exited = new Promise((resolve) => this.process.once('exit', resolve));
	}

	tell(message: ToChild): void {
		if (this.process.connected) this.process.send(message);
	}

	signal(name: 'SIGKILL' | 'SIGTERM'): void {
		this.process.kill(name);
	}
}

/** n8n as one process after the other, with one database. */
export class Lives {
	readonly ledger = new Ledger();
	readonly warnings: string[] = [];
	readonly killed: number[] = [];
	readonly ended: number[] = [];
	private readonly folder = mkdtempSync(path.join(tmpdir(), 'chaos-'));
	private count = 0;
	private current: Life | undefined;
	private next = this.prepare();

	constructor(private readonly orders: () => Omit<Orders, 'life' | 'journal'>) {}

	/** Starts n8n. Resolves when it has started. */
	async begin(): Promise<void> {
		const life = this.next;
		await life.loaded;
		this.current = life;
		this.count += 1;
		life.tell({ type: 'begin', orders: { ...this.orders(), life: this.count, journal: this.journal } });
		const exited = life.exited.then((code) => {
			if (this.current === life) throw new Error(`n8n ended with ${code} and nobody told it to`);
		});
		exited.catch(() => undefined);
		await Promise.race([life.started, exited]);
		this.next = this.prepare();
	}

	tellRoutes(routes: Routes): void {
		this.current?.tell({ type: 'routes', routes });
	}

	/** In the middle of whatever it does. */
	async kill(): Promise<void> {
		const life = this.take();
		this.killed.push(this.count);
		life.signal('SIGKILL');
		await life.exited;
		this.readRows();
	}

	/** As an orderly stop of n8n. Rejects when the process does not end by itself. */
	async end(): Promise<void> {
		const life = this.take();
		this.ended.push(this.count);
		life.signal('SIGTERM');
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<'late'>((resolve) => {
			// Long enough for a busy machine: the limit only tells that something keeps it alive.
			timer = setTimeout(() => resolve('late'), 60_000);
		});
		const code = await Promise.race([life.exited, late]);
		clearTimeout(timer);
		if (code === 'late') life.signal('SIGKILL');
		this.readRows();
		if (code !== 0)
			throw new Error(
				code === 'late' ? 'n8n does not end after SIGTERM: something keeps it alive' : `n8n ended with ${code} after SIGTERM`,
			);
	}

	/** Ends what is left, at once. */
	async stop(): Promise<void> {
		const left = [this.current, this.next].filter((life) => life !== undefined);
		this.current = undefined;
		for (const life of left) life.signal('SIGKILL');
		await Promise.all(left.map(({ exited }) => exited));
		rmSync(this.folder, { recursive: true, force: true });
	}

	private get journal(): string {
		return path.join(this.folder, 'journal');
	}

	private take(): Life {
		const { current } = this;
		if (current === undefined) throw new Error('n8n is not running');
		this.current = undefined;
		return current;
	}

	/** What a process wrote and did not come to tell counts too: its row is there. */
	private readRows(): void {
		for (const row of Journal.rows(this.journal).slice(this.ledger.rows.length)) this.ledger.add(row);
	}

	private prepare(): Life {
		return new Life((message) => {
			if (message.type === 'row') this.takeRow(message.row.life, () => this.ledger.add(message.row));
			if (message.type === 'warning') this.warnings.push(message.message);
		});
	}

	/** What a process told before it was killed may arrive after its journal was read. */
	private takeRow(life: number, add: () => void): void {
		if (this.current !== undefined && life === this.count) add();
	}
}
