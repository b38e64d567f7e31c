import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

interface LockedPackage {
	readonly os?: readonly string[];
	readonly cpu?: readonly string[];
	readonly libc?: readonly string[];
}

/** How far `npm ci` is, in a few words. Only the packages at the top are counted: there are few below them. */
export function unpacked(lockFile: string, folder: string): string {
	const { packages } = JSON.parse(lockFile) as { packages: Readonly<Record<string, LockedPackage>> };
	const wanted = Object.entries(packages).filter(([place, needs]) => place.split('node_modules/').length === 2 && isForUs(needs));
	// npm makes all of the folders first, and fills them then.
	const there = packagesIn(path.join(folder, 'node_modules')).length;
	return `${there} of ${wanted.length} packages`;
}

/** A package for another system is left out. */
function isForUs({ os, cpu, libc }: LockedPackage): boolean {
	const fits = (allowed: readonly string[] | undefined, own: string): boolean => allowed === undefined || allowed.includes(own);
	return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc');
}

function packagesIn(modules: string): string[] {
	if (!existsSync(modules)) return [];
	const names = readdirSync(modules).flatMap((name) =>
		name.startsWith('@') ? readdirSync(path.join(modules, name)).map((part) => path.join(name, part)) : [name],
	);
	return names.filter((name) => existsSync(path.join(modules, name, 'package.json')));
}
