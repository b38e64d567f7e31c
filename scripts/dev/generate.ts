import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Makes code of proto/ unless it is there and newer than all of proto/. */
export async function generateIfOlder(root: string): Promise<void> {
	const generated = path.join(root, 'nodes', 'shared', 'spectrum', 'codec', 'generated');
	if (newest(path.join(root, 'proto')) < oldest(generated)) return;
	console.log('Generating code from proto/. This is done once …');
	await run(process.execPath, [path.join(root, 'node_modules', 'gulp', 'bin', 'gulp.js'), 'generate'], { cwd: root });
}

function times(folder: string): number[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
}

const newest = (folder: string): number => Math.max(...times(folder));
/** Minus infinity when there is nothing. */
const oldest = (folder: string): number => times(folder).reduce((least, time) => Math.min(least, time), nothingYet(folder));

function nothingYet(folder: string): number {
	return times(folder).length === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
