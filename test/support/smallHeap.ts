import { spawn } from 'node:child_process';
import path from 'node:path';
import { cpuMillisecondsOf } from './cpuTime';

/** What one input did in one place. */
export interface Measured {
	/** The place and the input. */
	readonly what: string;
	/** What came of it. */
	readonly message: string;
	/** Of CPU. */
	readonly seconds: number;
	/** How many times as long as with a tenth of the input; absent where it took little. */
	readonly ratio?: number;
}

/** Seconds of CPU from which on an input is compared with a tenth of it. */
const noticeable = 0.5;
/** The ratio of linear work is 10, of quadratic work 100. */
export const largestRatio = 40;

/** Does the work with an input of this length, and with a tenth of it where it takes long. */
export async function measured(what: string, length: number, work: (length: number) => Promise<string> | string): Promise<Measured> {
	const long = await timed(() => work(length));
	if (long.seconds < noticeable) return { what, ...long };
	const short = await timed(() => work(length / 10));
	return { what, ...long, ratio: long.seconds / Math.max(short.seconds, 0.05) };
}

async function timed(work: () => Promise<string> | string): Promise<{ message: string; seconds: number }> {
	let message = '';
	const milliseconds = await cpuMillisecondsOf(async () => {
		message = await work();
	});
	return { message: message.slice(0, 300), seconds: milliseconds / 1_000 };
}

/** Runs a script of test/support in a process with that heap; it writes a line of JSON for each {@link Measured}. */
export async function inSmallHeap(script: string, mebibytes: number, ...args: string[]): Promise<Measured[]> {
	const options = [`--max-old-space-size=${mebibytes}`, '--require', 'tsx/cjs', '--require', path.join(__dirname, 'codexLast.cjs')];
	const child = spawn(process.execPath, [...options, path.join(__dirname, script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	let errors = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
	child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
	const code = await new Promise((resolve) => child.on('close', resolve));
	const lines = output.split('\n').filter((line) => line !== '');
	if (code !== 0) throw new Error(`It ended with ${String(code)} after ${lines.at(-1) ?? 'nothing'}: ${errors.slice(-2_000)}`);
	return lines.map((line) => JSON.parse(line) as Measured);
}
