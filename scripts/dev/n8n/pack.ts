import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transform, type Options } from '@swc/core';

/** As the tests compile it: within a second, and without looking at types. */
const compiler: Options = {
	swcrc: false,
	jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
	module: { type: 'commonjs' },
	sourceMaps: 'inline',
};

const sources = ['nodes', 'credentials'];
/** What the nodes need besides code: codex files, output schemas, and tables that the code reads. */
const isAsset = (name: string): boolean => name.endsWith('.json');

interface Manifest {
	readonly version: string;
	readonly dependencies: Readonly<Record<string, string>>;
}

/** Compiled files of the pack, by their path in it. */
export type CompiledPack = ReadonlyMap<string, string | Buffer>;

/** Compiles the working tree. Nothing is written, so that a mistake in a source leaves the running nodes as they are. */
export async function compilePack(root: string): Promise<CompiledPack> {
	const files = new Map<string, string | Buffer>();
	for (const name of sources.flatMap((folder) => filesIn(root, folder))) {
		const file = path.join(root, name);
		if (name.endsWith('.ts')) {
			const { code } = await transform(readFileSync(file, 'utf8'), { ...compiler, filename: file });
			files.set(path.join('dist', name.replace(/\.ts$/, '.js')), code);
		} else if (isAsset(name)) {
			files.set(path.join('dist', name), readFileSync(file));
		}
	}
	return files;
}

/**
 * Puts the pack into a user folder, where n8n looks for community nodes. Its dependencies are links into the working tree,
 * and n8n-workflow is the one of n8n, as for an installed package.
 *
 * @param nodesFolder `<user folder>/.n8n/nodes`
 * @param n8nModules the `node_modules` of n8n
 */
export function placePack(root: string, pack: CompiledPack, nodesFolder: string, n8nModules: string): void {
	const manifestText = readFileSync(path.join(root, 'package.json'), 'utf8');
	const { version, dependencies } = JSON.parse(manifestText) as Manifest;
	const target = path.join(nodesFolder, 'node_modules', 'n8n-nodes-spectrum-imessage');
	rmSync(target, { recursive: true, force: true });
	write(path.join(target, 'package.json'), manifestText);
	for (const [name, content] of pack) write(path.join(target, name), content);
	cpSync(path.join(root, 'icons'), path.join(target, 'dist', 'icons'), { recursive: true });
	for (const name of Object.keys(dependencies)) link(path.join(root, 'node_modules', name), path.join(target, 'node_modules', name));
	link(path.join(n8nModules, 'n8n-workflow'), path.join(target, 'node_modules', 'n8n-workflow'));
	// n8n's own list of what is installed; without it n8n would write one that names nothing.
	const ledger = { name: 'installed-nodes', private: true, dependencies: { 'n8n-nodes-spectrum-imessage': version } };
	write(path.join(nodesFolder, 'package.json'), JSON.stringify(ledger, null, 2));
}

function filesIn(root: string, folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function write(file: string, content: string | Buffer): void {
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, content);
}

function link(from: string, to: string): void {
	if (!existsSync(from)) throw new Error(`${from} is missing: run \`npm ci\``);
	mkdirSync(path.dirname(to), { recursive: true });
	symlinkSync(from, to, 'dir');
}
