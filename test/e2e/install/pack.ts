import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../../scripts/n8n/command';

const root = path.resolve(__dirname, '..', '..', '..');

/** What the build reads, and what npm puts into a tarball. */
const sources = [
	'credentials',
	'icons',
	'nodes',
	'proto',
	'buf.gen.yaml',
	'gulpfile.js',
	'tsconfig.json',
	'package.json',
	'.npmrc',
	'README.md',
	'LICENSE',
	'CHANGELOG.md',
	'ARCHITECTURE.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'docs',
	'examples',
];

const gulp = path.join('node_modules', 'gulp', 'bin', 'gulp.js');

/** The simulator speaks with generated code, which a clean checkout does not have yet. */
export async function generateOnce(): Promise<void> {
	if (existsSync(path.join(root, 'nodes', 'shared', 'spectrum', 'codec', 'generated'))) return;
	await run(process.execPath, [gulp, 'generate'], { cwd: root });
}

/**
 * Builds and packs the package as it is published; the answer is the tarball. In a copy: a build takes generated code
 * and `dist` away for a while, which other tests of this checkout may be reading.
 *
 * @param work an empty folder
 */
export async function packOurs(work: string): Promise<string> {
	const copy = path.join(work, 'source');
	mkdirSync(copy, { recursive: true });
	for (const name of sources) {
		cpSync(path.join(root, name), path.join(copy, name), {
			recursive: true,
			filter: (file) => !file.endsWith(path.join('codec', 'generated')),
		});
	}
	symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'dir');
	await run(process.execPath, [gulp, 'build'], { cwd: copy });
	const [packed] = JSON.parse(await run('npm', ['pack', '--json', '--pack-destination', work], { cwd: copy })) as [{ filename: string }];
	return path.join(work, packed.filename);
}
