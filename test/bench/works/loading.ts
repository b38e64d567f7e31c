/**
 * What n8n pays at its start: all nodes and credentials of the tarball, loaded in a fresh process that has loaded
 * n8n-workflow already.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installNode } from '../../../scripts/n8n/programs';
import { packageRoot } from '../built';
import { figure, type Figure } from '../figures';
import type { WorkSettings } from '../work';

interface Loaded {
	readonly milliseconds: number;
	readonly modules: number;
	/** Modules of libraries that only a call needs. */
	readonly early: number;
}

/** Run with `node --eval`: it loads n8n-workflow, then the classes that n8n would load, and says what these cost. */
const loader = `
	const { join } = require('node:path');
	const root = process.argv[1];
	require(join(root, 'node_modules/n8n-workflow'));
	const { n8n } = require(join(root, 'package.json'));
	const before = Object.keys(require.cache).length;
	const cpuBefore = process.cpuUsage();
	const wallBefore = performance.now();
	for (const file of [...n8n.nodes, ...n8n.credentials]) {
		const module = require(join(root, file));
		new module[file.split('/').at(-1).split('.')[0]]();
	}
	const { user, system } = process.cpuUsage(cpuBefore);
	const milliseconds = Math.min(performance.now() - wallBefore, (user + system) / 1000);
	const names = Object.keys(require.cache);
	const early = names.filter((name) => /node_modules.(@grpc|@bufbuild|google-protobuf|re2js|libphonenumber-js)/.test(name)).length;
	console.log(JSON.stringify({ milliseconds, modules: names.length - before, early }));
`;

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-loading-'));
	try {
		const root = isShort ? packageRoot : unpacked(folder);
		const figures: Figure[] = [];
		for (const [name, node] of Object.entries(await nodes(isShort))) {
			load(node, root);
			const rounds = Array.from({ length: isShort ? 3 : 11 }, () => load(node, root));
			figures.push(
				figure(
					`loading.early.${name}`,
					'modules',
					rounds.map(({ early }) => early),
				),
				figure(
					`loading.${name}`,
					'ms',
					rounds.map(({ milliseconds }) => milliseconds),
				),
				figure(
					`loading.${name}.modules`,
					'modules',
					rounds.map(({ modules }) => modules),
				),
			);
		}
		return figures;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function load(node: string, root: string): Loaded {
	return JSON.parse(execFileSync(node, ['--eval', loader, root], { encoding: 'utf8' })) as Loaded;
}

/** The tarball as npm lays it out. Its dependencies are those of this checkout, at the versions of the lock file. */
function unpacked(folder: string): string {
	const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
		cwd: packageRoot,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
	const root = join(folder, 'package');
	symlinkSync(join(packageRoot, 'node_modules'), join(root, 'node_modules'));
	return root;
}

/** This Node, and in the long form also the oldest and the newest that the pack promises to run on. */
async function nodes(isShort: boolean): Promise<Record<string, string>> {
	const own = process.versions.node.split('.')[0] ?? '';
	const others = isShort ? [] : (['20', '24'] as const).filter((version) => version !== own);
	const binaries: Record<string, string> = { [own]: process.execPath };
	for (const version of others) binaries[version] = join(await installNode(version), 'bin/node');
	return binaries;
}
