import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { broughtInto, installCommand } from '../support/installCommand';
import { pages, targetOf } from '../support/pages';

const root = path.resolve(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
	files: string[];
	scripts: Record<string, string>;
	dependencies: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[]; strict: boolean };
};

const work = mkdtempSync(path.join(tmpdir(), 'imessage-package-'));
const installed = path.join(work, 'node_modules', manifest.name);

function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): string {
	return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function pack(): string {
	// Built by `npm run test:slow` before: a build here would take the generated code away from the tests beside this one.
	if (!existsSync(path.join(root, 'dist', 'nodes'))) throw new Error('Run `npm run build` first');
	run('npm', ['pack', '--pack-destination', work], root);
	return path.join(work, `${manifest.name}-${manifest.version}.tgz`);
}

/** The package as it is published, installed by the line of the README. */
beforeAll(() => {
	// A release names the tarball that it will publish, as it does for the end-to-end suite.
	const { program, args, env } = installCommand(path.resolve(process.env.IMESSAGE_E2E_TARBALL ?? pack()));
	run(program, [...args, '--prefer-offline'], work, env);
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

function filesOf(directory: string): string[] {
	return readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
		.filter((name) => !name.startsWith('node_modules'))
		.sort();
}

test('the tarball holds dist, the documentation with its pictures, the examples, and nothing else', () => {
	const others = filesOf(installed).filter((name) => !name.startsWith('dist/'));
	const kinds = (folder: string) =>
		[...new Set(others.filter((name) => name.startsWith(`${folder}/`)).map((name) => path.extname(name)))].sort();
	const always = ['LICENSE', 'README.md', 'package.json'];
	const places = new Set(filesOf(installed).map((name) => name.split('/')[0] ?? ''));
	expect([...places].sort()).toEqual([...manifest.files, ...always].sort());
	expect(kinds('docs')).toEqual(['.gif', '.md', '.png']);
	expect(kinds('examples')).toEqual(['.json', '.md']);
	expect(
		[
			...new Set(
				filesOf(installed)
					.filter((name) => name.startsWith('dist/'))
					.map((name) => path.extname(name)),
			),
		].sort(),
	).toEqual(['.js', '.json', '.svg']);
	expect(filesOf(installed).filter((name) => /test|simulator|\.proto$|\.ts$/.test(name))).toEqual([]);
});

// npm's page, and a person who has the package and no checkout, see what is in the tarball.
test('what its pages show and link to is in the tarball', () => {
	const missing = pages().flatMap(({ file, links }) =>
		links.filter((link) => !existsSync(path.join(installed, targetOf(file, link)))).map((link) => `${file}: ${link}`),
	);
	expect(missing).toEqual([]);
});

test('every node and credential that n8n is told of is there, with its icon and codex file', () => {
	const files = new Set(filesOf(installed));
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) expect(files).toContain(file);
	for (const file of manifest.n8n.nodes) expect(files).toContain(file.replace(/\.js$/, '.json'));
	for (const icon of readdirSync(path.join(root, 'icons'))) expect(files).toContain(`dist/icons/${icon}`);
});

test('it loads with its production dependencies alone, and icons point at files', () => {
	// n8n itself offers n8n-workflow to the packages it loads; nothing else of this checkout may be reached.
	const host = path.join(work, 'host');
	mkdirSync(host);
	symlinkSync(path.join(root, 'node_modules', 'n8n-workflow'), path.join(host, 'n8n-workflow'), 'dir');
	const script = `
		const fs = require('node:fs'), path = require('node:path');
		const names = {};
		for (const file of ${JSON.stringify([...manifest.n8n.nodes, ...manifest.n8n.credentials])}) {
			const full = path.join(${JSON.stringify(installed)}, file);
			const className = path.basename(file).split('.')[0];
			const instance = new (require(full)[className])();
			const icon = instance.description?.icon ?? instance.icon;
			for (const theme of ['light', 'dark']) {
				fs.accessSync(path.resolve(path.dirname(full), icon[theme].replace('file:', '')));
			}
			names[className] = instance.description?.name ?? instance.name;
		}
		console.log(JSON.stringify(names));
	`;
	const output = run(process.execPath, ['-e', script], work, { PATH: process.env.PATH, NODE_PATH: host });
	const classes = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) => path.basename(file).split('.')[0] ?? '');
	const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
	expect(JSON.parse(output)).toEqual(Object.fromEntries(classes.map((name) => [name, lowerFirst(name)])));
});

test('no script runs when somebody installs it', () => {
	const forbidden = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'prepack', 'postpack'];
	expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
});

test('it brings the libraries of the wire over both transports, of the text filter, of phone numbers and of time zones, and no development tool', () => {
	expect(Object.keys(manifest.dependencies).sort()).toEqual([
		'@bufbuild/protobuf',
		'@grpc/grpc-js',
		'@noble/hashes',
		'form-data',
		'google-protobuf',
		'libphonenumber-js',
		'luxon',
		're2js',
	]);
	expect(broughtInto(work).filter((name) => /n8n|photon|jest|typescript|isolated-vm/.test(name))).toEqual([manifest.name]);
});

test('it brings as many packages as the README says, or few more', () => {
	const said = Number(/installs (\d+) other packages/.exec(readFileSync(path.join(root, 'README.md'), 'utf8'))?.[1]);
	expect(Math.abs(broughtInto(work).length - 1 - said)).toBeLessThan(6);
});

test('package.json says what is true: no invented address, and no support of n8n Cloud', () => {
	// Domains that are reserved for examples belong to nobody.
	expect(JSON.stringify(manifest)).not.toMatch(/\bexample\.(?:com|net|org)\b|\.(?:example|invalid|test)\b/);
	expect(manifest.n8n.strict).toBe(false);
});
