import { rmSync } from 'node:fs';
import path from 'node:path';
import { PortInUse } from '../../simulator/src/net/listen';
import { UsageError } from '../../simulator/src/standalone/arguments';
import { StateFolder } from '../../simulator/src/standalone/stateFolder';
import { startStandalone, type Standalone } from '../../simulator/src/standalone/start';
import { Terminal } from '../../simulator/src/standalone/terminal';
import { publicHost } from '../n8n/process';
import { isFree } from '../ports';
import { writeProgressWith } from '../n8n/progress';
import { help, parseDevArguments, type DevOptions } from './arguments';
import { credentialText, fourLines } from './greeting';
import { DevN8n } from './n8n/devN8n';
import { freeBase, offsets } from './ports';

/** The answer is the exit code. */
export async function runDev(root: string, args: readonly string[]): Promise<number> {
	try {
		const options = parseDevArguments(args);
		if (options.help) console.log(help);
		else await run(root, options);
		return 0;
	} catch (error) {
		console.error(messageOf(error));
		return 1;
	}
}

/** Why everything that is under way ends. */
class Ended extends Error {}

async function run(root: string, options: DevOptions): Promise<void> {
	writeProgressWith((line) => console.log(line));
	const folder = path.join(path.resolve(root, options.state), options.mode);
	if (options.fresh) rmSync(folder, { recursive: true, force: true });
	const terminal = new Terminal();
	const ending = new AbortController();
	void terminal.ended.then(() => {
		console.log('Stopping …');
		ending.abort(new Ended());
	});
	try {
		await serve(root, folder, options, terminal, ending.signal);
	} catch (error) {
		if (!(error instanceof Ended)) throw error;
	} finally {
		terminal.close();
	}
}

async function serve(root: string, folder: string, options: DevOptions, terminal: Terminal, signal: AbortSignal): Promise<void> {
	const { mode, withoutN8n } = options;
	const { standalone, base } = await startSimulator(folder, options);
	const { simulator, phoneUrl } = standalone;
	try {
		if (withoutN8n) {
			console.log(credentialText(simulator, mode));
			console.log(fourLines({ phone: phoneUrl }).join('\n'));
			await terminal.ended;
			return;
		}
		const port = base + offsets.n8n;
		if (!(await isFree(port))) throw new PortInUse('127.0.0.1', port, 'n8n');
		simulator.mapHost(publicHost, port);
		const brokerPort = base + offsets.broker;
		const onCrash = (log: string): void => console.error(`n8n has ended by itself. The key r starts it again. The end of its log:\n${log}`);
		const n8n = await DevN8n.start({ root, folder, simulator, mode, port, brokerPort, publicHost, signal, onCrash });
		try {
			simulator.resumeDeliveries();
			console.log(fourLines({ phone: phoneUrl, n8n }).join('\n'));
			const rebuilding = rebuildOnKey(terminal, n8n);
			await terminal.ended;
			await rebuilding();
		} finally {
			await n8n.stop();
		}
	} finally {
		await standalone.stop();
	}
}

/** The answer waits for what is under way. */
function rebuildOnKey(terminal: Terminal, n8n: DevN8n): () => Promise<void> {
	let running: Promise<void> | undefined;
	terminal.onKey('r', () => {
		running ??= rebuild(n8n).finally(() => {
			running = undefined;
		});
	});
	return async () => await running;
}

async function rebuild(n8n: DevN8n): Promise<void> {
	const from = Date.now();
	console.log('Building the nodes and restarting n8n …');
	try {
		await n8n.rebuild();
		console.log(`Ready after ${((Date.now() - from) / 1000).toFixed(1)} s`);
	} catch (error) {
		if (error instanceof Ended) return;
		console.error(messageOf(error));
		console.error('Press r when it is mended.');
	}
}

async function startSimulator(folder: string, { mode, port, withoutN8n }: DevOptions): Promise<{ standalone: Standalone; base: number }> {
	const state = new StateFolder(path.join(folder, 'simulator'));
	const base = port ?? state.readIdentity(console.log)?.port ?? (await freeBase());
	const plan = mode === 'shared' ? 'shared' : 'dedicated';
	// What the run before has not delivered waits for the n8n that is to receive it.
	const options = { plan, host: '127.0.0.1', port: base, state, resumesDeliveries: withoutN8n, report: console.log } as const;
	return { base, standalone: await startStandalone(options) };
}

function messageOf(error: unknown): string {
	if (error instanceof UsageError) return error.message;
	if (error instanceof PortInUse) {
		return `${error.message}. If it is another \`npm run dev\`, stop that one. Otherwise choose other ports: npm run dev -- --port 4700`;
	}
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
