import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WebError, type FileAnswer } from './route';

const folder = path.join(__dirname, 'page');

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
};

/** The libraries of the page, by the name that modules import. */
const libraries: Readonly<Record<string, string>> = {
	preact: 'preact/dist/preact.module.js',
	'preact/hooks': 'preact/hooks/dist/hooks.module.js',
	htm: 'htm/dist/htm.module.js',
	'htm/preact': 'htm/preact/index.module.js',
};

const importMap = JSON.stringify({
	imports: Object.fromEntries(Object.keys(libraries).map((name) => [name, `/lib/${name}.js`])),
});

/** What the page's only inline element hashes to, for the Content-Security-Policy. */
export const importMapHash = `sha256-${createHash('sha256').update(importMap).digest('base64')}`;

/** A file of the page. The import map is put into `index.html` here, so that the policy can name its hash. */
export async function pageFile(name: string): Promise<FileAnswer> {
	const file = path.join(folder, name);
	const contentType = types[path.extname(name)];
	if (contentType === undefined || !file.startsWith(folder + path.sep)) throw new WebError(404, 'There is no such file');
	const text = await readText(file);
	return { file: Buffer.from(text.replace('<!-- import map -->', `<script type="importmap">${importMap}</script>`)), contentType };
}

/** A library from node_modules. */
export async function libraryFile(name: string): Promise<FileAnswer> {
	const module = Object.hasOwn(libraries, name) ? libraries[name] : undefined;
	if (module === undefined) throw new WebError(404, 'There is no such library');
	const [owner = ''] = module.split('/');
	const file = path.join(folderOf(owner), module.slice(owner.length + 1));
	return { file: Buffer.from(await readText(file)), contentType: types['.js'] as string };
}

/** A package's folder, above its main file: `exports` need not name package.json, nor the module for browsers. */
function folderOf(library: string): string {
	let folder = path.dirname(require.resolve(library));
	while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
	return folder;
}

async function readText(file: string): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch {
		throw new WebError(404, 'There is no such file');
	}
}
