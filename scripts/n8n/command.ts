import { spawn } from 'node:child_process';

export interface CommandOptions {
	readonly cwd: string;
	/** Added to this process's environment; undefined takes a variable away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Default 20 minutes: a cold download of n8n on a slow line. */
	readonly timeoutMilliseconds?: number;
	/** Ends the program and all that it has started. */
	readonly signal?: AbortSignal;
}

/** Runs a program to its end; the answer is what it wrote. When it fails, the end of its output is in the error. */
export async function run(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
	const { cwd, env, timeoutMilliseconds = 20 * 60_000, signal } = options;
	signal?.throwIfAborted();
	return await new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd,
			env: { ...process.env, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: timeoutMilliseconds,
			// A group of its own, which can be ended as a whole.
			detached: signal !== undefined,
		});
		const end = (): void => endGroup(child.pid);
		signal?.addEventListener('abort', end);
		let output = '';
		let errors = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			errors += text;
		});
		child.once('error', reject);
		child.once('close', (code, endedBy) => {
			signal?.removeEventListener('abort', end);
			if (code === 0) resolve(output);
			else if (signal?.aborted) reject(signal.reason as Error);
			else reject(new Error(`${command} ${args.join(' ')} ended with ${endedBy ?? code}:\n${(output + errors).slice(-4_000)}`));
		});
	});
}

function endGroup(pid: number | undefined): void {
	if (pid === undefined) return;
	try {
		// npm would finish what it is about to do: what it has made so far is removed anyway.
		process.kill(-pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}
