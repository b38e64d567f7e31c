import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installed, type Recipe } from '../../scripts/n8n/cache';
import { workFolder } from './support/workFolder';

const former = process.env.IMESSAGE_E2E_CACHE;
let cache: string;

beforeEach(() => {
	cache = mkdtempSync(path.join(workFolder(), 'cache-'));
	process.env.IMESSAGE_E2E_CACHE = cache;
});

afterEach(() => {
	rmSync(cache, { recursive: true, force: true });
	if (former === undefined) delete process.env.IMESSAGE_E2E_CACHE;
	else process.env.IMESSAGE_E2E_CACHE = former;
});

/** A program of one file; counts how often it is installed. */
function recipe(...inputs: string[]) {
	const made = { name: 'program-1.0', inputs, installs: 0 };
	const install: Recipe['install'] = async (folder) => {
		made.installs++;
		writeFileSync(path.join(folder, 'program'), inputs.join());
	};
	return Object.assign(made, { install });
}

test('an installation is made once, and used again', async () => {
	const program = recipe('lock');
	const folder = await installed(program);
	expect(await installed(program)).toBe(folder);
	expect(program.installs).toBe(1);
	expect(readFileSync(path.join(folder, 'program'), 'utf8')).toBe('lock');
});

test('another lock file is another installation', async () => {
	expect(await installed(recipe('lock'))).not.toBe(await installed(recipe('another lock')));
});

test('one that failed, and one that is left half-finished, are made again', async () => {
	const program = recipe('lock');
	await expect(installed({ ...program, install: () => Promise.reject(new Error('The network is gone')) })).rejects.toThrow(
		'The network is gone',
	);
	expect(readdirSync(cache)).toEqual([]);
	const folder = await installed(program);
	rmSync(path.join(folder, '.finished'));
	writeFileSync(path.join(folder, 'program'), 'half');
	await installed(program);
	expect(program.installs).toBe(2);
	expect(readFileSync(path.join(folder, 'program'), 'utf8')).toBe('lock');
	expect(existsSync(path.join(folder, '.finished'))).toBe(true);
});

test.each(['n8n-2.40', 'n8n-2.8', 'node-24', 'node-20'])('the lock file of %s names no registry', (folder) => {
	const lock = JSON.parse(
		readFileSync(path.join(__dirname, '..', '..', 'scripts', 'n8n', 'versions', folder, 'package-lock.json'), 'utf8'),
	) as {
		packages: Record<string, { resolved?: string; integrity?: string }>;
	};
	const packages = Object.entries(lock.packages).filter(([name]) => name !== '');
	expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
	expect(packages.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
});
