import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { N8nProgram } from '../install/programs';
import { say } from '../support/progress';
import { until, within } from '../support/until';
import { freePorts } from './ports';
import { environmentOf, type N8nSettings } from './settings';

/** The address of n8n in every test: the simulator delivers there as a reverse proxy would. */
export const publicHost = 'n8n.example.test';

export interface StartOptions {
	readonly program: N8nProgram;
	readonly userFolder: string;
	/** The same on every start of one user folder. */
	readonly encryptionKey?: string;
	/** Keeps its address over a restart. */
	readonly port?: number;
	readonly webhookUrl?: string;
	readonly extra?: Readonly<Record<string, string>>;
	/** Default `start`; queue mode adds `worker` and `webhook`. */
	readonly role?: 'start' | 'worker' | 'webhook';
}

/** One process of n8n. */
export class N8nProcess {
	private constructor(
		private readonly child: ChildProcess,
		private readonly settings: N8nSettings,
		private readonly lines: string[],
		private readonly ended: Promise<void>,
	) {}

	/** Starts n8n; the answer comes when it can be used. */
	static async start(options: StartOptions): Promise<N8nProcess> {
		const [port, brokerPort] = (await freePorts(2)) as [number, number];
		const settings: N8nSettings = {
			userFolder: options.userFolder,
			port: options.port ?? port,
			brokerPort,
			encryptionKey: options.encryptionKey ?? randomBytes(24).toString('base64url'),
			webhookUrl: options.webhookUrl ?? `https://${publicHost}/`,
			extra: { ...options.program.environment, ...options.extra },
		};
		const { program, role = 'start' } = options;
		const done = say(`Starting n8n ${program.version} (${role})`);
		const child = spawn(program.node, [program.command, role], {
			cwd: options.userFolder,
			env: environmentOf(settings),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const started = new N8nProcess(child, settings, collect(child), new Promise((resolve) => child.once('close', () => resolve())));
		await started.whenReady(role);
		done();
		return started;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
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
	async stop(): Promise<void> {
		if (!this.isRunning) return;
		this.child.kill('SIGTERM');
		try {
			await within('n8n ends after SIGTERM', this.ended, { milliseconds: 60_000 });
		} catch (error) {
			await this.kill();
			throw new Error(`n8n did not stop:\n${this.tail()}`, { cause: error });
		}
	}

	/** As a power cut does it. Its helpers would outlive it, so they go too. */
	async kill(): Promise<void> {
		const helpers = childrenOf(this.pid);
		this.child.kill('SIGKILL');
		await this.ended;
		for (const helper of helpers) endQuietly(helper);
	}

	/** The end of the log, for a failure's message; without the keys that tests make. */
	tail(count = 60): string {
		return this.lines.slice(-count).join('\n').replaceAll(this.encryptionKey, '…');
	}

	private async whenReady(role: string): Promise<void> {
		const end = this.ended.then(() => {
			throw new Error(`n8n ended before it was ready:\n${this.tail()}`);
		});
		end.catch(() => undefined);
		try {
			await Promise.race([end, until('n8n is ready', async () => await this.isReady(role), { milliseconds: 600_000 })]);
		} catch (error) {
			if (this.isRunning) await this.kill();
			throw new Error(`n8n did not start:\n${this.tail()}`, { cause: error });
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

function collect(child: ChildProcess): string[] {
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		let rest = '';
		stream?.setEncoding('utf8').on('data', (text: string) => {
			const parts = (rest + text).split('\n');
			rest = parts.pop() ?? '';
			lines.push(...parts);
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
