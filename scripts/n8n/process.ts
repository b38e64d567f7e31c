import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { N8nProgram } from './programs';
import { say } from './progress';
import { until, within } from './until';
import { ownRow } from '../ports';
import { environmentOf, type N8nSettings } from './settings';

/** The address of n8n in the simulated world: the simulator delivers there as a reverse proxy would. */
export const publicHost = 'n8n.example.test';

export interface StartOptions {
	readonly program: N8nProgram;
	readonly userFolder: string;
	/** The same on every start of one user folder. */
	readonly encryptionKey?: string;
	/** Keeps its address over a restart. */
	readonly port?: number;
	readonly webhookUrl?: string;
	/** Where tests and tools find it: a proxy before it, for example. Default HTTP at the address that it listens on. */
	readonly url?: string;
	readonly extra?: Readonly<Record<string, string>>;
	/** Default: one that is free. */
	readonly brokerPort?: number;
	/** Default `start`; queue mode adds `worker` and `webhook`. */
	readonly role?: 'start' | 'worker' | 'webhook';
	/**
	 * Its own group of processes: Ctrl-C in the terminal reaches only the process that started it, and at the end nothing
	 * of the group is left. Default false.
	 */
	readonly ownGroup?: boolean;
	/** Ends it while it starts. */
	readonly signal?: AbortSignal;
	/** How many lines of its log are kept; default all. */
	readonly keptLines?: number;
}

const endWithParent = path.join(__dirname, 'endWithParent.cjs');

/** One process of n8n. */
export class N8nProcess {
	private constructor(
		private readonly child: ChildProcess,
		private readonly settings: N8nSettings,
		private readonly lines: string[],
		/** Of its own group of processes. */
		private readonly group: number | undefined,
		private readonly ended: Promise<void>,
		/** Where it is found. */
		readonly url: string,
	) {}

	/** Starts n8n; the answer comes when it can be used. */
	static async start(options: StartOptions): Promise<N8nProcess> {
		const row = await ownRow();
		const settings: N8nSettings = {
			userFolder: options.userFolder,
			port: options.port ?? row,
			brokerPort: options.brokerPort ?? row + 1,
			encryptionKey: options.encryptionKey ?? randomBytes(24).toString('base64url'),
			webhookUrl: options.webhookUrl ?? `https://${publicHost}/`,
			extra: { ...options.program.environment, ...options.extra },
		};
		const { program, role = 'start' } = options;
		const done = say(`Starting n8n ${program.version} (${role})`);
		const child = spawn(program.node, ['--require', endWithParent, program.command, role], {
			cwd: options.userFolder,
			env: environmentOf(settings),
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			detached: options.ownGroup,
		});
		const lines = collect(child, options.keptLines);
		const group = options.ownGroup === true ? child.pid : undefined;
		const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
		const url = options.url ?? `http://${settings.extra?.N8N_LISTEN_ADDRESS ?? '127.0.0.1'}:${settings.port}`;
		const started = new N8nProcess(child, settings, lines, group, ended, url);
		await started.whenReady(role, options.signal);
		done();
		return started;
	}

	get port(): number {
		return this.settings.port;
	}

	get encryptionKey(): string {
		return this.settings.encryptionKey;
	}

	get pid(): number {
		return this.child.pid ?? 0;
	}

	get isRunning(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** Every line that it wrote, oldest first. */
	get log(): readonly string[] {
		return this.lines;
	}

	/** As an orderly restart does it. Safe to call twice. */
	async stop(milliseconds = 60_000): Promise<void> {
		if (!this.isRunning) return;
		this.child.kill('SIGTERM');
		try {
			await within('n8n ends after SIGTERM', this.ended, { milliseconds });
		} catch (error) {
			await this.kill();
			throw new Error(`n8n did not stop:\n${this.tail()}`, { cause: error });
		} finally {
			this.endGroup();
		}
	}

	/** Resolves when it has ended, whatever the reason. */
	whenEnded(): Promise<void> {
		return this.ended;
	}

	/** As a power cut does it. Its helpers would outlive it, so they go too. */
	async kill(): Promise<void> {
		const helpers = childrenOf(this.pid);
		this.child.kill('SIGKILL');
		this.endGroup();
		await this.ended;
		for (const helper of helpers) endQuietly(helper);
	}

	private endGroup(): void {
		if (this.group !== undefined) endQuietly(-this.group);
	}

	/** The end of the log, for a failure's message; without the keys that tests make. */
	tail(count = 60): string {
		return this.lines.slice(-count).join('\n').replaceAll(this.encryptionKey, '…');
	}

	private async whenReady(role: string, signal: AbortSignal | undefined): Promise<void> {
		const end = this.ended.then(() => {
			throw new Error(`n8n ended before it was ready:\n${this.tail()}`);
		});
		end.catch(() => undefined);
		// Nothing looks for a process that has ended.
		const over = new AbortController();
		const looking = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
		const ready = until('n8n is ready', async () => await this.isReady(role), { milliseconds: 600_000, signal: looking });
		ready.catch(() => undefined);
		try {
			await Promise.race([end, ready]);
		} catch (error) {
			if (this.isRunning) await this.kill();
			signal?.throwIfAborted();
			throw new Error(`n8n did not start:\n${this.tail()}`, { cause: error });
		} finally {
			over.abort();
		}
	}

	private async isReady(role: string): Promise<boolean> {
		if (role === 'worker') return this.lines.some((line) => line.includes('n8n worker is now ready'));
		if (!(await fetch(`${this.url}/healthz/readiness`)).ok) return false;
		if (role === 'webhook') return true;
		// Workflows that were active are activated before this line.
		return (await fetch(`${this.url}/rest/settings`)).ok && this.lines.some((line) => line.includes('Editor is now accessible'));
	}
}

function collect(child: ChildProcess, kept = Number.POSITIVE_INFINITY): string[] {
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		let rest = '';
		stream?.setEncoding('utf8').on('data', (text: string) => {
			const parts = (rest + text).split('\n');
			rest = parts.pop() ?? '';
			lines.push(...parts);
			if (lines.length > kept) lines.splice(0, lines.length - kept);
		});
		stream?.once('end', () => {
			if (rest !== '') lines.push(rest);
		});
	}
	return lines;
}

/** Ids of the processes that it started, such as its task runner. */
function childrenOf(pid: number): number[] {
	try {
		const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
		return text
			.trim()
			.split(/\s+/)
			.filter((id) => id !== '')
			.map(Number);
	} catch {
		return [];
	}
}

function endQuietly(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It ended by itself.
	}
}
