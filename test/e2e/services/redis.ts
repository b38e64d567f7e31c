import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { run } from '../../../scripts/n8n/command';
import { ownRow } from '../../../scripts/ports';
import { until } from '../../../scripts/n8n/until';
import { endOf, installFromDebian } from './debian';

/** A server that anybody on this machine may use. */
export interface Redis {
	readonly port: number;
	command(database: number, ...words: readonly string[]): Promise<string>;
	stop(): Promise<void>;
}

/** The server of this machine, or one of the suite's own. */
export async function useRedis(): Promise<Redis> {
	const standard = at(6_379);
	try {
		if (await answers(standard)) return standard;
	} catch {
		// Nobody is there, or the client is not.
	}
	return await startRedis();
}

/** Starts a server that keeps nothing on disk; Debian's package is installed where there is none. */
export async function startRedis(): Promise<Redis> {
	try {
		await run('redis-server', ['--version'], { cwd: tmpdir() });
	} catch {
		await installFromDebian('redis-server');
	}
	const port = await ownRow();
	const settings = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
	const server = spawn('redis-server', settings, { cwd: tmpdir(), stdio: 'ignore' });
	const stop = async () => await endOf(server, () => server.kill('SIGTERM'));
	try {
		await until('Redis is ready', async () => await answers(at(port)));
	} catch (error) {
		await stop();
		throw error;
	}
	return { ...at(port), stop };
}

const answers = async (redis: Redis) => (await redis.command(0, 'PING')).trim() === 'PONG';

function at(port: number): Redis {
	const args = ['-h', '127.0.0.1', '-p', String(port), '-n'];
	return {
		port,
		command: async (database, ...words) => await run('redis-cli', [...args, String(database), ...words], { cwd: tmpdir() }),
		stop: async () => await Promise.resolve(),
	};
}
