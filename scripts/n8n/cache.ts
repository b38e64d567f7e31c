import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { say } from './progress';

/** Names the folder that programs are installed into, instead of the user's cache folder. */
const variable = 'IMESSAGE_E2E_CACHE';

/** Written last: a folder without it was left half-finished. */
const finished = '.finished';

/** A program to be installed once and used by every run after it. */
export interface Recipe {
	readonly name: string;
	/** Everything that decides what gets installed; another value is another installation. */
	readonly inputs: readonly string[];
	readonly install: (folder: string) => Promise<void>;
	/** How far an installation is, in a few words. */
	readonly measure?: (folder: string) => string;
}

export function cacheFolder(): string {
	const own = process.env[variable];
	if (own !== undefined && own !== '') return path.resolve(own);
	const base = process.env.XDG_CACHE_HOME;
	return path.join(base === undefined || base === '' ? path.join(homedir(), '.cache') : base, 'n8n-nodes-spectrum-imessage');
}

/** The folder of a finished installation, made now unless it is there. */
export async function installed({ name, inputs, install, measure }: Recipe): Promise<string> {
	const hash = createHash('sha256')
		.update(JSON.stringify([process.platform, process.arch, ...inputs]))
		.digest('hex');
	const folder = path.join(cacheFolder(), `${name}-${hash.slice(0, 12)}`);
	if (existsSync(path.join(folder, finished))) return folder;
	mkdirSync(cacheFolder(), { recursive: true });
	removeRemains(name);
	// Made beside its place: two runs at once do not write into each other's files.
	const draft = `${folder}.${process.pid}.part`;
	mkdirSync(draft);
	const done = say(`Installing ${name} (once)`, measure && (() => measure(draft)));
	try {
		await install(draft);
	} catch (error) {
		done(false);
		rmSync(draft, { recursive: true, force: true });
		throw error;
	}
	writeFileSync(path.join(draft, finished), `${JSON.stringify({ name, hash })}\n`);
	settle(draft, folder);
	done();
	return folder;
}

/** Puts the draft in its place, unless another run was faster. */
function settle(draft: string, folder: string): void {
	if (existsSync(path.join(folder, finished))) {
		rmSync(draft, { recursive: true, force: true });
		return;
	}
	rmSync(folder, { recursive: true, force: true });
	renameSync(draft, folder);
}

/** Drafts of runs that are gone. */
function removeRemains(name: string): void {
	const drafts = new RegExp(`^${name.replaceAll('.', '\\.')}-[0-9a-f]+\\.(\\d+)\\.part$`);
	for (const entry of readdirSync(cacheFolder())) {
		const pid = drafts.exec(entry)?.[1];
		if (pid === undefined || isRunning(Number(pid))) continue;
		rmSync(path.join(cacheFolder(), entry), { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** The texts of a manifest and its lock file, which are committed in `versions`. */
export function manifestOf(folder: string): { readonly files: Readonly<Record<string, string>> } {
	const directory = path.resolve(__dirname, 'versions', folder);
	const names = ['package.json', 'package-lock.json'];
	return { files: Object.fromEntries(names.map((name) => [name, readFileSync(path.join(directory, name), 'utf8')])) };
}
