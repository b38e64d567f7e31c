import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../../scripts/n8n/command';

export const packageName = 'n8n-nodes-spectrum-imessage';

/**
 * `downloadPackage` of n8n 2.40.5, dist/modules/community-packages/community-packages.service.js, after its `npm pack`:
 * n8n itself takes packages from a registry only, and ours is not published yet.
 *
 * @param nodesFolder `<user folder>/.n8n/nodes`
 */
export async function installLikeN8n(tarball: string, nodesFolder: string): Promise<void> {
	const directory = path.join(nodesFolder, 'node_modules', packageName);
	mkdirSync(directory, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', directory, '--strip-components=1'], { cwd: nodesFolder });
	const manifestFile = path.join(directory, 'package.json');
	const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, unknown>;
	for (const left of ['devDependencies', 'peerDependencies', 'optionalDependencies']) delete manifest[left];
	writeFileSync(manifestFile, JSON.stringify(manifest, null, 2));
	const args = [
		'--audit=false',
		'--fund=false',
		'--bin-links=false',
		'--install-strategy=shallow',
		'--ignore-scripts=true',
		'--package-lock=false',
	];
	await run('npm', ['install', ...args], { cwd: directory });
	// n8n's own list of what is installed; without it n8n would write one that names nothing.
	const ledger = { name: 'installed-nodes', private: true, dependencies: { [packageName]: manifest.version } };
	writeFileSync(path.join(nodesFolder, 'package.json'), JSON.stringify(ledger, null, 2));
}
