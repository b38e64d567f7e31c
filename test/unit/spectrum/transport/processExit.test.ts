import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { echo, startServer } from './support';

/** From the last answer on. Far longer than ending takes, far shorter than the pool keeps an idle connection. */
const patience = 30_000;

it(
	'a process that made calls ends by itself, although its connection is still open',
	async () => {
		const server = await startServer({ say: echo, count: (call) => void call.write(call.request) });
		const script = join(__dirname, 'exitingProcess.ts');
		const child = spawn(process.execPath, ['--import', 'tsx', script, server.address], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let output = '';
		let giveUp: NodeJS.Timeout | undefined;
		child.stdout.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			// Starting Node takes as long as a busy machine needs.
			giveUp ??= output.includes('stream') ? setTimeout(() => child.kill('SIGKILL'), patience) : undefined;
		});
		const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
		clearTimeout(giveUp);
		server.stop();
		expect({ code, signal, output }).toEqual({ code: 0, signal: null, output: 'unary\nstream\n' });
	},
	5 * 60_000,
);
