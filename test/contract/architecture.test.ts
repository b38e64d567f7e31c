import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const page = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');

interface Zone {
	readonly target: string | readonly string[];
	readonly from: string | readonly string[];
}

/** Rows of the table below that heading, as their cells. */
function tableBelow(heading: string): string[][] {
	const table = /(?:^\|.*\n)+/m.exec(page.slice(page.indexOf(heading)))?.[0] ?? '';
	return table
		.trim()
		.split('\n')
		.slice(2)
		.map((row) =>
			row
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}

const plain = (cell = ''): string => cell.replaceAll('`', '');
const directions = tableBelow('## What may import what').map(([room, , imports = '']) => ({ room: plain(room), imports }));
const innerRooms = tableBelow('Subfolders:').map(([room]) => plain(room));

/** `n8n/…` and `spectrum/…` are short for folders in nodes/shared, `Imessage…/…` for one in nodes. */
function placeOf(name: string): string {
	if (/^(?:n8n|spectrum)(?:\/|$)/.test(name)) return `nodes/shared/${name}`;
	return /^Imessage/.test(name) ? `nodes/${name}` : name;
}

/** Folders with code of their own, from the root of the checkout. */
function foldersIn(folder: string): string[] {
	const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
	const below = entries.filter((entry) => entry.isDirectory() && !['generated', '__schema__'].includes(entry.name));
	const own = entries.some((entry) => entry.isFile() && entry.name.endsWith('.ts')) ? [folder] : [];
	return [...own, ...below.flatMap((entry) => foldersIn(`${folder}/${entry.name}`))];
}

/** The globs that our zones are written in: one star, two stars and `!(one|other)`. */
function asPattern(glob: string): RegExp {
	const source = glob
		.replace(/^\.\//, '')
		.replace(/[.+^${}]/g, '\\$&')
		.replace(/!\(([^)]*)\)/g, '(?!(?:$1)(?:/|$))[^/]+')
		.replace(/\*\*\/\*|(?<!\])\*/g, (star) => (star === '*' ? '[^/]*' : '.+'));
	return new RegExp(`^${source}$`);
}

const matches = (globs: Zone['target'], file: string): boolean => [globs].flat().some((glob) => asPattern(glob).test(file));

/** Read by a process of its own: the configuration is an ES module with plugins that jest would have to load. */
function lintZones(): Zone[] {
	const script = `
		const { default: configuration } = await import('./eslint.config.mjs');
		const rules = configuration.map(({ rules }) => rules?.['import-x/no-restricted-paths']);
		console.log(JSON.stringify(rules.flatMap((rule) => rule?.[1].zones ?? [])));
	`;
	return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' })) as Zone[];
}

/** A file that could be in that folder. */
const fileIn = (room: string): string => `${placeOf(room).replace('*', '')}/any.ts`;

test('every folder that the page names is there, and no folder with code is missing', () => {
	const named = [...directions.map(({ room }) => room), ...innerRooms].map(placeOf);
	expect(named.filter((room) => !room.endsWith('*') && !existsSync(path.join(root, room)))).toEqual([]);
	const isNamed = (folder: string): boolean => named.includes(folder) || /^nodes\/Imessage\w*$/.test(folder);
	expect([...foldersIn('nodes'), ...foldersIn('credentials')].filter((folder) => !isNamed(folder))).toEqual([]);
});

test('what a folder may import is what the lint rule lets it import', () => {
	const zones = lintZones();
	const short = (room: string): string => room.replace(/^spectrum\//, '');
	const base = ['answers', 'text', 'filter', 'files', 'keys', 'net', 'optOut', 'model', 'values'];
	const said = directions.map(({ room, imports }) => {
		const names = imports.split(', ').filter((name) => name !== '');
		return [room, names.flatMap((name) => (name === 'base' ? base : [name])).sort()];
	});
	const allowed = directions.map(({ room }) => {
		const others = directions.map((other) => other.room).filter((other) => other !== room);
		const isRefused = (other: string): boolean =>
			zones.some(({ target, from }) => matches(target, fileIn(room)) && matches(from, fileIn(other)));
		return [
			room,
			others
				.filter((other) => !isRefused(other))
				.map(short)
				.sort(),
		];
	});
	expect(directions.length).toBeGreaterThan(15);
	expect(said).toEqual(allowed);
});

test('every file that the page names is there', () => {
	const files = [...page.matchAll(/`([\w./]+\/[\w.]+\.ts)`/g)].map((match) => match[1] ?? '');
	expect(files.length).toBeGreaterThan(30);
	expect(files.filter((file) => !existsSync(path.join(root, placeOf(file))))).toEqual([]);
});
