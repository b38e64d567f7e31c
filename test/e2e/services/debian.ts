import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { run } from '../../../scripts/n8n/command';
import { say } from '../../../scripts/n8n/progress';
import { within } from '../../../scripts/n8n/until';

/** Installs a package of Debian's; needs the rights for it. */
export async function installFromDebian(name: string): Promise<void> {
	const done = say(`Installing Debian's ${name}`);
	const options = { cwd: tmpdir(), env: { DEBIAN_FRONTEND: 'noninteractive' } };
	// Another of its kind may be at work, and a mirror may be out for a moment.
	const patient = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
	await run('apt-get', ['update', ...patient], options);
	await run('apt-get', ['install', '-y', ...patient, '--no-install-recommends', name], options);
	done();
}

/** Asks a server to end, and waits for it. */
export async function endOf(server: ChildProcess, ask: () => unknown): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	const ended = once(server, 'close');
	try {
		await ask();
		await within('a server of the suite ends', ended);
	} catch (error) {
		server.kill('SIGKILL');
		throw error;
	}
}
