import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

it.each(['SIGKILL', 'SIGTERM'] as const)(
	'every process of n8n ends with the one that started it, also by %s',
	async (signal) => {
		const folder = mkdtempSync(path.join(tmpdir(), 'orphan-'));
		const parent = spawn(
			process.execPath,
			['--require', 'tsx/cjs', '--require', path.join(__dirname, '../support/codexLast.cjs'), path.join(__dirname, 'orphanedParent.ts')],
			{
				// What it keeps on disk is left behind, and goes with this folder.
				env: { ...process.env, TMPDIR: folder, JEST_WORKER_ID: undefined, NODE_OPTIONS: undefined },
				stdio: ['ignore', 'pipe', 'inherit'],
			},
		);
		// Its children write there too: it ends only when all of them have.
		const ended = once(parent.stdout, 'end');
		await once(parent.stdout, 'data');
		const exited = once(parent, 'exit');
		parent.kill(signal);
		expect(await exited).toEqual([null, signal]);
		await ended;
		rmSync(folder, { recursive: true, force: true });
	},
	5 * 60_000,
);
