import { readFileSync } from 'node:fs';
import path from 'node:path';

const packageName = 'n8n-nodes-spectrum-imessage';

/** A command as a shell would run it. */
export interface InstallCommand {
	readonly program: string;
	readonly args: string[];
	readonly env: NodeJS.ProcessEnv;
}

/**
 * The line with which the README installs the package, for a tarball instead of the name in the registry. Settings of this
 * machine that would hide what the line lacks are switched off.
 */
export function installCommand(tarball: string): InstallCommand {
	const readme = readFileSync(path.resolve(__dirname, '..', '..', 'README.md'), 'utf8');
	const line = /^npm install .*$/m.exec(readme)?.[0];
	if (line === undefined) throw new Error('The README has no line that begins with "npm install"');
	const [program = '', ...words] = line.split(' ');
	if (!words.includes(packageName)) throw new Error(`The README's line does not install ${packageName}: ${line}`);
	return {
		program,
		args: words.map((word) => (word === packageName ? tarball : word)),
		env: { ...process.env, npm_config_legacy_peer_deps: 'false', npm_config_ignore_scripts: 'false' },
	};
}

/** Names of all packages that npm has put into the folder, this one included. */
export function broughtInto(folder: string): string[] {
	const lock = JSON.parse(readFileSync(path.join(folder, 'node_modules', '.package-lock.json'), 'utf8')) as { packages: object };
	return Object.keys(lock.packages).map((place) => place.replace(/^.*node_modules\//, ''));
}
