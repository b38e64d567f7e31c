import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../../scripts/n8n/command';
import { ownRow } from '../../../scripts/ports';
import { until } from '../../../scripts/n8n/until';
import { endOf, installFromDebian } from './debian';

/** A server that lets its superuser in without a password, from this machine. */
export interface Postgres {
	readonly port: number;
	sql(statement: string): Promise<string>;
	stop(): Promise<void>;
}

export const postgresUser = 'postgres';

/** The server of this machine, or one of the suite's own. */
export async function usePostgres(): Promise<Postgres> {
	const standard = at(5_432);
	try {
		await standard.sql('SELECT 1');
		return standard;
	} catch {
		return await startPostgres();
	}
}

/** Starts a server with data of its own; Debian's package is installed where there is none. */
export async function startPostgres(): Promise<Postgres> {
	const binaries = newestBinaries() ?? (await installFromDebian('postgresql').then(newestBinaries));
	if (binaries === undefined) throw new Error('The package postgresql brought no server');
	const folder = mkdtempSync(path.join(tmpdir(), 'imessage-e2e-postgres-'));
	const data = path.join(folder, 'data');
	const port = await ownRow();
	// PostgreSQL refuses to be run by root; Debian's package makes this user.
	const isRoot = process.getuid?.() === 0;
	const asItself = (program: string) =>
		(isRoot ? ['runuser', '-u', postgresUser, '--', path.join(binaries, program)] : [path.join(binaries, program)]) as [
			string,
			...string[],
		];
	if (isRoot) await run('chown', [postgresUser, folder], { cwd: tmpdir() });
	const [initialise, ...before] = asItself('initdb');
	await run(initialise, [...before, '-D', data, '-U', postgresUser, '-A', 'trust', '--no-sync'], { cwd: folder });
	const [serve, ...prefix] = asItself('postgres');
	const server = spawn(serve, [...prefix, '-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1'], {
		cwd: folder,
		stdio: 'ignore',
	});
	const [control, ...first] = asItself('pg_ctl');
	const stop = async () => {
		// Not by a signal: the program that changes the user keeps it for itself.
		await endOf(server, async () => await run(control, [...first, 'stop', '-D', data, '-m', 'fast', '-w'], { cwd: folder }));
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		await until('PostgreSQL is ready', async () => await at(port).sql('SELECT 1'));
	} catch (error) {
		await stop();
		throw error;
	}
	return { ...at(port), stop };
}

function at(port: number): Postgres {
	const args = ['-h', '127.0.0.1', '-p', String(port), '-U', postgresUser, '-d', 'postgres', '-w', '-t', '-A', '-c'];
	return {
		port,
		sql: async (statement) => await run('psql', [...args, statement], { cwd: tmpdir(), env: { PGCONNECT_TIMEOUT: '5' } }),
		stop: async () => await Promise.resolve(),
	};
}

/** Debian keeps them out of the way of the commands that wrap them. */
function newestBinaries(): string | undefined {
	const root = path.join('/usr', 'lib', 'postgresql');
	try {
		const versions = readdirSync(root).map(Number).filter(Number.isInteger);
		return versions.length === 0 ? undefined : path.join(root, String(Math.max(...versions)), 'bin');
	} catch {
		return undefined;
	}
}
