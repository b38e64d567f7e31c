import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Journal } from './journal';
import { Ledger } from './ledger';
import { Life } from './life';
import type { Routes } from './network';
import type { FromChild, Orders, ToChild } from './protocol';

type TriggerLife = Life<ToChild, FromChild>;

/** n8n as one process after the other, with one database. */
export class Lives {
	readonly ledger = new Ledger();
	readonly warnings: string[] = [];
	readonly killed: number[] = [];
	readonly ended: number[] = [];
	private readonly folder = mkdtempSync(path.join(tmpdir(), 'chaos-'));
	private count = 0;
	private current: TriggerLife | undefined;
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
		const problem = await life.end();
		this.readRows();
		if (problem !== undefined) throw new Error(problem);
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

	private take(): TriggerLife {
		const { current } = this;
		if (current === undefined) throw new Error('n8n is not running');
		this.current = undefined;
		return current;
	}

	/** What a process wrote and did not come to tell counts too: its row is there. */
	private readRows(): void {
		const rows = Journal.read(this.journal).flatMap(({ row }) => row ?? []);
		for (const row of rows.slice(this.ledger.rows.length)) this.ledger.add(row);
	}

	private prepare(): TriggerLife {
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
