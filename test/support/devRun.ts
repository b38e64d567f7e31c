import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { until } from '../../scripts/n8n/until';

export interface DevRunOptions {
	/** The working tree. */
	readonly root: string;
	/** What follows `npm run dev --`. */
	readonly args: readonly string[];
	/** As a person starts it, or Node alone, which is faster. Default `npm`. */
	readonly by?: 'npm' | 'node';
}

/** A run of `npm run dev`, as the person at the terminal has it. */
export class DevRun {
	private text = '';
	readonly startedAt = Date.now();
	private readonly ended: Promise<number | null>;

	private constructor(private readonly child: ChildProcess) {
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				this.text += text;
			});
		}
		this.ended = new Promise((resolve) => child.once('close', (code) => resolve(code)));
	}

	static start({ root, args, by = 'npm' }: DevRunOptions): DevRun {
		const [command, ...first] =
			by === 'npm' ? ['npm', 'run', '--silent', 'dev', '--'] : [process.execPath, '--import', 'tsx', 'scripts/dev/main.ts'];
		// A group of its own, as a terminal gives to each command.
		const options = { cwd: root, detached: true, stdio: 'pipe' } as const;
		return new DevRun(spawn(command, [...first, ...args], options));
	}

	/** Everything it wrote. */
	get output(): string {
		return this.text;
	}

	/** The four lines, by their first word; the answer comes when they are there. */
	async lines(milliseconds: number): Promise<Readonly<Record<'n8n' | 'Phone' | 'First' | 'Stop', string>>> {
		return await this.until('the four lines are there', milliseconds, () => {
			const found = /^n8n +(.*)\nPhone +(.*)\nFirst +(.*)\nStop +(.*)$/m.exec(this.text);
			if (found === null) return undefined;
			const [, n8n = '', phone = '', first = '', stop = ''] = found;
			return { n8n, Phone: phone, First: first, Stop: stop };
		});
	}

	/** Waits for what it writes, or for what it does; says what it wrote when it ends instead. */
	async until<T>(what: string, milliseconds: number, look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
		const over = new AbortController();
		void this.ended.then((code) => over.abort(new Error(`It ended with ${code} instead: ${this.text}`)));
		try {
			return await until(what, look, { milliseconds, signal: over.signal });
		} catch (error) {
			throw new Error(`${what}: waited in vain. It wrote:\n${this.text}`, { cause: error });
		}
	}

	/** A key that the person presses. */
	press(key: string): void {
		this.child.stdin?.write(key);
	}

	/** Ctrl-C, or a terminal that is closed, reaches every program of the group; the answer is the exit code. */
	async stop(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' = 'SIGINT'): Promise<number | null> {
		this.kill(signal);
		return await this.ended;
	}

	/** Resolves with the exit code when it ends by itself. */
	async stopped(): Promise<number | null> {
		return await this.ended;
	}

	/** At the end of a test that failed. */
	kill(signal: NodeJS.Signals = 'SIGKILL'): void {
		if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
		try {
			process.kill(-this.child.pid, signal);
		} catch {
			// It has ended by itself.
		}
	}

	/** Ends the program that was started alone, as `kill` does. */
	async stopOnlyParent(): Promise<void> {
		this.child.kill('SIGTERM');
		await this.ended;
	}
}

/** A phone on the page, used over HTTP as the page does it. */
export class PhoneOnPage {
	constructor(
		private readonly url: string,
		private readonly address: string,
	) {}

	/** The first line that people can write to. */
	async line(): Promise<{ readonly id: string; readonly name: string }> {
		const [line] = (await (await fetch(new URL('/phone/lines', this.url))).json()) as Array<{ id: string; name: string }>;
		if (line === undefined) throw new Error('There is no line');
		return line;
	}

	async write(text: string): Promise<void> {
		const { id } = await this.line();
		const response = await fetch(new URL('/phone/send', this.url), {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: new URL(this.url).origin },
			body: JSON.stringify({ phone: this.address, line: id, text }),
		});
		if (!response.ok) throw new Error(`The page answered ${response.status}: ${await response.text()}`);
	}

	/** The direct conversation with the line: who wrote, and what. */
	async texts(): Promise<Array<{ readonly isOwn: boolean; readonly text: string }>> {
		const { id } = await this.line();
		const query = new URLSearchParams({ phone: this.address, line: id, space: `any;-;${this.address}` });
		const response = await fetch(new URL(`/phone/history?${query.toString()}`, this.url));
		const { items } = (await response.json()) as { items: Array<{ isOwn: boolean; bubbles?: Array<{ text?: string }> }> };
		return items.map(({ isOwn, bubbles = [] }) => ({ isOwn, text: bubbles.map(({ text = '' }) => text).join('') }));
	}
}

/** Which of these ports of this machine are in use. */
export async function openPorts(ports: readonly number[]): Promise<number[]> {
	const answers = await Promise.all(
		ports.map(
			async (port) =>
				await new Promise<boolean>((resolve) => {
					const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
					socket.once('connect', () => socket.destroy());
				}),
		),
	);
	return ports.filter((_port, index) => answers[index]);
}

/** Processes that work in a folder, or below it. */
export function processesIn(folder: string): number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
		.filter((pid) => {
			try {
				const place = readlinkSync(`/proc/${pid}/cwd`);
				return place === folder || place.startsWith(`${folder}/`);
			} catch {
				// It has ended, or is not ours.
				return false;
			}
		})
		.map(Number);
}
